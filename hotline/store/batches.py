"""Commands that come together leave together: one round trip and one write to the disk for all of them.

Nothing waits for company: whoever comes alone is sent alone, and only while several batches are on their way does the
next one gather. Batches are small, so that Redis works on some while this process reads what others were answered; in
one large one each would wait for the other to end. And there are several, over a connection each: Redis reads little of
one at a time, and writes to the disk once for all that it has read.

What wakes watchers leaves with the next batch, once for all who would say the same. While two or more are on their way,
none is begun for it alone.
"""

import asyncio
from collections import deque
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

_AT_ONCE = 8
_UNDER_WAY = 4
_UNDER_WAY_FOR_NEWS = 2


class Batches:
    """All commands of one process that may go in company. Those that wait at the same time are done in any order."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: deque[tuple[tuple[Any, ...], asyncio.Future[Any]]] = deque()
        self._news: dict[str, set[bytes]] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def send(self, *command: Any) -> Any:
        """What Redis answers to this command. RedisError when that is an error, or none comes."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, answer))
        self._go()
        return await answer

    def publish(self, channel: str, new: bytes) -> None:
        """Say that this is new, soon. Nobody waits for it, and nobody hears it if this process dies now."""
        self._news.setdefault(channel, set()).add(new)
        self._go()

    def _go(self) -> None:
        if len(self._under_way) < (_UNDER_WAY if self._waiting else _UNDER_WAY_FOR_NEWS):
            self._under_way.add(asyncio.create_task(self._send_all()))

    async def _send_all(self) -> None:
        task = asyncio.current_task()
        try:
            while self._waiting or self._news:
                await self._send_batch()
        finally:
            # At once, not when the loop next looks: a command that came meanwhile would wait for a task that has ended.
            self._under_way -= {task}

    async def _send_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]
        pipeline = self._redis.pipeline(transaction=False)
        for command, _ in batch:
            pipeline.execute_command(*command)
        news, self._news = self._news, {}
        for channel, all_new in news.items():
            pipeline.publish(channel, b"".join(all_new))
        try:
            said = await pipeline.execute(raise_on_error=False)
        except RedisError as failure:
            said = [failure] * len(batch)
        except BaseException:
            for _, answer in batch:  # or they would wait for ever
                answer.cancel()
            raise
        for (_, answer), one in zip(batch, said, strict=False):  # and behind these, how many have heard
            if answer.done():  # whoever asked has gone
                continue
            if isinstance(one, Exception):
                answer.set_exception(type(one)())
            else:
                answer.set_result(one)
