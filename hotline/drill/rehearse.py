"""The rehearsal: every scenario played for real against a running server, and then a look at what it left behind.

A caller opens the case with the situation and a random mark as her words. A responder of the routed desk, enrolled for
this, sees the card, claims, accepts and answers with another mark. The caller comes back by codename in a new process,
reads, replies; the responder reads that and closes; both erase.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from crypto.sizes import CaseId
from hotline.client.board import Waiting
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office, short
from hotline.client.enrolment import read_link
from hotline.client.errors import ClientError
from hotline.client.packs import pack_of
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.drill.marks import Mark
from hotline.drill.standing import Standing
from hotline.triage.evaluate import evaluate
from hotline.triage.route import route
from hotline.triage.sample import read_sample

Json = dict[str, Any]
PATIENCE_SECONDS = 180
LOOK_SECONDS = 0.3
EXPECTED = ("urgency", "matter", "also", "licence", "release")


@dataclass(frozen=True, slots=True)
class Played:
    """How one scenario went. Times are seconds since its opening was acknowledged; None for what did not happen."""

    id: str
    urgency: str
    matter: str
    licence: str
    desk: str
    tier: int
    visible_s: float | None
    claimed_s: float | None
    answered_s: float | None
    words_sha256: str
    answer_read: bool
    erased: bool
    differs: Json = field(default_factory=dict)
    failure: str = ""

    @property
    def went_well(self) -> bool:
        """Whether the answer arrived, and both erased."""
        return self.answer_read and self.erased and not self.failure


class Bench:
    """Responders enrolled for the rehearsal, by desk; one is lent to one scenario at a time."""

    def __init__(self, url: str, coordinator: Coordinator[Office], per_desk: int) -> None:
        self._url, self._coordinator, self._per_desk = url, coordinator, per_desk
        self._free: dict[str, asyncio.Queue[Responder]] = {}
        self._enrolled: dict[str, int] = {}
        self._everyone: list[tuple[Responder, Post, str]] = []
        self._office = asyncio.Lock()

    @asynccontextmanager
    async def lend(self, desk: str) -> AsyncIterator[Responder]:
        """A responder of this desk, enrolled now or waited for."""
        free = self._free.setdefault(desk, asyncio.Queue())
        if free.empty() and self._enrolled.get(desk, 0) < self._per_desk:
            self._enrolled[desk] = self._enrolled.get(desk, 0) + 1
            free.put_nowait(await self._enrol(desk))
        responder = await free.get()
        try:
            yield responder
        finally:
            free.put_nowait(responder)

    async def _enrol(self, desk: str) -> Responder:
        link = await self._coordinator.invite("responder", (desk,))
        name, post = short(read_link(link).invite), Post(self._url)
        responder = await Responder.enrol(post, link)
        self._everyone.append((responder, post, name))
        while not responder.approved:
            await self._approve(name)
            await responder.tend()
        return responder

    async def _approve(self, name: str) -> None:
        """Unless somebody else has, as a made-up organization does by itself."""
        async with self._office:
            if name in {one.id for one in await self._coordinator.pending()}:
                await self._coordinator.approve(name)

    async def leave(self) -> None:
        """Everyone says goodbye: their vaults and messages are erased, and the coordinator forgets them."""
        await asyncio.gather(*(responder.tend() for responder, _, _ in self._everyone))
        await self._coordinator.tend()
        await asyncio.gather(*(responder.leave() for responder, _, _ in self._everyone))
        for _, _, name in self._everyone:
            await self._coordinator.forget(name)
        await self.hang_up()

    async def hang_up(self) -> None:
        """Everyone's connection ends; what they have stays."""
        for _, post, _ in self._everyone:
            await post.close()


async def rehearse(
    url: str,
    coordinator: Coordinator[Office],
    scenarios: Sequence[Json],
    at_once: int,
    say: Callable[[str], None],
) -> list[Played]:
    """Play every scenario, several at once; `say` is told of each that ended."""
    bench = Bench(url, coordinator, per_desk=at_once)
    places = asyncio.Semaphore(at_once)

    async def play(scenario: Json) -> Played:
        async with places:
            played = await _Scene(url, coordinator.root_pk, scenario, bench).play()
            say(f"{played.id}: {'answered' if played.went_well else played.failure or 'not answered'}")
            return played

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(play(scenario)) for scenario in scenarios]
        return [task.result() for task in tasks]
    finally:
        await bench.leave()


@dataclass
class _Scene:
    """One scenario while it is played."""

    url: str
    root_pk: bytes
    scenario: Json
    bench: Bench
    opened: float = 0.0
    times: dict[str, float] = field(default_factory=dict)
    words_sha256: str = ""
    waiting: Waiting | None = None
    answer_read: bool = False
    erased: bool = False

    async def play(self) -> Played:
        card: Mapping[str, Any] = {}
        desk, failure = "", ""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                caller, desk = await self._open()
                card = caller.card
                async with self.bench.lend(desk) as responder:
                    await self._meet(caller, responder)
        except (ClientError, TimeoutError, _Unlike) as error:
            failure = f"{type(error).__name__}: {error}"
        return self._played(card, desk, failure)

    async def _open(self) -> tuple[Caller, str]:
        words = f"{self.scenario['situation']} {Mark.draw('words').text}"
        self.words = words
        async with Post(self.url) as post:
            caller = await Caller.start(post, self.root_pk)
            await caller.open(self.scenario["answers"], words)
            self.opened = time.monotonic()
            card = evaluate(pack_of(caller.directory), self.scenario["answers"])
            return caller, route(caller.directory, card, int(post.now()))[0]

    async def _meet(self, caller: Caller, responder: Responder) -> None:
        name = caller.case_id
        assert name is not None
        self.waiting = await _seen(responder, name)
        self._note("visible")
        await responder.claim(name)
        self._note("claimed")
        held = await responder.accept(name)
        self.words_sha256 = sha256(str(held.body["words"]).encode()).hexdigest()
        _like(held.body["words"] == self.words, "the responder read other words than the caller wrote")
        answer = Mark.draw("answer").text
        await responder.reply(name, answer)
        await self._second_visit(caller, responder, name, answer)

    async def _second_visit(self, caller: Caller, responder: Responder, name: CaseId, answer: str) -> None:
        async with _returning(self.url, self.root_pk, caller.digits) as said:
            event = await said("read")
            self._note("answered")
            self.answer_read = event["text"] == answer
            _like(self.answer_read, "the caller read another answer than the responder wrote")
            event = await said("replied")
            await _heard(responder, name, event["text"])
            closing = read_sample(pack_of(caller.directory)).closing
            await responder.close(name, closing, "Thank you. This was a rehearsal.")
            await said("closed")
            self.erased = bool((await said("erased"))["gone"])

    def _note(self, what: str) -> None:
        self.times[what] = round(time.monotonic() - self.opened, 3)

    def _played(self, card: Mapping[str, Any], desk: str, failure: str) -> Played:
        expect = self.scenario.get("expect", {})
        return Played(
            id=str(self.scenario["id"]),
            urgency=str(card.get("urgency", "")),
            matter=str(card.get("matter", "")),
            licence=str(card.get("licence", "")),
            desk=desk,
            tier=-1 if self.waiting is None else self.waiting.tier,
            visible_s=self.times.get("visible"),
            claimed_s=self.times.get("claimed"),
            answered_s=self.times.get("answered"),
            words_sha256=self.words_sha256,
            answer_read=self.answer_read,
            erased=self.erased,
            differs={name: card.get(name) for name in EXPECTED if name in expect and card.get(name) != expect[name]},
            failure=failure,
        )


class _Unlike(Exception):
    """What arrived is not what was sent."""


def _like(same: bool, otherwise: str) -> None:
    if not same:
        raise _Unlike(otherwise)


async def _seen(responder: Responder, name: CaseId) -> Waiting:
    while True:
        for waiting in await responder.queue():
            if waiting.case_id == name:
                return waiting
        await asyncio.sleep(LOOK_SECONDS)


async def _heard(responder: Responder, name: CaseId, text: str) -> None:
    while True:
        entries = [entry for case_id, entry in await responder.read() if case_id == name]
        if any(entry.text == text for entry in entries):
            return
        await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def _returning(url: str, root_pk: bytes, digits: str) -> AsyncIterator[Callable[[str], Any]]:
    """A new process in which the caller comes back; gives a function that waits for what it says next."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hotline.drill.returning",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines = process.stdout
    process.stdin.write(json.dumps({"url": url, "root": root_pk.hex(), "digits": digits}).encode() + b"\n")
    await process.stdin.drain()

    async def said(event: str) -> Json:
        line = await lines.readline()
        document: Json = json.loads(line) if line else {"event": "nothing more"}
        _like(document["event"] == event, f"the caller's second visit said “{document['event']}”, not “{event}”")
        return document

    try:
        yield said
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def report(played: Sequence[Played], left_behind: Sequence[str] | None) -> Json:
    """The rehearsal as JSON: scenarios, and the keys that stand on the server and did not before."""
    return {"scenarios": [asdict(one) for one in played], "left_behind": left_behind}


def left_behind(before: Standing, after: Standing) -> list[str]:
    """What stands now and did not, as text."""
    return sorted(after.entries - before.entries)


def read_scenarios(path: Path) -> list[Json]:
    """The scenarios of a file. ClientError when it is not of the form."""
    try:
        scenarios = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ScenariosWrong from None
    needed = {"id", "situation", "answers"}
    if not isinstance(scenarios, list) or not all(isinstance(one, dict) and needed <= one.keys() for one in scenarios):
        raise ScenariosWrong
    return scenarios


class ScenariosWrong(ClientError):
    """The file of scenarios cannot be played."""

    advice = "That is no file of scenarios: a JSON list of objects with id, situation and answers."
