"""Nothing that is kept gives the minute of a past write: no key, expiry, score, value, file, file's time or counter."""

import asyncio
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest
from redis import Redis

from crypto.directory import verify_file
from crypto.sizes import EXCHANGE_REQUEST
from hotline.stack.blur import HOUR_NANOSECONDS, blur_times
from hotline.stack.supervise import Stack
from hotline.store import cells, directories, holds, timers
from hotline.store.connection import Store
from tests.conftest import StartStack
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.stack.waiting import eventually
from tests.store.conftest import MINUTE, NOW, Desk
from tests.store.test_holds import one_of_everything

DIGITS = re.compile(rb"\d{7,20}")
ISO = re.compile(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d")
NEAR_SECONDS = 3600.0
TIMERS = {holds.DUE.name, holds.LEASES.name}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def _times(octets: bytes, now: float) -> Iterator[str]:
    """What in these bytes is a time near `now`, finer than an hour: as digits of any unit, in binary, or as a date."""
    for digits in DIGITS.findall(octets):
        for unit, name in ((1, "seconds"), (60, "minutes"), (1e-3, "milliseconds"), (1e-6, "microseconds")):
            if abs(int(digits) * unit - now) < NEAR_SECONDS and int(digits) * unit % 3600:
                yield name
    for written in (int(now), int(now) // 60):
        for near in range(written - 2, written + 3):
            if near % 3600 and any(near.to_bytes(4, order) in octets for order in ("big", "little")):
                yield "binary"
    if ISO.search(octets):
        yield "date"


async def _values(redis: Any, key: bytes) -> list[bytes]:
    kind = await redis.type(key)
    if kind == b"hash":
        return [part for pair in (await redis.hgetall(key)).items() for part in pair]
    if kind == b"set":
        return list(await redis.smembers(key))
    if kind == b"zset":
        scored = await redis.zrange(key, 0, -1, withscores=True)
        return [part for member, score in scored for part in (member, b"%d" % score)]
    assert kind == b"string", f"{key!r} is of a kind that dates its entries"
    return [await redis.get(key)]


def test_times_are_seen_where_there_are_some() -> None:
    assert set(_times(b"%d" % int(NOW), NOW)) == {"seconds"}
    assert set(_times(b"%d" % (NOW * 1000), NOW)) == {"milliseconds"}
    assert set(_times(b"%d" % (NOW // 60), NOW)) == {"minutes"}
    assert set(_times(int(NOW).to_bytes(4, "little"), NOW)) == {"binary"}
    assert set(_times(b"2027-01-15T08:07:20Z", NOW)) == {"date"}
    assert not set(_times(b"%d" % (NOW // 3600), NOW))


@pytest.mark.anyio
async def test_no_key_value_score_or_expiry_gives_a_minute_but_of_a_running_timer(desk: Desk) -> None:
    await one_of_everything(desk)
    redis = desk.store.redis
    async for key in redis.scan_iter():
        hold = holds.hold_of(key)
        assert hold is not None
        assert await redis.pexpiretime(key) % 3_600_000 == 0, key
        assert not set(_times(key, NOW)), key
        for value in await _values(redis, key):
            if hold.name not in TIMERS:
                assert not set(_times(value, NOW)), key
    for hold in (holds.DUE, holds.LEASES):
        scores: list[Any] = [entry[1] for entry in await redis.zrange(hold.key(), 0, -1, withscores=True)]
        assert scores
        assert all(score > NOW // MINUTE for score in scores)


@pytest.mark.anyio
async def test_minutes_of_timers_are_gone_once_they_have_passed(desk: Desk) -> None:
    await one_of_everything(desk)
    later = NOW + 13 * 3600
    await timers.wake(desk.store, later)
    await timers.release(desk.store, later)
    for hold in (holds.DUE, holds.LEASES):
        assert not await desk.store.redis.exists(hold.key())


async def _written(stack: Stack, organization: Organization) -> None:
    """A directory and a cell, at this second."""
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    file = organization.file()
    await directories.publish(store, file, organization.root_pk, time.time())
    policy = verify_file(file, organization.root_pk, hour_now()).policy
    asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size))
    for erased in (bytes(32), token_bytes(32)):
        put = asked | {"up": token_bytes(32), "cell": token_bytes(8192), "erase": erased + bytes(32)}
        await cells.exchange(store, put, token_bytes(32), policy, time.time())
        await cells.exchange(store, asked | {"erase": put["up"] + bytes(32)}, token_bytes(32), policy, time.time())
    await store.aclose()


def test_no_file_gives_a_minute_and_the_queue_knows_only_the_clock(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    with Redis(unix_socket_path=str(stack.redis_socket)) as redis:
        asyncio.run(_written(stack, organization))
        assert redis.exists(holds.REWRITE.key())
        eventually(lambda: not redis.exists(holds.SHRED.key(), holds.REWRITE.key()), seconds=60)
        persistence, server = redis.info("persistence"), redis.info("server")
        assert persistence["rdb_last_save_time"] <= time.time() - server["uptime_in_seconds"] + 2
    _only_the_clock(stack.queue_socket)
    stack.stop()
    files = [path for path in stack.folders.root.rglob("*") if path.is_file()]
    assert any("base" in path.name for path in files)
    assert any("incr" in path.name for path in files)
    for path in files:
        assert not set(_times(path.read_bytes(), time.time())), path
        assert not set(_times(path.name.encode(), time.time())), path
    for path in (stack.folders.root, *stack.folders.root.rglob("*")):
        assert path.stat().st_mtime_ns % HOUR_NANOSECONDS == 0, path


def _only_the_clock(queue: Path) -> None:
    """Every job is one that the clock has put there, and no entry is dated by anything else."""
    with Redis(unix_socket_path=str(queue)) as redis:
        for key in redis.scan_iter():
            assert redis.type(key) != b"stream", key
            assert key.startswith(b"rq:"), key
        jobs = [redis.hget(key, "description") for key in redis.scan_iter(match="rq:job:*")]
    assert set(jobs) <= {b"j", None}


def test_a_running_hotline_takes_the_time_of_a_write_away(tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    for name in ("redis/file", "other"):
        (tmp_path / name).write_text("written")
    (tmp_path / "link").symlink_to("nowhere")
    os.utime(tmp_path / "other", ns=(1, 1))
    now = time.time_ns()
    blur_times(tmp_path, now)
    for path in (tmp_path, *tmp_path.rglob("*")):
        assert path.lstat().st_mtime_ns == now - now % HOUR_NANOSECONDS
        assert path.lstat().st_ctime_ns >= now - 10**9
