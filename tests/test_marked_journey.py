"""A journey with marks on everything that people say and are, and then a search for them in all that the server has.

Before the search a control mark is planted in each place, and must be found there.
"""

import asyncio
import base64
import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis

from crypto.sizes import Hour
from hotline import sample
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.organization import create
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.drill.marks import Mark, encodings
from hotline.drill.seizure import Place, files, memory, redis_keys, search
from hotline.stack.supervise import Stack
from tests.conftest import ANY_PORT, say_nothing
from tests.stack.waiting import eventually
from workers.clock import queue_on

CALLER_ADDRESS = "127.77.1.2"
QUICK = {"beat_seconds": [0.01, 0.01], "answer_ms": 0, "bits": [2, 2]}
ANSWERS = {"now": "officers_here", "where": "home", "state": "US-CA", "language": "es", "who": "self"}
CONTROL_IN_ENVIRONMENT = "HOTLINE_DRILL_CONTROL"


class MarkedPost(Post):
    """A caller's connection from an address of her own, with everything a proxy or browser might add to it."""

    headers: dict[str, str]

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        return await asyncio.to_thread(self._carry, method, path, body)

    def _carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        port = int(self.url.rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(CALLER_ADDRESS, 0), timeout=30)
        try:
            connection.request(method, path, body, self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@dataclass
class Journey:
    """What was said and by whom, as marks."""

    marks: list[Mark]
    headers: dict[str, str]

    def draw(self, what: str) -> str:
        mark = Mark.draw(what)
        self.marks.append(mark)
        return mark.text


def _headers(journey: Journey) -> dict[str, str]:
    names = ("User-Agent", "Referer", "Cookie", "X-Forwarded-For", "Forwarded", "X-Real-IP", "Accept-Language")
    return {name: journey.draw(f"header {name}") for name in names if name != "Accept-Language"}


async def _play(url: str, root_pk: bytes, folder: Path, journey: Journey) -> None:
    async with Post(url) as office, Post(url) as desk:
        coordinator = await Coordinator.from_folder(office, folder, None)
        await coordinator.tend()
        link = await coordinator.invite("responder", ["federal", "court", "agency", "community", "duty"])
        responder = await Responder.enrol(desk, link)
        for newcomer in await coordinator.pending():
            await coordinator.approve(newcomer.id)
        await responder.tend()
        await _converse(url, root_pk, responder, journey)


async def _converse(url: str, root_pk: bytes, responder: Responder, journey: Journey) -> None:
    async with MarkedPost(url) as post:
        post.headers = journey.headers
        caller = await Caller.start(post, root_pk)
        names = [{"role": "other_side", "name": journey.draw("name")}]
        await caller.open(ANSWERS, journey.draw("words"), names, journey.draw("call-back wishes"))
        journey.marks += [Mark("codename", " ".join(caller.codename())), Mark("digits", caller.digits)]
        journey.marks += [Mark("digits together", caller.digits.replace(" ", ""))]
        assert caller.case_id is not None
        await responder.queue()
        await responder.claim(caller.case_id)
        held = await responder.accept(caller.case_id)
        assert held.body["words"] in {mark.text for mark in journey.marks if mark.what == "words"}
        await responder.reply(caller.case_id, journey.draw("answer"))
        assert [entry.text for entry in await caller.read(2) if entry.kind == "text"]
        await caller.reply(journey.draw("reply"))
        await responder.read()
    journey.marks.append(Mark("address", CALLER_ADDRESS))


@pytest.fixture
def seized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Stack, Path, bytes]]:
    folder = tmp_path / "organization"
    root = create(folder, sample.plan(QUICK), None, Hour(int(time.time()) // 3600))
    monkeypatch.setenv(CONTROL_IN_ENVIRONMENT, CONTROL.text)
    with Stack(tmp_path / "hotline", ANY_PORT, root_pk=root.root_pk, say=say_nothing) as stack:
        yield stack, folder, root.root_pk


CONTROL = Mark.draw("control")


def _take(stack: Stack, log: Path) -> Iterator[Place]:
    yield from redis_keys("redis", stack.redis_socket)
    yield from redis_keys("queue redis", stack.queue_socket)
    yield from files(stack.folders.redis)
    yield from files(stack.folders.keys)
    parts = (("redis", stack.redis), ("queue redis", stack.queue), ("web", stack.web), ("worker", stack.worker))
    for name, part in parts:
        assert part.pid is not None
        yield from memory(name, part.pid)
    yield Place("log", log.read_bytes())


def test_nothing_that_people_said_or_are_is_found_and_every_control_is(
    seized: tuple[Stack, Path, bytes], capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stack, folder, root_pk = seized
    journey = Journey([], {})
    journey.headers = _headers(journey)
    asyncio.run(_play(stack.url, root_pk, folder, journey))
    assert len(journey.marks) > 12
    assert all(len(mark.text) > 8 for mark in journey.marks)

    log = tmp_path / "log"
    _plant(stack)
    log.write_text(capfd.readouterr().err + CONTROL.text)
    eventually(lambda: not search(_take(stack, log), journey.marks)[0], seconds=90)
    found, searched = search(_take(stack, log), [*journey.marks, CONTROL])
    places = {one.place for one in found if one.mark == CONTROL.what}
    assert {(one.mark, one.place) for one in found if one.mark != CONTROL.what} == set()
    assert places >= {
        "redis database 0",
        "queue redis database 0, decoded",
        "memory of redis",
        "memory of queue redis",
        "memory of web",
        "memory of worker",
        "log",
    }
    assert any(place.startswith("file ") for place in places)
    assert min(searched.values()) > 0
    assert searched["memory of web"] > 10_000_000


def _plant(stack: Stack) -> None:
    """The control, in Redis as a value and as a job's argument; it stands in the processes' environment already."""
    with Redis(unix_socket_path=str(stack.redis_socket)) as redis:
        redis.set("control", CONTROL.text)
    queue = queue_on(str(stack.queue_socket))
    job = queue.enqueue_call("nowhere.nothing", (CONTROL.text,), ttl=60, description="j", job_id="control")
    with Redis(unix_socket_path=str(stack.queue_socket)) as redis:
        redis.hset("control", "data", job.to_dict()["data"])
        redis.set("control, plain", CONTROL.text)


def test_every_form_of_a_mark_is_found() -> None:
    mark = Mark.draw("form")
    for name, form in encodings(mark):
        found, _ = search([Place("here", b"..." + form + b"...")], [mark])
        assert name in {one.encoding for one in found}
    for offset in range(3):
        carried = base64.b64encode(b"x" * offset + mark.text.encode() + b"tail")
        found, _ = search([Place("here", carried)], [mark])
        assert any(one.encoding.startswith("base64") for one in found), offset
