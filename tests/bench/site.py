"""A hotline to be measured, with its directory published, and the ceiling beside it on the same Redis."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from redis import Redis

from hotline.stack.listening import answers_http, listen_on_port, url_of
from hotline.stack.part import Part
from hotline.stack.supervise import Plan, Stack
from hotline.store import holds
from tests.bench import ceiling
from tests.bench.sealed import EXTRA_BITS, STAMP_BITS, hour_now
from tests.conftest import say_nothing
from tests.organizations import Organization

# What a run leaves; the directory, its members and the wrapping key's number stay.
LEFT = (holds.CASE, holds.CELL, holds.BUCKET, holds.DUE, holds.LEASES, holds.ENDS, holds.SPENT, holds.SCRATCH)
# Answers leave at once; stamps are light, because how light they are is the sender's affair and not the server's.
POLICY: dict[str, Any] = {"answer_ms": 0, "bits": 2 * [STAMP_BITS - EXTRA_BITS], "bucket_cases": 1_000_000}


@dataclass
class Site:
    """The running hotline."""

    stack: Stack
    organization: Organization
    ceiling_url: str

    @property
    def url(self) -> str:
        """Where the hotline answers."""
        return self.stack.url

    def redis(self) -> Redis:
        """Its Redis, as the ceiling and the store see it."""
        return Redis(unix_socket_path=str(self.stack.redis_socket))

    def ask(self, path: str, body: bytes) -> bytes:
        """One POST; what was answered. ConnectionError for anything but success."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        connection.request("POST", path, body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 300:
            raise ConnectionError(f"{path} was answered {answer.status}")
        return content

    def empty(self) -> None:
        """Take away what a run left, and have Redis write its file anew, so that every run begins alike."""
        with self.redis() as redis:
            for hold in LEFT:
                _remove(redis, hold.prefix)
            _remove(redis, ceiling.KEY)
            while redis.info("persistence")["aof_rewrite_in_progress"]:
                time.sleep(0.02)
            redis.bgrewriteaof()
            while redis.info("persistence")["aof_rewrite_in_progress"]:
                time.sleep(0.02)

    def stored(self) -> int:
        """How many cases and cells stand."""
        with self.redis() as redis:
            return int(redis.zcard(holds.ENDS.key()))


@contextmanager
def running(
    folder: Path, processes: int = 1, organization: Organization | None = None, **policy: Any
) -> Iterator[Site]:
    """A hotline below a folder, of a new organization or this; entries of `policy` replace those of POLICY."""
    organization = organization or Organization(hour_now())
    plan = Plan(port=0, web_processes=processes)
    with Stack(folder, plan, say=say_nothing, root_pk=organization.root_pk) as stack, _ceiling(stack, processes) as url:
        site = Site(stack, organization, url)
        site.ask("/directory", organization.file(**(POLICY | policy)))
        yield site


@contextmanager
def _ceiling(stack: Stack, processes: int) -> Iterator[str]:
    with listen_on_port(0) as listener:
        number = listener.fileno()
        command = [*stack.web.command[:2], "-m", "tests.bench.ceiling", str(number)]
        parts = [Part("The ceiling", command, stack.environment(), keep_open=(number,)) for _ in range(processes)]
        for part in parts:
            part.start()
        while not answers_http(listener, timeout_seconds=1):
            time.sleep(0.02)
        yield url_of(listener)
        for part in parts:
            part.stop()


def _remove(redis: Redis, prefix: bytes) -> None:
    batch: list[bytes] = []
    for key in redis.scan_iter(match=prefix + b"*", count=1000):
        batch.append(key)
        if len(batch) == 500:
            redis.unlink(*batch)
            batch.clear()
    if batch:
        redis.unlink(*batch)
