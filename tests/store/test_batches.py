"""Commands in company are each answered as if they had come alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as TookTooLong

from hotline.store import batches
from hotline.store.batches import Batches

pytestmark = pytest.mark.anyio


@pytest.fixture
async def redis(clean_redis: Path) -> AsyncIterator[Redis]:
    async with Redis(unix_socket_path=str(clean_redis)) as connected:
        yield connected


async def test_each_of_many_gets_its_own_answer(redis: Redis) -> None:
    several = Batches(redis)
    assert await asyncio.gather(*(several.send("ECHO", str(number)) for number in range(200))) == [
        str(number).encode() for number in range(200)
    ]


async def test_who_asks_again_at_once_is_answered_again(redis: Redis) -> None:
    several = Batches(redis)

    async def one_after_another(word: str) -> list[bytes]:
        return [await several.send("ECHO", word) for _ in range(100)]

    async with asyncio.timeout(60):
        said = await asyncio.gather(*map(one_after_another, "abcdef"))
    assert said == [100 * [word.encode()] for word in "abcdef"]


async def test_one_that_fails_fails_alone(redis: Redis) -> None:
    several = Batches(redis)
    tasks = [asyncio.create_task(several.send(*command)) for command in (("ECHO", "a"), ("GET",), ("ECHO", "b"))]
    with pytest.raises(ResponseError):
        await tasks[1]
    assert (await tasks[0], await tasks[2]) == (b"a", b"b")


async def test_one_who_has_gone_keeps_nobody_from_an_answer(redis: Redis) -> None:
    several = Batches(redis)
    gone, waiting = (asyncio.create_task(several.send("ECHO", word)) for word in ("gone", "waiting"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await waiting == b"waiting"


async def test_what_is_new_is_told_once_for_all_who_come_together(redis: Redis) -> None:
    several, told = Batches(redis), []
    async with redis.pubsub() as subscription:
        await subscription.subscribe("news")
        for n in range(60):
            several.publish("news", b"%02d" % (n % 3))
        while (message := await subscription.get_message(timeout=1)) is not None:
            told += [message["data"]] if message["type"] == "message" else []
    assert len(told) <= 3, told
    assert {data[at : at + 2] for data in told for at in range(0, len(data), 2)} == {b"00", b"01", b"02"}


async def test_a_slow_answer_keeps_neither_who_comes_later_nor_what_is_new(redis: Redis) -> None:
    several = Batches(redis)
    async with redis.pubsub() as subscription, asyncio.timeout(10):
        await subscription.subscribe("news")
        slow = asyncio.create_task(several.send("BLPOP", "nothing", 20))
        await asyncio.sleep(0.05)
        several.publish("news", b"new")
        assert await several.send("ECHO", "quick") == b"quick"
        while (message := await subscription.get_message(timeout=1)) is None or message["type"] != "message":
            pass
        assert message["data"] == b"new"
        assert not slow.done()
        slow.cancel()


async def test_nobody_waits_behind_those_whom_redis_does_not_answer(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_SECONDS", 0.3)
    stalled = Batches(redis)
    async with asyncio.timeout(5):
        waiting = [stalled.send("BLPOP", f"nothing{n}", 20) for n in range(1000)]
        told = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(one) for one in told} == {TookTooLong}
    assert await stalled.send("ECHO", "again") == b"again"


async def test_without_redis_everybody_is_told(tmp_path: Path) -> None:
    async with Redis(unix_socket_path=str(tmp_path / "nobody")) as nobody:
        several = Batches(nobody)
        told = await asyncio.gather(*(several.send("PING") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [NotConnected] * 3
