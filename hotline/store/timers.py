"""Timers: tiers that become visible and leases that end. Both hold as data; these jobs only forget and wake.

Redis itself remembers, in memory, the second in which each key was last used. So there is a job that uses them all.
"""

from redis.exceptions import RedisError

from hotline.store.connection import Store, StoreUnavailable

_BATCH = 1000


async def wake(store: Store, now: float) -> int:
    """Forget the minutes of tiers that have come due, and wake the watchers of their buckets; how many. A job."""
    return int(await store.run("wake", now))


async def release(store: Store, now: float) -> int:
    """Forget the minutes of leases that have ended, and wake the watchers of their buckets; how many. A job."""
    return int(await store.run("release", now))


async def blur(store: Store, _now: float) -> int:
    """Use every key, so that Redis's own clock of last use says the same of all; how many. A job."""
    total, batch = 0, list[bytes]()
    try:
        async for key in store.redis.scan_iter(count=_BATCH):
            batch.append(key)
            if len(batch) == _BATCH:
                total += await store.redis.touch(*batch)
                batch.clear()
        return total + (int(await store.redis.touch(*batch)) if batch else 0)
    except RedisError:
        raise StoreUnavailable("Redis did not answer") from None
