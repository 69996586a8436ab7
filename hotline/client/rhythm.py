"""A caller's beats: one request at each, so that what she does cannot be told from when. docs/protocol.md, 6."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from crypto.directory import Policy


class Rhythm:
    """Beats at fixed distances from the first: short ones at the beginning, then longer."""

    def __init__(self, policy: Policy, clock: Callable[[], float] = time.monotonic) -> None:
        self._fast_seconds, self._slow_seconds = policy.beat_seconds[0], policy.beat_seconds[1]
        self._slow_after_seconds = policy.beat_slow_after_seconds
        self._clock = clock
        self._first = self._next = clock()

    async def beat(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Return at the next beat. A beat that has passed unused is gone: the rhythm never hurries to catch up."""
        now = self._clock()
        while self._next < now:
            self._next = self._after(self._next)
        at, self._next = self._next, self._after(self._next)
        await sleep(at - now)

    def _after(self, beat: float) -> float:
        slow = beat - self._first >= self._slow_after_seconds
        return beat + (self._slow_seconds if slow else self._fast_seconds)
