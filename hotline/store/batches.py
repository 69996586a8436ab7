"""Commands that come together leave together: one round trip and one write to the disk for all of them.

Nothing waits for company: whoever comes alone is sent alone, and only while several batches are on their way does the
next one gather. Batches are small, so that Redis works on some while this process reads what others were answered; in
one large one each would wait for the other to end. And there are several, over a connection each: Redis reads little of
one at a time, and writes to the disk once for all that it has read.

A batch is sent and read here rather than by a pipeline of redis-py, which sets a clock for every single answer: for
small ones that takes longer than reading them.

What wakes watchers leaves with the next batch, once for all who would say the same. While two or more are on their way,
none is begun for it alone.
"""

import asyncio
import math
from collections import deque
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as TookTooLong

_AT_ONCE = 8
_UNDER_WAY = 4
_UNDER_WAY_FOR_NEWS = 2
_SECONDS = 10  # for a batch, a start of Redis meanwhile included


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
        commands = [command for command, _ in batch]
        news, self._news = self._news, {}
        commands += [("PUBLISH", channel, b"".join(all_new)) for channel, all_new in news.items()]
        try:
            said = await self._ask(commands)
        except RedisError as failure:
            if isinstance(failure, TookTooLong):
                # Who waits behind this batch has waited as long, and would wait for as many more as stand before him.
                batch += self._waiting
                self._waiting.clear()
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

    async def _ask(self, commands: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What Redis answers to each. RedisError when it does not, after trying again as its connection is told to."""
        pool = self._redis.connection_pool
        connection: Any = await pool.get_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(_SECONDS):
                said: list[Any] = await connection.retry.call_with_retry(
                    lambda: _exchange(connection, commands), lambda _failure: connection.disconnect()
                )
                return said
        except TimeoutError:
            raise TookTooLong("Redis took too long") from None
        finally:
            await pool.release(connection)


async def _exchange(connection: Any, commands: Sequence[tuple[Any, ...]]) -> list[Any]:
    said: list[Any] = []
    try:
        await connection.send_packed_command(connection.pack_commands(commands))
        for _ in commands:
            try:
                said.append(await connection.read_response(timeout=math.inf))
            except ResponseError as failure:
                said.append(failure)
    except BaseException:
        await connection.disconnect(nowait=True)  # what was not read must not be taken for another's answer
        raise
    return said
