"""Buckets: the shelves of slots that members read. docs/protocol.md, 5."""

from collections.abc import Mapping

from redis.exceptions import RedisError

from crypto import hashing
from crypto.hashing import digest, number, u8, u32
from crypto.sizes import ID, SHELF_ANSWER, SLOT, TIERS, U16, VISIBLE_SLOT
from hotline.store import holds
from hotline.store.cases import CASE_KIND
from hotline.store.connection import Store, StoreUnavailable

_BATCH = 200
_FIELDS = ("lock", "opened", "slots", "card")


async def is_member(store: Store, secret: bytes) -> bool:
    """Whether this is the secret that all responders share."""
    return bool(await store.ask("SISMEMBER", holds.MEMBERS.key(), digest(secret)) == 1)


async def shelf(store: Store, asked: Mapping[str, bytes], now: float) -> bytes | None:
    """How much stands in a bucket and what was done with it, as SHELF_ANSWER. None for no member.

    `asked` has the fields of SHELF_REQUEST.
    """
    counts = await store.run("shelf", now, asked["bucket"], digest(asked["secret"]))
    if counts is None:
        return None
    return SHELF_ANSWER.pack(**dict(zip(SHELF_ANSWER.fields, map(u32, counts), strict=True)))


async def visible(store: Store, asked: Mapping[str, bytes], now: float) -> bytes | None:
    """All slots of a bucket that became visible since an hour and that nobody holds, joined. None for no member.

    `asked` has the fields of SLOTS_REQUEST; each slot has VISIBLE_SLOT.size bytes.
    """
    found = await store.run("visible", now, asked["bucket"], number(asked["since"]), digest(asked["secret"]))
    if found is None:
        return None
    entries = [(int(hour), tier) for hour, tier in zip(found[::2], found[1::2], strict=True)]
    parts = [await _slots(store, entries[at : at + _BATCH]) for at in range(0, len(entries), _BATCH)]
    return b"".join(parts)


async def _slots(store: Store, entries: list[tuple[int, bytes]]) -> bytes:
    pipeline = store.redis.pipeline(transaction=False)
    for _, tier in entries:
        pipeline.hmget(holds.CASE.key(tier[:ID]), list(_FIELDS))
    try:
        cases = await pipeline.execute()
    except RedisError:
        raise StoreUnavailable("Redis did not answer") from None
    records = [(tier[:ID], case[0]) for (_, tier), case in zip(entries, cases, strict=True)]
    locks = await store.unwrap_all(CASE_KIND, records)
    return b"".join(
        _slot(hour, tier, lock, case)
        for (hour, tier), lock, case in zip(entries, locks, cases, strict=True)
        if lock is not None  # of a case that was erased between two steps
    )


def _slot(hour: int, tier: bytes, lock: bytes, case: list[bytes]) -> bytes:
    """One visible slot; nothing for a tier that there is not."""
    case_id, t = tier[:ID], tier[ID]
    _, opened, slots, card = case
    if t >= TIERS:
        return b""
    return VISIBLE_SLOT.pack(
        visible=u32(hour),
        opened=u32(int(opened)),
        tier=u8(t),
        case_id=case_id,
        seal=slots[t * SLOT + U16 : (t + 1) * SLOT],
        card_lock=hashing.card_lock(lock),
        card=card,
    )
