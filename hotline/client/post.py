"""Speaks HTTP with the blind post office, and knows nothing of what it carries. docs/protocol.md, 6 and 7.

A request that may have been lost on the way is sent again with the very same bytes, so that it counts once. A stamp
is of the server's hour, as the last answer told it; one that the server finds too light or too old is minted again,
three times at most.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpx2

from crypto import wire
from crypto.case import VisibleSlot, read_slots
from crypto.conversation import Cell
from crypto.directory import Directory, follows, verify_file
from crypto.errors import ExpiredDirectory, OlderDirectory, ProtocolError
from crypto.hashing import nothing, number, u16, u32
from crypto.sizes import (
    ANSWER,
    ANSWER_HEAD,
    CALLER_VAULT,
    CHUNK_ANSWER,
    CHUNK_PUT,
    CHUNK_PUT_REQUEST,
    CHUNK_TAKE,
    CHUNK_TAKE_REQUEST,
    DONE,
    EXCHANGE,
    FRAME,
    FRAME_ADDRESSES,
    FRAME_BUCKETS,
    FRAME_PREFIX,
    READ,
    READ_ANSWER,
    READ_REQUEST,
    REFUSED,
    REQUEST_PAYLOAD,
    RESPONDER_READ_ANSWER,
    SHELF_ANSWER,
    SHELF_REQUEST,
    SLOTS_REQUEST,
    STAMP,
    TAKEN,
    U16,
    WRITE,
    Address,
    Hour,
)
from crypto.stamp import BITS_AT_MOST
from crypto.wire import Answer
from hotline.client.errors import (
    Busy,
    LinkWrong,
    NoCoordinator,
    NoDirectory,
    NotConnected,
    NotFollowing,
    NotMember,
    Refused,
    ServerTrouble,
)
from hotline.client.rhythm import Rhythm

BACKOFF_SECONDS = (0.1, 0.3, 1.0, 3.0)
STAMPS_AT_MOST = 3
FIRST_BITS = (8, 12)
NO_ADDRESS = "This is no address of a hotline. It looks like https://hotline.example"
SECONDS_OF_AN_HOUR = 3600
UNIX = "unix:"
STALE_SECONDS = 1.1  # a web process may show a directory that was replaced up to a second ago


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange brought: whether the cell that went up stands as sent, or another does, and what came down."""

    sent: bool
    taken: bool
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A vault as it stands."""

    version: int
    lock: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A bucket's cases, those that somebody holds now, and how often they were claimed, and accepted, in all."""

    bucket: int
    cases: int
    held: int
    claims: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One second of `watch`: buckets with something new, and the first two bytes of addresses just written."""

    buckets: frozenset[int]
    prefixes: frozenset[bytes]

    def names(self, address: Address) -> bool:
        """Whether something may have been written at this address."""
        return address[:FRAME_PREFIX] in self.prefixes


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer as a browser has it: headers by their names in small letters, the body decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Post:
    """One server. `carry` alone touches the network. A caller has one of her own, with a rhythm; others do not wait."""

    def __init__(self, url: str, clock: Callable[[], float] = time.time, proxy: str | None = None) -> None:
        if not url.startswith(("http://", "https://", UNIX)):
            raise LinkWrong(NO_ADDRESS)
        uds, tls = url.removeprefix(UNIX) if url.startswith(UNIX) else None, _tls()
        transport = httpx2.AsyncHTTPTransport(tls, uds=uds) if uds else None
        base = "http://localhost" if transport else url
        self._http = httpx2.AsyncClient(
            base_url=base, proxy=proxy, verify=tls, transport=transport, timeout=30, trust_env=False
        )
        self._http.headers.clear()
        self.url = url.rstrip("/")
        self.rhythm: Rhythm | None = None
        self._clock = clock
        self._server_hour = 0
        self._bits = FIRST_BITS

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    def now(self) -> float:
        """Seconds since 1970: the later of the device's clock and the server's hour."""
        return max(self._clock(), self._server_hour * SECONDS_OF_AN_HOUR)

    def hour(self) -> Hour:
        """The hour that is now."""
        return Hour(int(self.now()) // SECONDS_OF_AN_HOUR)

    def learn(self, directory: Directory) -> None:
        """Begin with the stamps that the directory asks for; every answer says what is wanted from then on."""
        self._bits = (directory.policy.bits[0], directory.policy.bits[1])

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """One request, one answer: HTTP status and bytes. NotConnected when none came."""
        headers = {"content-type": "application/octet-stream"} if body else {}
        answer = await self._request(method, path, content=body or None, headers=headers)
        return answer.status_code, answer.content

    async def look(self, path: str) -> Seen:
        """What a browser is given at that path. NotConnected."""
        answer = await self._request("GET", path, headers={"accept-encoding": "gzip"})
        return Seen(answer.status_code, dict(answer.headers), answer.content)

    async def _request(self, method: str, path: str, **more: Any) -> httpx2.Response:
        try:
            return await self._http.request(method, path, **more)
        except httpx2.RequestError:
            raise NotConnected from None
        except httpx2.InvalidURL:
            raise LinkWrong(NO_ADDRESS) from None

    async def _deliver(self, method: str, path: str, body: bytes) -> tuple[int, bytes, bool]:
        """As `carry`, but again and again with the same bytes; the flag says whether an answer may have been lost."""
        lost = False
        for pause in (*BACKOFF_SECONDS, None):
            try:
                status, answer = await self.carry(method, path, body)
                if status < 500 or pause is None or path == "/directory":
                    return status, answer, lost
            except NotConnected:
                if pause is None:
                    raise
            lost = True
            await asyncio.sleep(pause)
        raise NotConnected

    async def _stamped(self, path: str, op: int, body: bytes, size_bytes: int | None) -> tuple[Answer, bool]:
        for _ in range(STAMPS_AT_MOST + 1):
            hour, bits = Hour(self._server_hour) or self.hour(), wire.bits_for(op, *self._bits)
            request = await asyncio.to_thread(wire.stamped, op, body, hour, bits)
            if self.rhythm is not None:
                await self.rhythm.beat()
            status, octets, lost = await self._deliver("POST", path, request)
            answer = _read(status, octets, size_bytes)
            self._bits = (answer.exchange_bits, answer.other_bits)
            self._server_hour = answer.hour
            if answer.status != STAMP:
                return answer, lost
        raise Busy

    async def send(self, op: int, payload: bytes) -> Answer:
        """One operation on the one path. Any status but "stamp" comes back."""
        answer, _ = await self._stamped("/post", op, _filled(payload), ANSWER)
        return answer

    async def exchange(
        self, up: Cell | None = None, down: Sequence[Address] = (), erase: Sequence[Address] = ()
    ) -> Exchanged:
        """At most one cell up, two addresses to read, two to erase, all of one conversation.

        Refused after an answer was lost: the same bytes had been stored, and whoever read them has erased them.
        """
        body = _filled(wire.exchange(up, down, erase))
        answer, lost = await self._stamped("/post", EXCHANGE, body, ANSWER)
        if answer.status == REFUSED:
            if up is None or not lost:
                raise Refused
            return Exchanged(True, False, ())
        cells = [cell for cell in wire.exchanged(answer, down) if cell is not None]
        return Exchanged(up is not None and answer.status == DONE, answer.status == TAKEN, tuple(cells))

    async def read_vault(self, address: Address, size_bytes: int = CALLER_VAULT) -> Sealed | None:
        """The vault as it stands, or None."""
        layout = READ_ANSWER if size_bytes == CALLER_VAULT else RESPONDER_READ_ANSWER
        body = READ_REQUEST.pack(address=address)
        if size_bytes == CALLER_VAULT:
            answer = await self.send(READ, body)
        else:
            answer, _ = await self._stamped("/vault", READ, body, ANSWER_HEAD + layout.size)
        if answer.status != DONE:
            return None
        parts = answer.unpack(layout)
        return Sealed(number(parts["version"]), parts["lock"], parts["ciphertext"])

    async def write_vault(self, payload: bytes, size_bytes: int = CALLER_VAULT) -> bool:
        """Whether this write, made by `crypto.vault`, now stands; False when another did first, or it is refused."""
        if size_bytes == CALLER_VAULT:
            answer = await self.send(WRITE, payload)
        else:
            answer, _ = await self._stamped("/vault", WRITE, payload, ANSWER_HEAD)
        return answer.status == DONE

    async def slots(self, secret: bytes, bucket: int, since: Hour) -> tuple[VisibleSlot, ...]:
        """All slots of a bucket that became visible in this hour or later. NotMember when the secret has changed."""
        body = SLOTS_REQUEST.pack(secret=secret, bucket=u16(bucket), since=u32(since))
        status, octets, _ = await self._deliver("POST", "/slots", body)
        if status == 403:
            raise NotMember
        return read_slots(_ok(status, octets))

    async def shelf(self, secret: bytes, bucket: int) -> Shelf:
        """How much stands in a bucket, and what was done with it. NotMember when the secret has changed."""
        status, octets, _ = await self._deliver("POST", "/shelf", SHELF_REQUEST.pack(secret=secret, bucket=u16(bucket)))
        if status == 403:
            raise NotMember
        try:
            counts = SHELF_ANSWER.unpack(_ok(status, octets))
        except ProtocolError:
            raise ServerTrouble from None
        return Shelf(bucket, **{name: number(count) for name, count in counts.items()})

    async def watch(self, secret: bytes) -> AsyncIterator[Frame]:
        """A frame each second, until the connection ends (NotConnected)."""
        try:
            async with self._http.stream("POST", "/watch", content=secret, timeout=30) as answer:
                if answer.status_code == 403:
                    raise NotMember
                async for octets in answer.aiter_bytes(FRAME):
                    yield _frame(octets)
        except httpx2.TransportError:
            raise NotConnected from None

    async def directory_file(self) -> bytes:
        """The signed file as the server shows it. NoDirectory while none is published."""
        status, octets, _ = await self._deliver("GET", "/directory", b"")
        if status == 503:
            raise NoDirectory
        return _ok(status, octets)

    async def publish(self, file: bytes) -> None:
        """Replace the directory. NotFollowing when it does not follow the one that stands; NoCoordinator."""
        status, octets, _ = await self._deliver("POST", "/directory", file)
        if status == 403:
            raise NoCoordinator
        if status == 409:
            raise NotFollowing
        _ok(status, octets)

    async def put_chunk(self, chunk: Cell) -> bool:
        """Whether this chunk stands at its address."""
        body = CHUNK_PUT_REQUEST.pack(address=chunk.address, lock=chunk.lock, chunk=chunk.ciphertext)
        answer, _ = await self._stamped("/chunk", CHUNK_PUT, body, ANSWER_HEAD + CHUNK_ANSWER.size)
        return answer.status == DONE

    async def take_chunk(self, address: Address) -> Cell | None:
        """The chunk at an address, or None."""
        body = CHUNK_TAKE_REQUEST.pack(address=address).ljust(CHUNK_PUT_REQUEST.size, b"\0")
        answer, _ = await self._stamped("/chunk", CHUNK_TAKE, body, ANSWER_HEAD + CHUNK_ANSWER.size)
        parts = answer.unpack(CHUNK_ANSWER)
        if answer.status != DONE or nothing(parts["found"]):
            return None
        return Cell(address, parts["lock"], parts["chunk"])


@cache
def _tls() -> ssl.SSLContext:
    """The authorities that this device trusts. Reading them takes a tenth of a second, so every post shares them."""
    return httpx2.create_ssl_context(trust_env=False)


def _filled(payload: bytes) -> bytes:
    return payload.ljust(REQUEST_PAYLOAD, b"\0")


async def fetch_directory(post: Post, root_pk: bytes, known: tuple[int, bytes] | None = None) -> Directory:
    """The directory, verified under this root; `known` is version and hash of one already seen. DirectoryError."""
    return (await fetch_file(post, root_pk, known))[1]


async def fetch_file(post: Post, root_pk: bytes, known: tuple[int, bytes] | None = None) -> tuple[bytes, Directory]:
    """As `fetch_directory`, with the file itself. A server may be a second behind: an older one is asked for twice."""
    for last in (False, True):
        file = await post.directory_file()
        directory = await _verified(post, file, root_pk)
        try:
            if known is not None:
                follows(directory, *known)
            break
        except OlderDirectory:
            if last:
                raise
            await asyncio.sleep(STALE_SECONDS)
    post.learn(directory)
    return file, directory


async def _verified(post: Post, file: bytes, root_pk: bytes) -> Directory:
    """Verified at this hour. A device whose clock is behind learns the server's hour first."""
    try:
        return verify_file(file, root_pk, post.hour())
    except ExpiredDirectory:
        await post.exchange()
        return verify_file(file, root_pk, post.hour())


def _read(status: int, octets: bytes, size_bytes: int | None) -> Answer:
    try:
        answer = wire.read_answer(_ok(status, octets), len(octets) if size_bytes is None else size_bytes)
    except ProtocolError:
        raise ServerTrouble from None
    if max(answer.exchange_bits, answer.other_bits) > BITS_AT_MOST:  # once taken for true, nothing could leave any more
        raise ServerTrouble
    return answer


def _ok(status: int, octets: bytes) -> bytes:
    if not 200 <= status < 300:
        raise ServerTrouble
    return octets


def _frame(octets: bytes) -> Frame:
    split = FRAME_BUCKETS * U16
    buckets = {number(octets[at : at + U16]) for at in range(0, split, U16)} - {0}
    size = split + FRAME_ADDRESSES * FRAME_PREFIX
    return Frame(
        frozenset(buckets), frozenset(octets[at : at + FRAME_PREFIX] for at in range(split, size, FRAME_PREFIX))
    )
