"""Commands that come together leave together: one round trip and one write to the disk for all of them.

While one batch is on its way the next one gathers, so nothing waits for company: whoever comes alone is sent alone.
"""

import asyncio
from collections import deque
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

_AT_ONCE = 64


class Batches:
    """All commands of one process that may go in company, in the order in which they came."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: deque[tuple[tuple[Any, ...], asyncio.Future[Any]]] = deque()
        self._sending: asyncio.Task[None] | None = None

    async def send(self, *command: Any) -> Any:
        """What Redis answers to this command. RedisError when that is an error, or none comes."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())
        return await answer

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                await self._send_batch()
        finally:
            self._sending = None

    async def _send_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]
        pipeline = self._redis.pipeline(transaction=False)
        for command, _ in batch:
            pipeline.execute_command(*command)
        try:
            said = await pipeline.execute(raise_on_error=False)
        except RedisError as failure:
            said = [failure] * len(batch)
        for (_, answer), one in zip(batch, said, strict=True):
            if answer.done():  # whoever asked has gone
                continue
            if isinstance(one, Exception):
                answer.set_exception(type(one)())
            else:
                answer.set_result(one)
