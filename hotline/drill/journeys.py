"""The journeys of a drill: callers, responders, a coordinator, errors, retries and wrong input, all of them marked."""

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import randbelow, token_bytes
from urllib.parse import quote

from crypto import attachments, wire
from crypto.errors import ProtocolError
from crypto.sizes import CHUNK_CONTENT, CHUNK_PUT_REQUEST, CLAIM, ERASE, OPEN, REQUEST, REQUEST_HEAD, CaseId, Hour
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office
from hotline.client.errors import ClientError
from hotline.client.packs import pack_of
from hotline.client.post import SECONDS_OF_AN_HOUR, UNIX, Post
from hotline.client.responder import Responder
from hotline.client.thread import TEXT
from hotline.drill.marks import Mark
from hotline.drill.players import (
    HEADERS,
    DirectPost,
    InsistentPost,
    MarkedPost,
    draw_address,
    secrets_of_caller,
    secrets_of_office,
    secrets_of_responder,
)
from hotline.drill.rehearse import Bench
from hotline.triage.evaluate import evaluate
from hotline.triage.route import route
from hotline.triage.sample import read_sample

LONG_AGO = datetime(1900, 1, 1)
"""Days and times of these years stand nowhere but where a journey gives them."""
MINUTES_LONG_AGO = 60 * 24 * 365 * 60
READ_BEATS = 12
CHUNKS = 3


class NotPlayed(ClientError):
    """A journey did not go as it ought to, so that a search after it would prove nothing."""

    advice = "A journey of the drill did not go as it ought to. Is the hotline in order? hotline doctor"


@dataclass
class Journeys:
    """Plays at a hotline, and gathers `marks`. `url` goes through the recorder, `server` is the hotline itself."""

    url: str
    server: str
    root_pk: bytes
    bench: Bench
    marks: set[Mark] = field(default_factory=set)
    standing: list[tuple[Caller, Post]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    _pairs: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def play(self, coordinator: Coordinator[Office], times: int) -> None:
        """Every journey, several times over, at once. NotPlayed."""
        self.headers = {name: self._drawn_plain(f"header {name}") for name in HEADERS}
        journeys = (self._answered, self._closed, self._erased_at_once, self._waiting, self._attached)
        async with asyncio.TaskGroup() as group:
            for _ in range(times):
                for journey in journeys:
                    group.create_task(journey())
            group.create_task(self._wrong())
            group.create_task(self._direct())
        await coordinator.tend()
        self._note(secrets_of_office(coordinator.office))

    async def tidy(self) -> None:
        """Erase what still stands."""
        for caller, _ in self.standing:
            await caller.erase_everything()
        await self.hang_up()

    async def hang_up(self) -> None:
        """End the connections of those whose cases stand."""
        for _, post in self.standing:
            await post.close()

    async def _answered(self) -> None:
        """A case that is claimed, accepted and answered; both talk, she comes back, and erases everything."""
        async with MarkedPost(self.url, self.headers) as post:
            caller = await self._open(post)
            async with self.bench.lend(desk_of(caller)) as responder:
                await self._accept(caller, responder)
                await responder.reply(_id(caller), self._drawn("answer"))
                await _until_read(caller)
                await caller.reply(self._drawn("reply"))
                await responder.read()
                self._note(secrets_of_responder(responder))
            again = await Caller.come_back(post, self.root_pk, caller.digits)
            self._note(secrets_of_caller(again))
            await again.erase_everything()

    async def _closed(self) -> None:
        """A case that one volunteer puts back and another closes. Every answer to the caller is lost once."""
        async with InsistentPost(self.url) as post:
            caller = await self._open(post)
            lend, desk = self.bench.lend, desk_of(caller)
            async with self._pairs, lend(desk) as first, lend(desk) as second:
                await self._accept(caller, first)
                await first.put_back(_id(caller))
                await self._accept(caller, second)
                code = read_sample(pack_of(caller.directory)).closing
                await second.close(_id(caller), code, self._drawn("closing words"))
                self._note(secrets_of_responder(second))
            await _until_read(caller)
            self._note(secrets_of_caller(caller))
            await caller.erase_everything()

    async def _erased_at_once(self) -> None:
        """A case that nobody ever saw."""
        async with MarkedPost(self.url, self.headers) as post:
            caller = await self._open(post)
            await caller.erase_everything()

    async def _waiting(self) -> None:
        """A case that stands while the search is made."""
        post = MarkedPost(self.url, self.headers)
        self.standing.append((await self._open(post), post))

    async def _attached(self) -> None:
        """An attachment that goes up, comes down and is erased."""
        async with MarkedPost(self.url, self.headers) as post:
            key, name = attachments.draw(), self._drawn("attachment")
            self.marks.add(Mark("attachment key", key, False))
            chunks = attachments.seal_chunks(key, name.encode() * (CHUNK_CONTENT // len(name) * CHUNKS))
            for chunk in chunks:
                await post.put_chunk(chunk)
            found = [await post.take_chunk(chunk.address) for chunk in chunks]
            _ensure(found == chunks)
            await post.send(ERASE, wire.erase(None, None, [chunk.address for chunk in chunks]))

    async def _direct(self) -> None:
        """A case that is opened over TCP, from an address that the server can see."""
        if not self.server.startswith(UNIX):
            address = draw_address()
            self.marks.add(Mark.of("client's address", address, passes=True))
            async with DirectPost(self.server, address) as post:
                caller = await self._open(post)
                await caller.erase_everything()

    async def _wrong(self) -> None:
        """Requests that no client sends: marks where the server expects none, and answers that it cannot give."""
        async with MarkedPost(self.url, self.headers) as post:
            for mark, method, path, body in self._wrong_requests():
                self.marks.add(mark)
                with suppress(ClientError):
                    await post.carry(method, path, body)
            with suppress(ClientError, ProtocolError):
                await Caller.come_back(post, self.root_pk, self._drawn_plain("wrong codename"))

    def _wrong_requests(self) -> Iterable[tuple[Mark, str, str, bytes]]:
        """Marks in addresses, in bodies of a wrong length, with a wrong stamp, and in what is no directory."""
        for what, method, path, size in (
            ("path", "GET", "/{}", 0),
            ("query", "GET", "/?q={}", 0),
            ("body to nowhere", "POST", "/{}", 1000),
            ("body of a wrong length", "POST", "/post", 1000),
            ("body without a stamp", "POST", "/post", REQUEST),
            ("chunk without a stamp", "POST", "/chunk", REQUEST_HEAD + CHUNK_PUT_REQUEST.size),
            ("directory that is none", "POST", "/directory", 3000),
            ("member secret that is none", "POST", "/slots", 38),
            ("member secret that is none, for counts", "POST", "/shelf", 34),
            ("watcher that is none", "POST", "/watch", 32),
        ):
            mark = Mark.draw_plain(what)
            body = mark.octets.ljust(size, b"x") if size else b""
            yield mark, method, path.format(quote(mark.text)), body
        for op in (OPEN, CLAIM, ERASE, 200):
            mark = Mark.draw_plain(f"operation {op} that is none")
            # One byte again and again would be an address that stands in every process's memory.
            payload = mark.octets + token_bytes(20_000 - len(mark.octets))
            yield mark, "POST", "/post", wire.request(op, payload, _hour(), 16)

    async def _open(self, post: Post) -> Caller:
        caller = await Caller.start(post, self.root_pk)
        sample = read_sample(pack_of(caller.directory))
        names = [{"role": "other_side", "name": self._drawn("name")}]
        phone = f"+1 555 {randbelow(10**4):04} {randbelow(10**8):08}"
        self.marks.add(Mark.of("telephone", phone))
        dates = {name: _long_ago() for name in sample.dates}
        callback = f"{phone}, {self._drawn('call-back wishes')}"
        await caller.open(sample.answers, self._drawn("words"), names, callback, dates)
        self._note(Mark.of(f"date of {name}", text) for name, text in dates.items())
        self._note(Mark.of("deadline", one["due"]) for one in caller.card["deadlines"] if "due" in one)
        self._note(secrets_of_caller(caller))
        return caller

    async def _accept(self, caller: Caller, responder: Responder) -> None:
        name = _id(caller)
        waiting = {one.case_id for one in await responder.queue()}
        _ensure(name in waiting)
        await responder.claim(name)
        await responder.accept(name)
        self._note(secrets_of_responder(responder))

    def _drawn(self, what: str) -> str:
        mark = Mark.draw(what)
        self.marks.add(mark)
        return mark.text

    def _drawn_plain(self, what: str) -> str:
        mark = Mark.draw_plain(what)
        self.marks.add(mark)
        return mark.text

    def _note(self, marks: Iterable[Mark]) -> None:
        self.marks.update(marks)


def _long_ago() -> str:
    return (LONG_AGO + timedelta(minutes=randbelow(MINUTES_LONG_AGO))).strftime("%Y-%m-%dT%H:%M")


async def _until_read(caller: Caller) -> None:
    for _ in range(READ_BEATS):
        if any((not entry.mine and entry.kind == TEXT) or caller.closed for entry in await caller.read()):
            return
    raise NotPlayed


def desk_of(caller: Caller) -> str:
    """The desk whose members see her case first."""
    pack = pack_of(caller.directory)
    return route(caller.directory, evaluate(pack, read_sample(pack).answers), int(time.time()))[0]


def _hour() -> Hour:
    return Hour(int(time.time()) // SECONDS_OF_AN_HOUR)


def _id(caller: Caller) -> CaseId:
    if caller.case_id is None:
        raise NotPlayed
    return caller.case_id


def _ensure(so: bool) -> None:
    if not so:
        raise NotPlayed
