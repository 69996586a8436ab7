"""The same question, asked by many at the same moment, is answered once for all of them.

When a bucket has something new, every watcher reads it within the same second. Nobody is given what was read before
she asked: who comes while a read is on its way shares the next one. Nothing is kept beyond the answers.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Questions by their key; at most one of each is on its way, and at most one waits to be asked next."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[T]] = {}
        self._next: dict[Hashable, asyncio.Task[T]] = {}

    async def ask(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        """What a read that begins from now on says; `read` may be another's who asks the same."""
        task = self._next.get(key)
        if task is None:
            task = self._next[key] = asyncio.create_task(self._read(key, read))
        return await asyncio.shield(task)  # one who leaves does not take the answer from the others

    async def _read(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
        if key in self._running:
            await asyncio.wait([self._running[key]])
        task = self._running[key] = self._next.pop(key)
        try:
            return await read()
        finally:
            if self._running.get(key) is task:
                del self._running[key]
