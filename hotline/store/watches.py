"""Wake-ups: what has something new, for responders who watch. docs/protocol.md, 6.

Every second all watchers get the same frame: 8 bucket numbers with something new (u16, 0 for none), and the first two
bytes of 64 addresses just written, random where there are fewer. What does not fit waits for the next frame.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from secrets import token_bytes

from redis.exceptions import RedisError

from crypto.sizes import FRAME_ADDRESSES, FRAME_BUCKETS, FRAME_PREFIX, U16
from hotline.store.connection import WAKE_BUCKETS, WAKE_CELLS, Store

BEAT_SECONDS = 1.0
WATCHERS_AT_MOST = 10_240
_WAITING_AT_MOST = 65536
_NEW = U16  # bytes of a bucket's number, and of an address


class Watch:
    """One subscription of this process, and the frame that all its watchers are given at each beat."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._buckets: dict[bytes, None] = {}
        self._prefixes: dict[bytes, None] = {}
        self._watchers: dict[object, None] = {}
        self._next: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]

    async def frame(self) -> bytes:
        """The next frame, within a second."""
        return await asyncio.shield(self._next)

    async def frames(self) -> AsyncIterator[bytes]:
        """A frame each second. It ends when there are too many watchers, for the one that has been there longest."""
        watcher = object()
        self._watchers[watcher] = None
        if len(self._watchers) > WATCHERS_AT_MOST:
            del self._watchers[next(iter(self._watchers))]
        try:
            while watcher in self._watchers:
                yield await self.frame()
        finally:
            self._watchers.pop(watcher, None)

    async def aclose(self) -> None:
        """End the subscription and the beat."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._next.cancel()

    async def _listen(self) -> None:
        while True:
            with suppress(RedisError, OSError):
                async with self._store.redis.pubsub() as subscription:
                    await subscription.subscribe(WAKE_BUCKETS, WAKE_CELLS)
                    async for message in subscription.listen():
                        self._note(message)
            await asyncio.sleep(BEAT_SECONDS)

    def _note(self, message: dict[str, object]) -> None:
        data, channel = message["data"], message["channel"]
        if message["type"] == "message" and isinstance(data, bytes):
            waiting = self._buckets if channel == WAKE_BUCKETS.encode() else self._prefixes
            for at in range(0, len(data), _NEW):
                if len(waiting) < _WAITING_AT_MOST:
                    waiting[data[at : at + _NEW]] = None

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            done, self._next = self._next, asyncio.get_running_loop().create_future()
            done.set_result(self._frame())

    def _frame(self) -> bytes:
        buckets = _taken(self._buckets, FRAME_BUCKETS)
        prefixes = _taken(self._prefixes, FRAME_ADDRESSES)
        return (
            b"".join(buckets).ljust(FRAME_BUCKETS * U16, b"\0")
            + b"".join(prefixes)
            + token_bytes(FRAME_PREFIX * (FRAME_ADDRESSES - len(prefixes)))
        )


def _taken(waiting: dict[bytes, None], count: int) -> list[bytes]:
    """Remove and give the first few."""
    first = list(waiting)[:count]
    for one in first:
        del waiting[one]
    return first
