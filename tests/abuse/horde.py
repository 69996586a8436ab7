"""Attackers, in a process of their own: `python horde.py KIND URL COUNT [FILE]`. They go on until their input ends.

URL is of this machine, whatever its name is; over TLS they trust anyone.

Each of COUNT does its worst without a pause, and begins again when the server has ended its connection. They print a
line once as many connections were made as they are, and at the end how often they were answered, and how often dropped.
FILE has requests to be sent as they are.
"""

import asyncio
import resource
import ssl
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import random
from urllib.parse import urlsplit

AT_ONCE = 200  # of a horde, who connect at the same moment
DRIP_SECONDS = 3.0
BREATH_SECONDS = 4.0  # at most, before one who was dropped comes back
HEAD = b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
VAULT_BYTES = 262_357  # a responder's vault, written
POST_BYTES = 24_576
PIECE = bytes(16_384)
UNREAD_SECONDS = 60.0

Sending = Callable[[bytes], AsyncIterator[bytes]]  # of the name that is asked


async def silent(_host: bytes) -> AsyncIterator[bytes]:
    """Says nothing at all."""
    yield b""


async def half_head(host: bytes) -> AsyncIterator[bytes]:
    """A head that never ends, a letter at a time."""
    yield b"POST /post HTTP/1.1\r\nHost: %s\r\nX: " % host
    while True:
        await asyncio.sleep(DRIP_SECONDS)
        yield b"x"


async def long_head(host: bytes) -> AsyncIterator[bytes]:
    """One header, as fast as it goes, without end."""
    yield b"GET / HTTP/1.1\r\nHost: %s\r\nX: " % host
    while True:
        yield PIECE


async def half_body(host: bytes) -> AsyncIterator[bytes]:
    """All of the largest body but its last byte, a piece at a time."""
    yield HEAD % (b"/vault", host, VAULT_BYTES)
    for at in range(0, VAULT_BYTES - 1, len(PIECE)):
        yield PIECE[: VAULT_BYTES - 1 - at]
        await asyncio.sleep(DRIP_SECONDS)


async def unread(host: bytes) -> AsyncIterator[bytes]:
    """Asks for what it does not read."""
    yield b"GET /directory HTTP/1.1\r\nHost: %s\r\n\r\n" % host


async def wrong_length(host: bytes) -> AsyncIterator[bytes]:
    """Requests of a length that nothing takes."""
    while True:
        yield HEAD % (b"/post", host, POST_BYTES + 1) + bytes(POST_BYTES + 1)


async def wrong_stamp(host: bytes) -> AsyncIterator[bytes]:
    """Requests of the right length whose stamp shows no work."""
    while True:
        yield HEAD % (b"/post", host, POST_BYTES) + b"\1" + bytes(POST_BYTES - 1)


KINDS: dict[str, Sending] = {
    one.__name__: one for one in (silent, half_head, long_head, half_body, unread, wrong_length, wrong_stamp)
}
FLOODS = {"wrong_length", "wrong_stamp", "recorded"}  # who wait for each answer, and read it


def recorded(requests: list[bytes]) -> Sending:
    """Sends these in turn, over and over; all attackers share them."""
    turn = cycle(requests)

    async def send(host: bytes) -> AsyncIterator[bytes]:
        while True:
            body = next(turn)
            yield HEAD % (b"/post", host, len(body)) + body

    return send


@dataclass(frozen=True, slots=True)
class Target:
    """Whom they attack."""

    host: str
    port: int
    tls: ssl.SSLContext | None

    @classmethod
    def of(cls, url: str) -> "Target":
        parts = urlsplit(url)
        tls = ssl.create_default_context() if parts.scheme == "https" else None
        if tls is not None:
            tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        return cls(parts.hostname or "", parts.port or 0, tls)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(
            "127.0.0.1", self.port, ssl=self.tls, server_hostname=self.host if self.tls else None
        )


async def attack(kind: str, target: Target, count: int, sending: Sending) -> Counter[str]:
    """Until standard input ends."""
    seen: Counter[str] = Counter()
    gate = asyncio.Semaphore(AT_ONCE)
    everyone = [asyncio.create_task(_attacker(kind, target, count, sending, gate, seen)) for _ in range(count)]
    await asyncio.to_thread(sys.stdin.buffer.read)
    for one in everyone:
        one.cancel()
    await asyncio.gather(*everyone, return_exceptions=True)
    return seen


async def _attacker(
    kind: str, target: Target, count: int, sending: Sending, gate: asyncio.Semaphore, seen: Counter[str]
) -> None:
    while True:
        with suppress(OSError, EOFError):
            async with gate:
                reader, writer = await target.connect()
            writer.transport.set_write_buffer_limits(high=0)
            seen["connected"] += 1
            if seen["connected"] == count:
                print("all have connected", flush=True)
            try:
                await _pester(kind, sending(target.host.encode()), reader, writer, seen)
            finally:
                writer.transport.abort()
        seen["dropped"] += 1
        await asyncio.sleep(BREATH_SECONDS * random())


async def _pester(
    kind: str,
    sent: AsyncIterator[bytes],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    seen: Counter[str],
) -> None:
    async for octets in sent:
        writer.write(octets)
        await writer.drain()
        if kind in FLOODS:
            await _answer(reader)
            seen["answered"] += 1
    if kind == "unread":
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(UNREAD_SECONDS)
    elif await reader.read():
        seen["answered"] += 1


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.split(b":")[1]))


def main(kind: str, url: str, count: str, file: str = "") -> None:
    """Run one horde."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if file:
        octets = Path(file).read_bytes()
        sending = recorded([octets[at : at + POST_BYTES] for at in range(0, len(octets), POST_BYTES)])
    else:
        sending = KINDS[kind]
    print(dict(asyncio.run(attack(kind, Target.of(url), int(count), sending))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
