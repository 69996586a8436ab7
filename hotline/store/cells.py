"""Cells and chunks: written once, read by who knows the address, erased by either end. docs/protocol.md, 6."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto.directory import Policy
from crypto.hashing import digest
from crypto.sizes import ADDRESS, DONE, FRAME_PREFIX, REFUSED, TAKEN
from hotline.store import holds
from hotline.store.connection import WAKE_CELLS, Store, backstop, hour_of, parts

CELL_KIND = 1
CHUNK_KIND = 3
_STATUS = {b"new": DONE, b"done": DONE, b"taken": TAKEN, b"refused": REFUSED}


@dataclass(frozen=True, slots=True)
class Found:
    """A cell or chunk that stands, with its lock."""

    lock: bytes = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The status of what went up, and what stood at the addresses asked for."""

    status: int
    down: tuple[Found | None, ...] = field(repr=False)


def split(addresses: bytes) -> list[bytes]:
    """Addresses of 32 bytes, joined as requests carry them."""
    return [addresses[at : at + ADDRESS] for at in range(0, len(addresses), ADDRESS)]


def spent_address(address: bytes) -> bytes:
    """What is remembered of an erased cell or chunk for two hours: a hash, so that it does not come back."""
    return digest(b"address" + address)


async def exchange(store: Store, asked: Mapping[str, bytes], stamp: bytes, policy: Policy, now: float) -> Exchanged:
    """One cell up, two down, two erased, in one step. `asked` has the fields of EXCHANGE_REQUEST."""
    up, erase = asked["up"], asked["erase"]
    ends = hour_of(now) + policy.cell_hours
    said = await store.keep(
        "exchange",
        now,
        CELL_KIND,
        up,
        asked["lock"],
        asked["cell"],
        stamp,
        spent_address(up),
        asked["down"],
        erase,
        b"".join(map(spent_address, split(erase))),
        cell_ends=ends,
        backstop=backstop(ends),
    )
    status, *stood = parts(said)
    if status == b"new":
        store.wake(WAKE_CELLS, up[:FRAME_PREFIX])
    records = [(address, record or None) for address, record in zip(split(asked["down"]), stood[::2], strict=True)]
    locks = await store.unwrap_all(CELL_KIND, records)
    found = (None if lock is None else Found(lock, cell) for lock, cell in zip(locks, stood[1::2], strict=True))
    return Exchanged(_STATUS[status], tuple(found))


async def put_chunk(store: Store, asked: Mapping[str, bytes], stamp: bytes, policy: Policy, now: float) -> int:
    """Store a piece of an attachment; its status. `asked` has the fields of CHUNK_PUT_REQUEST."""
    address = asked["address"]
    ends = hour_of(now) + policy.cell_hours
    status = await store.keep(
        "put_chunk",
        now,
        CHUNK_KIND,
        address,
        asked["lock"],
        asked["chunk"],
        stamp,
        spent_address(address),
        cell_ends=ends,
        backstop=backstop(ends),
    )
    return _STATUS[status]


async def take_chunk(store: Store, address: bytes) -> Found | None:
    """The piece at an address, if one stands."""
    record, content = await store.fields(holds.CHUNK.key(address), "lock", "content")
    lock = await store.unwrap(CHUNK_KIND, address, record)
    return None if lock is None else Found(lock, content or b"")
