"""Fixtures that every test may use: a real Redis with the product's settings, and a whole running hotline."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from crypto import codename, stretching
from hotline.stack.supervise import Plan, Stack

ONLY_REDIS = Plan(web_processes=0, worker_processes=0)
ANY_PORT = Plan(port=0)


def say_nothing(sentence: str) -> None:
    """For stacks whose words are no part of the test."""


@pytest.fixture(scope="session", autouse=True)
def stretch_once() -> Iterator[None]:
    """This process stretches each codename as slowly as ever, but only the first time: it is the same every time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codename, "stretch", cache(stretching.stretch))
        yield


@pytest.fixture(scope="session")
def redis_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Both Redis processes, for this test process. Tests that write take `clean_redis` or `clean_queue` instead."""
    with Stack(tmp_path_factory.mktemp("hotline"), ONLY_REDIS, say=say_nothing) as stack:
        yield stack


@pytest.fixture
def clean_redis(redis_stack: Stack) -> Path:
    """The unix socket of the Redis that keeps what is stored, with nothing in it."""
    return _emptied(redis_stack.redis_socket)


@pytest.fixture
def clean_queue(redis_stack: Stack) -> Path:
    """The unix socket of the Redis for the queue, with nothing in it."""
    return _emptied(redis_stack.queue_socket)


def _emptied(redis_socket: Path) -> Path:
    with Redis(unix_socket_path=str(redis_socket)) as connection:
        for database in range(16):
            connection.select(database)
            for key in connection.scan_iter(count=1000):
                connection.unlink(key)
    return redis_socket


@pytest.fixture
def redis_url(clean_redis: Path) -> str:
    """The address of that empty Redis, as `Redis.from_url` takes it."""
    return f"unix://{clean_redis}"


StartStack = Callable[..., Stack]


@pytest.fixture
def start_stack(tmp_path: Path) -> Iterator[StartStack]:
    """Starts a hotline on any port: `start_stack(root_pk=…)`. It stops with the test, or earlier by `stop()`.

    Takes what Stack takes; the data directory is one for the whole test unless given.
    """
    with ExitStack() as running:

        def start(data_dir: Path = tmp_path / "hotline", plan: Plan = ANY_PORT, **options: Any) -> Stack:
            stack = Stack(data_dir, plan, **{"say": say_nothing, "root_pk": bytes(32), **options})
            return running.enter_context(stack)

        yield start


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which this test already listens."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held.getsockname()[1]
