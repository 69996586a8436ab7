"""The jobs: each is one call of the store, and raises a bare code when it fails, so that nothing is quoted in a log.

shred     replace the wrapping key if anything was erased: locks that are gone are gone for good
rewrite   have Redis write its files anew if anything was erased
wake      forget the minutes of tiers that have come due; wake the watchers of their buckets
release   forget the minutes of leases that have ended; wake the watchers of their buckets
expire    erase what has come to its end
tidy      have Redis write its files anew: their order shows what was written together
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from hotline.settings import Settings
from hotline.store import erasure, rotation, timers
from hotline.store.connection import Store


class JobFailed(Exception):
    """A job did not end well; the next one tries again."""


def shred() -> None:
    """See the module's text."""
    _run(rotation.shred)


def rewrite() -> None:
    """See the module's text."""
    _run(erasure.rewrite)


def wake() -> None:
    """See the module's text."""
    _run(timers.wake)


def release() -> None:
    """See the module's text."""
    _run(timers.release)


def expire() -> None:
    """See the module's text."""
    _run(erasure.expire)


def blur() -> None:
    """See the module's text."""
    _run(timers.blur)


def tidy() -> None:
    """See the module's text."""
    _run(lambda store, now: erasure.rewrite(store, now, always=True))


def _run(call: Callable[[Store, float], Awaitable[object]]) -> None:
    try:
        asyncio.run(_with_store(call))
    except Exception as failure:
        raise JobFailed(type(failure).__name__) from None


async def _with_store(call: Callable[[Store, float], Awaitable[object]]) -> None:
    settings = Settings.from_environment()
    store = Store.connect(settings.redis_socket, settings.keys)
    try:
        await call(store, time.time())
    finally:
        await store.aclose()
