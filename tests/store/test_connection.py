"""No connection to Redis stays for long: it would keep what was last said on it."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from hotline.store import connection
from hotline.store.connection import Store

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECTION_SECONDS", 0.2)


async def others(socket: Path) -> int:
    """Connections that stand beside this one."""
    async with Redis(unix_socket_path=str(socket)) as redis:
        return int((await redis.info("clients"))["connected_clients"]) - 1


async def test_connections_that_lie_idle_are_ended(clean_redis: Path, tmp_path: Path) -> None:
    store = Store.connect(clean_redis, tmp_path / "keys")
    before = await others(clean_redis)
    await asyncio.gather(*(store.ask("ECHO", str(number)) for number in range(300)))
    assert await others(clean_redis) > before
    async with asyncio.timeout(60):
        while await others(clean_redis) > before:
            await asyncio.sleep(0.05)
    await store.aclose()


async def test_who_asks_while_connections_are_ended_is_answered(clean_redis: Path, tmp_path: Path) -> None:
    store = Store.connect(clean_redis, tmp_path / "keys")
    for pause_seconds in (0.0, 0.15, 0.2, 0.21, 0.25):
        for _ in range(5):
            await asyncio.sleep(pause_seconds)
            answers = await asyncio.gather(*(store.ask("ECHO", str(number)) for number in range(100)))
            assert answers == [str(number).encode() for number in range(100)]
    await store.aclose()
