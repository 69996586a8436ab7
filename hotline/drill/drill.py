"""The drill: marked journeys, then everything that a seizure would take, searched for every mark in every form."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from hotline.client.coordinator import Coordinator
from hotline.client.post import Post
from hotline.drill import controls, seizure
from hotline.drill.controls import Controls
from hotline.drill.declared import counted, undeclared
from hotline.drill.journeys import Journeys
from hotline.drill.marks import Mark
from hotline.drill.processes import Process, processes_of
from hotline.drill.rehearse import Bench
from hotline.drill.report import Report
from hotline.drill.search import Place, Search
from hotline.drill.sent import gone, parts_of
from hotline.drill.transcript import Recorder
from hotline.drill.trial import Running
from hotline.stack.part import WIPE_FREED_MEMORY, WIPE_FREED_PYTHON
from hotline.store import holds
from hotline.store.holds import Lives
from hotline.store.what_we_hold import all_held

PER_DESK = 3
ONCE, LONG = 1, 5
FINAL_SECONDS = 60
SAMPLE_SECONDS = 0.2
SETTLE_SECONDS = 3
_OBJECTS = (holds.CASE, holds.CELL, holds.CHUNK, holds.VAULT)
Say = Callable[[str], None]


@dataclass
class Drill:
    """One drill at one hotline. `records` are the wrapped locks that stood at some moment of it."""

    hotline: Running
    say: Say
    records: set[bytes] = field(default_factory=set)
    marks: set[Mark] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    lives: Lives = holds.PROMISED

    async def run(self, times: int) -> Report:
        """Play, wait until what was erased is final, search. NotPlayed; NotTraceable."""
        processes = self._processes()
        with tempfile.TemporaryDirectory(prefix="hotline-") as folder:
            recorder = Recorder(self.hotline.url, Path(folder) / "proxy.sock")
            async with recorder, self._played(recorder, times):
                erased = time.monotonic()
                self.say("Waiting until what was erased is final.")
                await self._final()
                return await self._searched(processes, recorder, erased)

    def _processes(self) -> list[Process]:
        made_up = self.hotline.is_made_up
        if made_up:
            self.say("This organization is made up: its coordinator is below the data directory, and not searched.")
        found = processes_of(int(self.hotline.ready["pid"]), with_supervisor=not made_up)
        return sorted(found, key=lambda one: one.name != "web")

    @asynccontextmanager
    async def _played(self, recorder: Recorder, times: int) -> AsyncIterator[None]:
        """All journeys, and at the end everyone gone again from a hotline that stays."""
        async with Post(recorder.url) as post:
            coordinator = await Coordinator.from_folder(post, self.hotline.organization, None)
            await coordinator.tend()
            if coordinator.directory is not None:
                self.lives = Lives.of(coordinator.directory.policy)
            bench = Bench(recorder.url, coordinator, PER_DESK)
            journeys = Journeys(recorder.url, self.hotline.url, coordinator.root_pk, bench)
            self.say("Playing the journeys.")
            sampling = asyncio.create_task(self._sample())
            try:
                await journeys.play(coordinator, times)
                self.marks, self.headers = journeys.marks, journeys.headers
                sampling.cancel()
                yield
            finally:
                sampling.cancel()
                if self.hotline.throw_away:
                    await journeys.hang_up()
                    await bench.hang_up()
                else:
                    await journeys.tidy()
                    await bench.leave()

    async def _sample(self) -> None:
        while True:
            self.records |= set(await asyncio.to_thread(_records, self.hotline.kept))
            await asyncio.sleep(SAMPLE_SECONDS)

    async def _final(self) -> None:
        """Until no flag says that something was erased since, and what Redis and Python keep for a moment is gone."""
        deadline = time.monotonic() + FINAL_SECONDS - SETTLE_SECONDS
        with Redis(unix_socket_path=str(self.hotline.kept)) as redis:
            while redis.exists(holds.SHRED.key(), holds.REWRITE.key()) and time.monotonic() < deadline:
                await asyncio.sleep(SAMPLE_SECONDS)
        await asyncio.sleep(SETTLE_SECONDS)

    async def _searched(self, processes: list[Process], recorder: Recorder, erased: float) -> Report:
        """Search, and once more while the minute in which what was erased may still be there is not over."""
        while True:
            again = time.monotonic() - erased < FINAL_SECONDS
            report = await self._search(processes, recorder)
            if not (report.found and again):
                return report
            self.say("Something is there that may still go; looking once more.")

    async def _search(self, processes: list[Process], recorder: Recorder) -> Report:
        held: list[Controls] = []

        def control(name: str) -> Controls:
            held.append(Controls(name))
            return held[-1]

        await controls.in_transcript(control("in the transcript"), recorder.url)
        marks = self._marks(recorder)
        taken: list[Place] = []
        with ExitStack() as planted:
            await self._plant(planted, control)
            longest = max(processes, key=lambda one: one.environment_span()[1] - one.environment_span()[0])
            planted.enter_context(controls.in_request(control("in a request"), self.hotline.url, self.headers))
            for process in processes:
                own = control(f"in {process.name} {process.pid}")
                taken += controls.taken(process, own, environment=process is longest)
            places = [*self._beside(), *recorder.places()]
        search = Search([*marks, *(mark for one in held for mark in one.marks)])
        self.say("Searching.")
        search.look([*taken, *places])
        return self._report(search, held, processes)

    async def _plant(self, planted: ExitStack, control: Callable[[str], Controls]) -> None:
        kept, queue = self.hotline.kept, self.hotline.queue
        in_kept, in_queue = control("in Redis"), control("in the queue's Redis")
        for own, socket, name in ((in_kept, kept, "redis"), (in_queue, queue, "queue redis")):
            controls.in_redis(own, socket)
            planted.callback(controls.out_of_redis, socket)
            own.expect(f"{name} keys", values=True)
            own.expect(f"memory of {name}")
        controls.as_job(in_queue, queue)
        await _written_anew(kept)
        controls.in_redis(in_kept, kept)  # now also as a command, after the file that begins anew
        for place in seizure.files(self.hotline.data):
            if "appendonly.aof" in place.name and not place.name.endswith("manifest"):
                in_kept.expect(place.name)
        planted.enter_context(controls.in_files(control("in files"), self.hotline.data, self.hotline.players_folder))
        controls.in_log(control("in what is printed"), int(self.hotline.ready["pid"]))

    def _beside(self) -> Iterator[Place]:
        yield from seizure.redis_keys("redis", self.hotline.kept)
        yield from seizure.redis_keys("queue redis", self.hotline.queue)
        yield from seizure.files(self.hotline.data, self.hotline.players_folder)
        yield from seizure.log(int(self.hotline.ready["pid"]))

    def _marks(self, recorder: Recorder) -> set[Mark]:
        """What people said and know; and of what was sent whatever does not stand any more."""
        erased = set(gone(parts_of(recorder.requests()), _standing(self.hotline.kept)))
        unwrapped = self.records - set(_records(self.hotline.kept))
        known = {mark for mark in self.marks if not (self.hotline.is_made_up and mark.what == "invite")}
        return known | erased | {Mark("wrapped lock", one, False) for one in unwrapped}

    def _report(self, search: Search, held: Iterable[Controls], processes: list[Process]) -> Report:
        hotline = self.hotline
        planted = frozenset(one for control in held for one in control.expected)
        names = {mark.what for control in held for mark in control.marks}
        return Report(
            searched=search.searched,
            planted=planted,
            controls_found=planted & search.findings,
            found=tuple(sorted(one for one in search.findings if one.mark not in names)),
            holds=all_held(self.lives),
            counted=counted(hotline.kept),
            undeclared=tuple(undeclared(hotline.kept, hotline.queue, hotline.data, self.lives)),
            unwiped=tuple(one.name for one in processes if not _is_wiped(one)),
        )


def _is_wiped(process: Process) -> bool:
    """Whether the memory that it frees is overwritten. A supervisor has none of anybody's."""
    wanted = WIPE_FREED_MEMORY if process.name.endswith("redis") else WIPE_FREED_PYTHON
    return process.name == "supervisor" or wanted.items() <= process.environment.items()


def _records(socket: Path) -> Iterator[bytes]:
    """The wrapped locks that stand now."""
    with Redis(unix_socket_path=str(socket)) as redis:
        for hold in (*_OBJECTS, holds.SCRATCH):
            for key in redis.scan_iter(match=hold.prefix + b"*", count=1000):
                record = redis.hget(key, "lock")
                if record is not None:
                    yield record


def _standing(socket: Path) -> dict[bytes, bytes]:
    """What stands at the key of each object, its fields joined."""
    with Redis(unix_socket_path=str(socket)) as redis:
        keys = [key for hold in _OBJECTS for key in redis.scan_iter(match=hold.prefix + b"*", count=1000)]
        return {key: b"".join(redis.hgetall(key).values()) for key in keys}


async def _written_anew(socket: Path) -> None:
    """Have Redis write its files anew, with what is planted in them."""
    with Redis(unix_socket_path=str(socket)) as redis:
        for begun in (False, True):
            while redis.info("persistence")["aof_rewrite_in_progress"]:
                await asyncio.sleep(SAMPLE_SECONDS)
            if not begun:
                with suppress(RedisError):
                    redis.bgrewriteaof()
