"""Requests and answers of exact size: length, stamp, status and filling. docs/protocol.md, 6 and 7.

    request = u8(op) ‖ stamp hour ‖ nonce(8) ‖ body          answer = u8(status) ‖ hour ‖ u8(bits) ‖ u8(bits) ‖ payload

Lengths are checked before anything is read. An answer leaves a fixed time after its request came, whatever it was.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from crypto import stamp
from crypto.directory import Directory
from crypto.hashing import digest, number, random_filling, u8, u32
from crypto.sizes import ANSWER_HEAD, CHUNK_TAKE, EXCHANGE, REFUSED, REQUEST_HEAD, STAMP, U8, U32, Hour
from hotline.routes.service import Service
from hotline.store.connection import hour_of

OCTETS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with a good stamp, which shows `bits` zero bits.

    `stamp` is the hash by which it is remembered, `payload` follows the nonce, in the request itself: no copy of it.
    """

    op: int
    bits: int
    stamp: bytes = field(repr=False)
    payload: memoryview = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What an operation answers. `bits` is what its stamp must show, where that is more than the rest needs."""

    status: int
    payload: bytes = field(repr=False, default=b"")
    bits: int = 0


Handle = Callable[[Service, Directory, Asked, float], Awaitable[Said]]


async def read_exactly(request: Request, sizes: Collection[int]) -> bytes:
    """The body, when its announced length is one of `sizes`; a clear refusal before reading otherwise."""
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise HTTPException(411, "Say the length of the body; it is fixed.")
    if int(length) not in sizes:
        raise HTTPException(400, "The body has another length than this path takes. Is the client out of date?")
    try:
        body = await request.body()
    except ClientDisconnect:  # or it was late (stack/quiet_protocol.py); nobody hears this
        raise HTTPException(408, "The body did not arrive.") from None
    if len(body) not in sizes:
        raise HTTPException(400, "The body has another length than it said.")
    return body


async def answer(service: Service, body: bytes, size_bytes: int, handle: Handle) -> Response:
    """Check the stamp, do the operation, and answer with exactly `size_bytes` at the fixed time."""
    loop = asyncio.get_running_loop()
    came = loop.time()
    directory = await service.directory()
    with service.handling():
        now = service.now()
        said = await _stamped(service, directory, body, now, handle)
        octets = _pack(service, directory, said, hour_of(now), size_bytes)
    await _until_due(came, directory.policy.answer_ms / 1000)
    return Response(octets, media_type=OCTETS)


async def _stamped(service: Service, directory: Directory, body: bytes, now: float, handle: Handle) -> Said:
    head, payload = body[:REQUEST_HEAD], memoryview(body)[REQUEST_HEAD:]
    op, hour, nonce = head[0], Hour(number(head[U8 : U8 + U32])), head[U8 + U32 :]
    exchange_bits, other_bits = service.wanted_bits(directory)
    bits = exchange_bits if op in (EXCHANGE, CHUNK_TAKE) else other_bits
    key = stamp.work_key(op, payload)
    shown = stamp.shown_bits(key, hour, nonce)
    if not stamp.in_time(hour, hour_of(now)) or shown < bits:
        return Said(STAMP)
    return await handle(service, directory, Asked(op, shown, digest(head + key), payload), now)


def _pack(service: Service, directory: Directory, said: Said, hour: Hour, size_bytes: int) -> bytes:
    exchange_bits, other_bits = service.wanted_bits(directory)
    head = u8(said.status) + u32(hour) + u8(exchange_bits) + u8(max(other_bits, said.bits))
    return head + said.payload + random_filling(size_bytes - ANSWER_HEAD - len(said.payload))


async def _until_due(came: float, beat_seconds: float) -> None:
    """Wait until a whole number of beats after the request came: one, unless the work took longer."""
    if beat_seconds > 0:
        spent = asyncio.get_running_loop().time() - came
        await asyncio.sleep(beat_seconds - spent % beat_seconds)


async def refuse(_service: Service, _directory: Directory, _asked: Asked, _now: float) -> Said:
    """The one answer for what may not be, and for what is not."""
    return Said(REFUSED)
