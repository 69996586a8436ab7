"""What stands and is not declared is named: a key, a field, a lifetime, a file; on a running hotline."""

from pathlib import Path

import pytest
from redis import Redis

from hotline.drill.declared import undeclared
from hotline.stack.supervise import Stack
from hotline.store.holds import PROMISED
from tests.conftest import StartStack


@pytest.fixture
def stack(start_stack: StartStack) -> Stack:
    return start_stack(root_pk=bytes(32))


def _undeclared(stack: Stack) -> list[str]:
    return undeclared(stack.redis_socket, stack.queue_socket, stack.folders.root, PROMISED)


def test_everything_that_is_not_declared_is_named(stack: Stack, tmp_path: Path) -> None:
    assert _undeclared(stack) == []
    with (
        Redis(unix_socket_path=str(stack.redis_socket)) as redis,
        Redis(unix_socket_path=str(stack.queue_socket)) as queue,
    ):
        redis.set("seen:alice", "1", ex=60)
        redis.hset("case:" + "x" * 32, mapping={"lock": "l", "minute": "29"})
        redis.expire("case:" + "x" * 32, 400 * 86400)
        redis.hset("cell:" + "x" * 32, "lock", "l")
        queue.hset("rq:job:1", "address", "192.0.2.1")
        queue.set("counter", "7")
    (stack.folders.root / "access.log").write_text("GET /")
    assert _undeclared(stack) == [
        "a key of the queue that begins with counter",
        "a key that begins with seen",
        "case may stand for longer than is declared",
        "cell may stand for longer than is declared",
        "field address of queue job",
        "field minute of case",
        "file access.log",
    ]
