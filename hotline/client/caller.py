"""A caller: opens a case, comes back with a codename, reads, replies, erases. docs/protocol.md, 4 and 6.

Everything she does is a step in her state and then beats: one request at each, the first of these that is due: write
what is unsaved, open what is not acknowledged, exchange. A beat with nothing due is an exchange all the same.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

from crypto import case, codename
from crypto.case import Secrets
from crypto.conversation import Cell
from crypto.directory import RELEASES, Desk, Directory, encode_key
from crypto.signing import sign
from crypto.sizes import (
    CALLER_VAULT,
    DONE,
    ERASE_WITH_EXCHANGE,
    OPEN,
    Address,
    CaseId,
)
from hotline.client.caller_state import CallerCase, CallerState, Intake
from hotline.client.card import card_document
from hotline.client.errors import CaseEnded, CaseRefused, NoCase, NoDesk, OldVault, Refused
from hotline.client.packs import pack_of
from hotline.client.post import Post, fetch_directory
from hotline.client.rhythm import Rhythm
from hotline.client.state import State, VaultShelf
from hotline.client.talk import Talk
from hotline.client.thread import Entry
from hotline.client.tiers import desks_for, slots_for
from hotline.client.words import read_codename, spelled
from hotline.triage.deadlines import deadlines
from hotline.triage.evaluate import evaluate
from hotline.triage.model import Pack

Json = dict[str, Any]
ERASE_ROUNDS = 5


class Caller:
    """One person, by her codename. Made by `start` or `come_back`."""

    def __init__(
        self, post: Post, directory: Directory, ten: bytes, shelf: VaultShelf, state: State[CallerState], fresh: bool
    ) -> None:
        self.post, self.directory, self.ten = post, directory, ten
        self._shelf, self._state = shelf, state
        self._may_be_open = not fresh
        self._talk = Talk(post, state)
        self._given = -1
        self._stopped = False
        self._turn = asyncio.Lock()

    @classmethod
    async def start(cls, post: Post, root_pk: bytes) -> Self:
        """A new codename, and nothing on the server yet. DirectoryError when the directory cannot be trusted."""
        directory = await fetch_directory(post, root_pk)
        post.rhythm = Rhythm(directory.policy)
        ten = codename.draw()
        shelf = await VaultShelf.of(post, ten, directory.site, CALLER_VAULT)
        return cls(post, directory, ten, shelf, State(shelf, CallerState.from_json, CallerState()), True)

    @classmethod
    async def come_back(cls, post: Post, root_pk: bytes, typed: str, language: str = "en") -> Self:
        """The caller of a codename, and whatever was interrupted done to its end. CodenameError; NoVault.

        What cannot be done (the case is refused, or ended, or the vault is an old one) is told by `read` and `reply`;
        erasing is possible always.
        """
        directory = await fetch_directory(post, root_pk)
        post.rhythm = Rhythm(directory.policy)
        ten = read_codename(typed, directory.site, language)
        shelf = await VaultShelf.of(post, ten, directory.site, CALLER_VAULT)
        caller = cls(post, directory, ten, shelf, await State.read(shelf, CallerState.from_json), False)
        with suppress(CaseRefused, CaseEnded, NoDesk, OldVault):
            await caller.settle()
        return caller

    def codename(self, language: str = "en") -> tuple[str, ...]:
        """The eight words, in the list of a language; the nine groups of digits where it has none."""
        return spelled(self.ten, self.directory.site, language)

    @property
    def pack(self) -> Pack:
        """The questions and rules of triage. NoPack."""
        return pack_of(self.directory)

    @property
    def digits(self) -> str:
        """The codename as 27 digits in threes."""
        return codename.to_digits(self.ten, self.directory.site)

    @property
    def vault_address(self) -> Address:
        """Where her vault stands."""
        return self._shelf.keys.address

    @property
    def case(self) -> CallerCase | None:
        """The case as it stands in memory; only to be looked at."""
        return self._state.now.case

    @property
    def case_id(self) -> CaseId | None:
        """The public name of the case, if there is one."""
        return None if self.case is None else self.case.case_id

    @property
    def card(self) -> Json:
        """What triage made of the answers."""
        return self._own().card

    @property
    def term(self) -> int | None:
        """Which volunteer in turn she talks with; None while nobody has answered."""
        return None if self.case is None else self.case.term

    @property
    def closed(self) -> bool:
        """Whether the volunteer has closed the case."""
        return self.case is not None and self.case.closed

    def thread(self) -> list[Entry]:
        """All that is kept of the conversation, in order."""
        return [] if self.case is None else self.case.thread.all()

    async def open(
        self,
        answers: Mapping[str, object],
        words: str,
        names: Sequence[Mapping[str, str]] = (),
        callback: str | None = None,
        dates: Mapping[str, str] | None = None,
        more: Sequence[str] = (),
    ) -> None:
        """Open a case. Returns once it is acknowledged and the vault has dropped its lock.

        `dates` are what she gave of those that deadlines run from (hotline/triage/deadlines.py); `more` is what did not
        fit beside her words: it stands in the vault with the case, for who will accept. TooLong when the words or names
        do not fit; NoDesk; CaseRefused; UnknownDate, WrongDate. Another case of hers that has not ended stays under its
        own codename: one codename, one case.
        """
        if self.case is not None:
            raise CaseEnded("This codename has a case already. Start again to open another one.")
        body: Json = {"words": words, "callback": callback, "attachments": [], "answers": dict(answers)}
        body["dates"] = dict(dates or {})
        intake = Intake(self._card(answers, body["dates"]), {"names": [dict(one) for one in names]}, body)
        drawn = CallerCase.drawn(case.draw(), self.post.hour(), intake)
        drawn.goes_to(desk.id for desk in self._desks(intake))
        for text in more:
            drawn.say(text)
        await self._sealed(intake, drawn.secrets)  # too long is told before anything is kept
        await self._state.note(lambda state: _begin(state, drawn))
        await self.settle()

    async def reply(self, text: str) -> None:
        """Say something. Returns when it is sent, or stands in the vault for who will accept.

        CaseEnded; TooLong; OldVault.
        """
        if self._stopped:
            raise OldVault
        await self._state.note(lambda state: _case(state).say(text))
        await self.settle()

    async def read(self, beats: int = 1) -> list[Entry]:
        """What the other end has said, and what happened, since this object was last asked."""
        for _ in range(beats):
            await self.beat()
        await self.settle()
        new = [one for one in self.thread() if not one.mine and one.n > self._given]
        self._given = max((one.n for one in new), default=self._given)
        return new

    async def settle(self) -> None:
        """Beat until nothing is unsaved, unacknowledged, unsent or unerased."""
        while self._due():
            await self.beat()

    async def beat(self) -> None:
        """One request: the next that is due, or an exchange with nothing to say."""
        async with self._turn:
            if self._stopped:
                raise OldVault
            try:
                await self._next_request()
            except OldVault:
                self._stopped = True
                raise

    async def erase_everything(self) -> None:
        """The case, the vault and every cell, at once, and a look that the vault is gone. Refused when it stays."""
        async with self._turn:
            await self._erase(self.case, self._state.version)
            for _ in range(ERASE_ROUNDS):
                found = await self._shelf.read()
                if found is None:
                    self._state = State(self._shelf, CallerState.from_json, CallerState())
                    self._talk = Talk(self.post, self._state)
                    return
                await self._erase(CallerState.from_json(found[1]).case, found[0])
        raise Refused("Something is still there. Try once more, from one window only.")

    async def _next_request(self) -> None:
        if self._state.unsaved:
            await self._state.save()
        elif self.case is None:
            await self.post.exchange()
        elif self.case.lock is not None:
            await self._open(self.case)
        elif self.case.erase:
            await self._erase_behind(self.case)
        else:
            await self._exchange(self.case)

    def _due(self) -> bool:
        own = self.case
        if self._state.unsaved or own is None:
            return self._state.unsaved
        return bool(own.lock or own.erase or self._talk.due(own.conversation))

    def _own(self) -> CallerCase:
        return _case(self._state.now)

    def _card(self, answers: Mapping[str, object], dates: Mapping[str, str]) -> Json:
        due = deadlines(self.pack, answers, dates, self.post.now())
        return card_document(evaluate(self.pack, answers), due, self.directory.hash)

    async def _open(self, own: CallerCase) -> None:
        if self._may_be_open and await self._is_open(own):
            return
        if own.intake is None or not self._alive(own):
            raise CaseEnded
        desks = [desk.id for desk in self._desks(own.intake)]
        if not set(desks) <= set(own.desks):
            await self._state.note(lambda state: _case(state).goes_to(desks))
            return  # the vault names them before they get it
        self._may_be_open = True
        answer = await self.post.send(OPEN, await self._sealed(own.intake, own.secrets))
        if answer.status != DONE:
            raise CaseRefused
        await self._state.note(lambda state: _case(state).acknowledge())

    async def _is_open(self, own: CallerCase) -> bool:
        """Whether somebody has answered already: then it was opened before, and may have been closed since."""
        self._may_be_open = False
        down = (*own.conversation.expected(), own.heads()[0])
        found = await self.post.exchange(down=down)
        if found.cells:
            await self._state.note(lambda state: _case(state).acknowledge())
            await self._state.note(lambda state: self._receive(state, found.cells))
        return bool(found.cells)

    async def _sealed(self, intake: Intake, secrets: Secrets) -> bytes:
        card = {**intake.card, "directory": encode_key(self.directory.hash)}
        release, slots = RELEASES.index(card["release"]), slots_for(self._desks(intake), self.post.hour())
        return await asyncio.to_thread(case.seal_case, secrets, release, slots, card, intake.sheet, intake.body)

    def _desks(self, intake: Intake) -> list[Desk]:
        card = evaluate(self.pack, intake.body["answers"])
        return desks_for(self.directory, card, self.post.now())

    async def _erase_behind(self, own: CallerCase) -> None:
        erase = own.left_behind()[:ERASE_WITH_EXCHANGE]
        await self.post.exchange(erase=erase)
        await self._state.note(lambda state: _case(state).erased_behind(erase), urgent=False)

    async def _exchange(self, own: CallerCase) -> None:
        heads = own.heads() if self._alive(own) else ()
        await self._talk.once(lambda state: _case(state).conversation, self._receive, heads)

    def _receive(self, state: CallerState, cells: Sequence[Cell]) -> list[Entry]:
        own = _case(state)
        return own.receive(cells, self._alive(own))

    def _alive(self, own: CallerCase) -> bool:
        return self.post.hour() < own.opened + self.directory.policy.case_hours

    async def _erase(self, own: CallerCase | None, version: int) -> None:
        if own is None:
            await self._shelf.erase(version)
        else:
            named = (own.case_id, sign(own.close_seed, "erase", own.case_id))
            await self._shelf.erase(version, named, own.standing())


def _begin(state: CallerState, drawn: CallerCase) -> None:
    if state.case is not None:
        raise CaseEnded
    state.case = drawn


def _case(state: CallerState) -> CallerCase:
    if state.case is None:
        raise NoCase
    return state.case
