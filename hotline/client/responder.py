"""A responder: enrols, sees the queue, claims, accepts, answers, puts back, closes. docs/protocol.md, 5 and 6.

What is asked of the server is written in the vault before it is asked, as the stage of the case; `tend` goes on with
whatever was interrupted.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from secrets import token_bytes
from typing import Any, Self

from crypto import case, wire
from crypto.attachments import address as chunk_address
from crypto.case import VisibleSlot
from crypto.directory import Directory, decode_key
from crypto.errors import DecryptError, FormatError
from crypto.hashing import number
from crypto.signing import signer
from crypto.sizes import (
    ACCEPT,
    ACCEPT_ANSWER,
    CHUNKS_AT_MOST,
    CLAIM,
    CLAIM_ANSWER,
    CLOSE,
    ERASE,
    ERASE_AT_ONCE,
    KEY,
    PUT_BACK,
    RENEW,
    Address,
    CaseId,
    Hour,
)
from crypto.wire import Answer
from hotline.client.board import Board, Waiting
from hotline.client.conflict import Hit, conflicts
from hotline.client.conversation import can_be_sealed_to
from hotline.client.errors import (
    AlreadyTaken,
    LeaseLapsed,
    NoCase,
    NotApproved,
    NotMember,
    Refused,
    Revoked,
)
from hotline.client.held import (
    ACCEPTED,
    ACCEPTING,
    CLAIMED,
    CLAIMING,
    CLOSING_CASE,
    PUTTING_BACK,
    HeldCase,
)
from hotline.client.membership import DIRECTORY_SECONDS, Membership
from hotline.client.post import SECONDS_OF_AN_HOUR, STALE_SECONDS, Frame, Post
from hotline.client.state import VaultShelf
from hotline.client.thread import Entry

Json = dict[str, Any]
WHOLE_QUEUE_SECONDS = 300
STANDS_SECONDS = 540  # at most; a page in the background looks once a minute, so within ten minutes


class Responder:
    """One member, by her codename. Made by `enrol` or `unlock`."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.post, self.state = member.post, member.state
        self.board = Board()
        self._given: dict[CaseId, int] = {}
        self._ask_at: dict[CaseId, float] = {}
        self._whole_at, self._since, self._asked = 0.0, Hour(0), set[int]()

    @classmethod
    async def start(cls, post: Post, link: str) -> Self:
        """A new device with a new codename, and nothing on the server yet. LinkWrong, LinkExpired, LinkUsed.

        Who is killed between `introduce` and the moment she has her codename needs another link: so show it before.
        """
        return cls(await Membership.start(post, link))

    @classmethod
    async def enrol(cls, post: Post, link: str) -> Self:
        """`start` and `introduce` in one."""
        responder = await cls.start(post, link)
        await responder.introduce()
        return responder

    async def introduce(self) -> None:
        """Write the vault, then to the coordinator. LinkUsed when somebody was here before."""
        await self.member.introduce()

    @classmethod
    async def unlock(cls, post: Post, typed: str, root_pk: bytes | None = None, language: str = "en") -> Self:
        """The member of a codename. `tend` goes on with what was interrupted. CodenameError; NoVault."""
        return cls(await Membership.unlock(post, typed, root_pk, language))

    def codename(self, language: str = "en") -> tuple[str, ...]:
        """The eight words, in the list of a language; the nine groups of digits where it has none."""
        return self.member.codename(language)

    @property
    def digits(self) -> str:
        """The codename as 27 digits in threes."""
        return self.member.digits

    @property
    def device_words(self) -> tuple[str, ...]:
        """The six words that she reads to her coordinator. As slow as `stretch`."""
        return self.member.device_words

    @property
    def root_words(self) -> tuple[str, ...]:
        """The six words that her coordinator reads to her. As slow as `stretch`."""
        return self.member.root_words

    @property
    def approved(self) -> bool:
        """Whether the coordinator's approval has come."""
        return self.member.approved

    @property
    def directory(self) -> Directory:
        """The directory that was fetched last."""
        return self.member.directory

    @property
    def cases(self) -> Mapping[CaseId, HeldCase]:
        """The cases in her hands as they stand in memory; only to be looked at."""
        return self.state.now.cases

    async def tend(self) -> None:
        """The directory, the coordinator's messages, whatever was interrupted, and whether what she holds still stands.

        Call it often: what its caller erased, or whose lease ended, is gone from the vault ten minutes later, and at
        the first call after `unlock`. LinkRefused; Revoked, once this device has let go of all it had.
        """
        await self._tend_keys(DIRECTORY_SECONDS)
        for name, held in list(self.cases.items()):
            await self._go_on(name, held.stage)

    async def queue(self) -> list[Waiting]:
        """What waits for this member's desks, by urgency, then age, each case once.

        NotApproved; NotMember; LinkRefused; Revoked.
        """
        await self._tend_keys()
        if not self.approved:
            raise NotApproved
        now, buckets = self.post.now(), self._buckets()
        if now - self._whole_at > WHOLE_QUEUE_SECONDS or buckets != self._asked:
            self._whole_at, self._asked = now, buckets
            self._since = Hour(max(0, self.post.hour() - self.directory.policy.case_hours - 1))
        try:
            slots = await self._slots()
        except NotMember:
            await asyncio.sleep(STALE_SECONDS)
            await self.member.tend_keys(DIRECTORY_SECONDS)
            slots = await self._slots()
        mine, classes = self.state.now, self.directory.policy.urgencies
        waiting = await asyncio.to_thread(self.board.show, slots, self._since, mine.device_seed, mine.keyring, classes)
        self._since = Hour(self.post.hour() - 1)
        await self._alert(waiting)
        return [one for one in waiting if one.case_id not in mine.declined and one.case_id not in mine.cases]

    async def claim(self, name: CaseId) -> HeldCase:
        """Hold a case of the queue for the conflict check. AlreadyTaken; NoCase when the queue did not show it."""
        waiting = self.board.waiting.get(name)
        if waiting is None:
            raise NoCase
        held = HeldCase(waiting.case_key, token_bytes(KEY), dict(waiting.card), waiting.opened, waiting.desk)
        await self.state.change(lambda state: state.cases.setdefault(name, held))
        return await self._claim(name)

    def conflicts(self, name: CaseId, clients: Iterable[str]) -> list[Hit]:
        """The names of the conflict sheet that stand in a list which stays here."""
        return conflicts(self.state.now.case(name).sheet, clients)

    async def accept(self, name: CaseId) -> HeldCase:
        """Take the case: the body, and a word to the caller that someone reads it. LeaseLapsed."""
        await self.state.change(lambda state: _stage(state.case(name, CLAIMED, ACCEPTING), ACCEPTING))
        return await self._accept(name)

    async def put_back(self, name: CaseId) -> None:
        """Give the case back; this device is not offered it again."""
        if name not in self.cases:
            raise NoCase
        until = Hour(self.post.hour() + self.directory.policy.case_hours)
        await self.state.change(lambda state: state.put_back(name, until))
        await self._put_back(name)

    async def read(self) -> list[tuple[CaseId, Entry]]:
        """What callers have said since this object was last asked."""
        for name in [name for name, held in self.cases.items() if held.stage == ACCEPTED]:
            await self._drain(name)
        news = [(name, entry) for name, held in self.cases.items() for entry in self._new(name, held)]
        for name, entry in news:
            self._given[name] = max(entry.n, self._given.get(name, -1))
        return news

    async def reply(self, name: CaseId, text: str) -> None:
        """Answer, then renew the lease. LeaseLapsed when it ran out before: nothing was said then."""
        if self.post.now() >= self.state.now.case(name, ACCEPTED).lapses:
            await self._renew(name)
        await self.state.change(lambda state: _reply(state.case(name, ACCEPTED), text))
        await self._drain(name)
        await self._renew(name)

    async def close(self, name: CaseId, code: str, text: str) -> None:
        """Tell the caller why and where to turn, and erase the case; the coordinator gets a report without content.

        LeaseLapsed when the case is no longer hers: then nothing is said, for somebody else may have it by now.
        """
        self.state.now.case(name, ACCEPTED)
        await self._renew(name)
        await self.state.change(lambda state: state.close(name, code, text, self.post.hour()))
        await self._close(name)

    async def leave(self) -> None:
        """For good: put back what she holds, and erase her vault with all it has, and what her coordinator wrote."""
        for name in list(self.cases):
            await self.put_back(name)
        await self.member.tend_coordinator()
        shelf = self.state.shelf
        assert isinstance(shelf, VaultShelf)
        with_coordinator = self.state.now.coordinator
        await shelf.erase(self.state.version, None, [] if with_coordinator is None else with_coordinator.standing())
        if await shelf.read() is not None:
            raise Refused("Something is still there. Try once more, from one window only.")

    async def watch(self) -> AsyncIterator[Frame]:
        """What is new on the server, a frame a second."""
        async for frame in self.post.watch(self.member.secret()):
            yield frame

    async def _tend_keys(self, older_seconds: float = 0) -> None:
        try:
            await self.member.tend_keys(older_seconds)
        except Revoked:
            self.board = Board()
            for name in list(self.cases):
                await self._put_back(name)
            raise

    async def _go_on(self, name: CaseId, stage: str) -> None:
        steps: dict[str, Callable[[CaseId], Any]] = {
            CLAIMING: self._claim,
            CLAIMED: self._let_lapse,
            ACCEPTING: self._accept,
            ACCEPTED: self._go_on_talking,
            PUTTING_BACK: self._put_back,
            CLOSING_CASE: self._close,
        }
        if stage in steps:
            try:
                await steps[stage](name)
            except (AlreadyTaken, LeaseLapsed):
                return

    async def _let_lapse(self, name: CaseId) -> None:
        if self.post.now() >= self.state.now.case(name).lapses:
            await self._drop(name)

    async def _go_on_talking(self, name: CaseId) -> None:
        if self.post.now() >= self._ask_at.get(name, 0):
            await self._hold(name)
        held = self.state.now.case(name)
        if held.renew_due or self.member.talk.due(self.state.now.conversation(name)):
            await self._drain(name)
        if held.renew_due:
            await self._renew(name)

    async def _claim(self, name: CaseId) -> HeldCase:
        held = self.state.now.case(name)
        lease_pk = signer(held.lease_seed)
        answer = await self.member.ask(CLAIM, lambda secret: case.claim(held.case_key, lease_pk, secret))
        if answer is None:
            await self._drop(name)
            raise AlreadyTaken
        parts = answer.unpack(CLAIM_ANSWER)
        sheet = _open_sheet(held.case_key, parts["sheet_lock"], parts["sheet"])
        lapses = int(self.post.now()) + self.directory.policy.claim_minutes * 60
        await self.state.change(lambda state: state.case(name).claimed(number(parts["claims"]), sheet, lapses))
        return self.state.now.case(name)

    async def _hold(self, name: CaseId) -> Answer:
        """What accepting gives, the same again while case and lease last. LeaseLapsed: nothing of it is left here.

        Asking again makes the lease no longer, as renewing would. Each case is asked for at a moment of its own.
        """
        held = self.state.now.case(name)
        answer = await self.member.ask(ACCEPT, lambda secret: case.hold("accept", held.lease_seed, name, secret))
        if answer is None:
            await self._drop(name)
            raise LeaseLapsed
        self._ask_at[name] = self.post.now() + STANDS_SECONDS - name[0]
        return answer

    async def _accept(self, name: CaseId) -> HeldCase:
        held = self.state.now.case(name)
        parts = (await self._hold(name)).unpack(ACCEPT_ANSWER)
        try:
            body = case.open_body(held.case_key, parts["body_lock"], parts["body"])
        except (DecryptError, FormatError):
            return await self._unreadable(name)
        if not all(can_be_sealed_to(one) for one in body.reply_pks):
            return await self._unreadable(name)
        minutes = self.directory.policy.lease_minutes.get(str(held.card.get("release")), 30)
        lapses, term = int(self.post.now()) + minutes * 60, number(parts["term"])
        await self.state.change(lambda state: state.case(name).accepted(term, parts["term_lock"], body, lapses))
        await self._drain(name)
        return self.state.now.case(name)

    async def _unreadable(self, name: CaseId) -> HeldCase:
        await self.put_back(name)
        raise Refused("What this case holds cannot be opened. It was put back; tell your coordinator.")

    async def _put_back(self, name: CaseId) -> None:
        held = self.state.now.case(name)
        if held.thread is not None:
            await self._drain(name)
        if not self.state.now.ended:  # who was revoked has no secret to ask with: then the lease lapses
            await self.member.ask(PUT_BACK, lambda secret: case.hold("put back", held.lease_seed, name, secret))
        await self._drop(name)

    async def _close(self, name: CaseId) -> None:
        held = self.state.now.case(name)
        if held.thread is not None:
            await self._drain(name)
        await self.member.ask(CLOSE, lambda secret: case.hold("close", held.lease_seed, name, secret))
        chunks = _chunks(held.body)
        for at in range(0, len(chunks), ERASE_AT_ONCE):
            await self.post.send(ERASE, wire.erase(None, None, chunks[at : at + ERASE_AT_ONCE]))
        await self._drop(name)
        await self.member.tend_coordinator()

    async def _renew(self, name: CaseId) -> None:
        held, hour = self.state.now.case(name), self.post.hour()
        answer = await self.member.ask(RENEW, lambda secret: case.renew(held.lease_seed, name, secret, hour))
        if answer is None:
            await self._drop(name)
            raise LeaseLapsed
        lapses = hour * SECONDS_OF_AN_HOUR + self.directory.policy.renew_minutes * 60
        await self.state.change(lambda state: _renewed(state.case(name), lapses))

    async def _drop(self, name: CaseId) -> None:
        self.board.forget(name)
        self._ask_at.pop(name, None)
        await self.state.change(lambda state: state.cases.pop(name, None))

    async def _drain(self, name: CaseId) -> None:
        await self.member.talk.drain(
            lambda state: state.conversation(name), lambda state, cells: state.read_case(name, cells)
        )

    async def _slots(self) -> list[VisibleSlot]:
        secret = self.member.secret()
        return [slot for bucket in self._buckets() for slot in await self.post.slots(secret, bucket, self._since)]

    async def _alert(self, waiting: Sequence[Waiting]) -> None:
        mine = self.state.now
        for one in waiting:
            named = str(one.card.get("directory"))
            if named not in mine.alerted and mine.directories.doubtful(named, one.opened):
                await self.member.tend_keys(DIRECTORY_SECONDS)
                if self.state.now.directories.doubtful(named, one.opened):
                    await self._alert_once(named, one.opened)
        if mine.coordinator is not None and self.member.talk.due(self.state.now.with_coordinator()):
            await self.member.tend_coordinator()

    async def _alert_once(self, named: str, opened: Hour) -> None:
        await self.state.change(lambda state: state.alert(named, opened))

    def _buckets(self) -> set[int]:
        mine = {one.desk for one in self.state.now.keyring.seeds}
        return {desk.bucket for desk in self.directory.desks if desk.id in mine}

    def _new(self, name: CaseId, held: HeldCase) -> list[Entry]:
        entries = [] if held.thread is None else held.thread.all()
        return [one for one in entries if not one.mine and one.n > self._given.get(name, -1)]


def _stage(held: HeldCase, stage: str) -> None:
    held.stage = stage


def _reply(held: HeldCase, text: str) -> None:
    if held.thread is not None:
        held.thread.say_text(text)
        held.renew_due = True


def _renewed(held: HeldCase, lapses: int) -> None:
    held.lapses, held.renew_due = max(held.lapses, lapses), False


def _open_sheet(case_key: bytes, lock: bytes, sheet: bytes) -> Json:
    try:
        return dict(case.open_sheet(case_key, lock, sheet))
    except (DecryptError, FormatError):
        return {"names": [], "unreadable": True}


def _chunks(body: Json) -> list[Address]:
    """Where the attachments that a body names stand; nothing of what is not of its form."""
    found = []
    attachments = body.get("attachments")
    for one in attachments if isinstance(attachments, list) else []:
        try:
            key, count = decode_key(one["key"]), min(int(one["count"]), CHUNKS_AT_MOST)
        except (FormatError, KeyError, TypeError, ValueError):
            continue
        found += [chunk_address(key, index) for index in range(count)]
    return found
