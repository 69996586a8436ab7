"""Fills a store with as many cases or cells as a curve wants: past the doors, but as the store itself keeps them."""

from collections.abc import Iterator
from itertools import islice
from secrets import token_bytes

from redis.asyncio import Redis

from crypto.hashing import u8, u16
from crypto.sizes import ADDRESS, BODY, CARD, CELL, ID, KEY, SHEET, SLOT, TIERS, U16
from hotline.store import holds, locks
from hotline.store.cases import CASE_KIND
from hotline.store.cells import CELL_KIND
from hotline.store.connection import Store, hour_of

BATCH = 500
CUT = 64  # bytes of a value, where whole ones would not fit the machine
LIFE_HOURS = 24
PATIENCE_SECONDS = 600


async def add_cells(store: Store, count: int, now: float, size_bytes: int = CELL) -> None:
    """Cells at addresses that nobody knows."""
    await _write(store, (_cell(store, now, size_bytes) for _ in range(count)))


async def add_cases(store: Store, count: int, bucket: int, visible: int, now: float) -> None:
    """Cases with all their slots in one bucket, visible since that hour."""
    await _write(store, (_case(store, bucket, visible, now) for _ in range(count)))


# ARGV, for each object: key, how many names and values, how many places, all of these.
_STORE = """
local at = 1
while at < #ARGV do
  local fields, places = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  redis.call('HSET', ARGV[at], unpack(ARGV, at + 3, at + 2 + fields))
  at = at + 3 + fields
  for _ = 1, places do
    redis.call('ZADD', ARGV[at], ARGV[at + 1], ARGV[at + 2])
    at = at + 3
  end
end
"""

Fields = dict[str, bytes | int]
Place = tuple[bytes, int, bytes]  # shelf, hour, member
Object = tuple[bytes, Fields, list[Place]]


def _cell(store: Store, now: float, size_bytes: int) -> Object:
    address = token_bytes(ADDRESS)
    record = store.key_file.wrap_newest(locks.name(CELL_KIND, address), token_bytes(KEY))
    fields: Fields = {"lock": record, "content": token_bytes(size_bytes)}
    return holds.CELL.key(address), fields, [_end(CELL_KIND, address, now)]


def _case(store: Store, bucket: int, visible: int, now: float) -> Object:
    name = token_bytes(ID)
    record = store.key_file.wrap_newest(locks.name(CASE_KIND, name), token_bytes(KEY))
    sizes = {"card": CARD, "sheet": SHEET, "body": BODY}
    slots = b"".join(u16(bucket) + token_bytes(SLOT - U16) for _ in range(TIERS))
    fields: Fields = {
        "lock": record,
        "close": token_bytes(KEY),
        "release": 0,
        "opened": hour_of(now),
        "slots": slots,
        **{field: token_bytes(size) for field, size in sizes.items()},
        "claims": 0,
        "terms": 0,
    }
    places = [(holds.BUCKET.key(u16(bucket)), visible, name + u8(tier)) for tier in range(TIERS)]
    return holds.CASE.key(name), fields, [_end(CASE_KIND, name, now), *places]


def _end(kind: int, identity: bytes, now: float) -> Place:
    return holds.ENDS.key(), hour_of(now) + LIFE_HOURS, u8(kind) + identity


async def _write(store: Store, objects: Iterator[Object]) -> None:
    """Over a connection of its own, which is patient while Redis writes gigabytes."""
    socket = store.redis.connection_pool.connection_kwargs["path"]
    async with Redis(unix_socket_path=socket, socket_timeout=PATIENCE_SECONDS) as redis:
        store_all = redis.register_script(_STORE)
        while batch := list(islice(objects, BATCH)):
            await store_all(args=[part for one in batch for part in _parts(one)])


def _parts(one: Object) -> Iterator[bytes | int | str]:
    key, fields, places = one
    yield from (key, 2 * len(fields), len(places))
    for name_and_value in fields.items():
        yield from name_and_value
    for place in places:
        yield from place
