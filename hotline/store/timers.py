"""Timers: tiers that become visible and leases that end. Both hold as data; these jobs only forget and wake."""

from hotline.store.connection import Store


async def wake(store: Store, now: float) -> int:
    """Forget the minutes of tiers that have come due, and wake the watchers of their buckets; how many. A job."""
    return int(await store.run("wake", now))


async def release(store: Store, now: float) -> int:
    """Forget the minutes of leases that have ended, and wake the watchers of their buckets; how many. A job."""
    return int(await store.run("release", now))
