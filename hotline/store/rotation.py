"""Changing the wrapping key, so that what was erased is final. docs/protocol.md, 7.

    1  draw a key into the free block, and read it back
    2  set `gen` to it: from here on scripts store no lock under another
    3  wrap every older record again, only if it still has the bytes that were read, until a whole scan finds none
    4  overwrite the old block

Both keys stand until nothing needs the old one, so a crash at any step is resumed by beginning again.
"""

import asyncio
from collections.abc import Iterator

from redis.exceptions import RedisError

from crypto.hashing import u64
from hotline.store import holds
from hotline.store.connection import Store, StoreUnavailable, parts
from hotline.store.locks import KeyFileError, RotationRunning

_BATCH = 500
_TURN_SECONDS = 0.1
_TURN_TRIES = 600


async def start(store: Store, now: float) -> None:
    """Make the key file if there is none, and rotate: a start always does, before anything is served.

    KeyFileError when locks stand but the file is new: they can never be opened again.
    """
    try:
        with store.key_file.rotating():
            newest = store.key_file.prepare()
            known = await store.generation()
            if not known:
                await store.set_generation(newest, now)
            elif known not in store.key_file.standing():
                raise KeyFileError("the wrapping key that Redis names is gone; what stands cannot be opened")
            await _change(store, now)
    except RedisError:
        raise StoreUnavailable("Redis did not answer") from None


async def start_with_others(store: Store, now: float) -> None:
    """`start`, waiting for its turn while another process starts or rotates."""
    for _ in range(_TURN_TRIES):
        try:
            return await start(store, now)
        except RotationRunning:
            await asyncio.sleep(_TURN_SECONDS)
    raise StoreUnavailable("another process has been rotating for too long")


async def shred(store: Store, now: float) -> bool:
    """Rotate if anything was erased since the last rotation; whether it did. A job.

    First Redis's scripts are made to forget what they were given, whether or not anything was erased.
    """
    await store.run("forget", now)
    try:
        seen = await store.redis.get(holds.SHRED.key())
        if seen is None:
            return False
        await rotate(store, now)
    except RotationRunning:
        return False  # the flag stands, and the next job rotates again
    except RedisError:
        raise StoreUnavailable("Redis did not answer") from None
    await store.run("settle", now, holds.SHRED.key(), seen)
    return True


async def rotate(store: Store, now: float) -> None:
    """Replace the wrapping key. RotationRunning when another process does so now."""
    with store.key_file.rotating():
        await _change(store, now)


async def _change(store: Store, now: float) -> None:
    present = await store.generation()
    standing = store.key_file.standing()
    if max(standing) == present:
        if len(standing) > 1:
            await _finish(store, present, now)  # one that was cut off after step 2
        store.key_file.draw(present + 1)
    target = max(store.key_file.standing())
    await store.set_generation(target, now)
    await _finish(store, target, now)


async def _finish(store: Store, target: int, now: float) -> None:
    while not await _none_is_older(store, target, now):
        pass
    store.key_file.overwrite_all_but(target)


async def _none_is_older(store: Store, target: int, now: float) -> bool:
    """Wrap anew what is older; whether there was none. A scan during which Redis was started again says nothing.

    It goes through what it keeps in another order after each start, and what comes late then may have been passed over.
    """
    before = await _run_of_redis(store)
    found = await _wrap_older(store, target, now)
    return not found and before == await _run_of_redis(store)


async def _run_of_redis(store: Store) -> str:
    return str((await store.redis.info("server"))["run_id"])


async def _wrap_older(store: Store, target: int, now: float) -> int:
    """Wrap anew every record that is not of the target generation; how many were found."""
    found, cursor = 0, b"0"
    while True:
        cursor, older = await _older(store, target, cursor, now)
        found += len(older)
        if older:
            # A damaged one becomes empty, so that others still become final.
            fresh = store.key_file.wrap_again(target, older)
            await store.run("rewrap", now, *_replacements(older, fresh))
        if cursor == b"0":
            return found


async def _older(store: Store, target: int, cursor: bytes, now: float) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """From where to go on; and of the next, what has a record of another generation, if any has, with that record.

    A member of `ends` is what the record of its lock is bound to.
    """
    go_on, *said = parts(await store.run("older", now, u64(target), cursor, _BATCH))
    return go_on, list(zip(said[::2], said[1::2], strict=True))


def _replacements(older: list[tuple[bytes, bytes]], fresh: list[bytes]) -> Iterator[bytes]:
    """Member of `ends`, old and new record of each."""
    for (member, record), new in zip(older, fresh, strict=True):
        yield from (member, record, new)
