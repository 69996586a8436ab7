"""A volunteer for callers at their pages: a responder in Python who finds a caller's case by the caller's own code."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import pytest

from crypto.sizes import CaseId
from hotline.client.caller import Caller
from hotline.client.responder import Responder
from hotline.client.responder_state import ResponderState
from hotline.client.thread import Entry
from tests.client.conftest import Hotline
from tests.web.conftest import Aside, in_thread

T = TypeVar("T")
Act = Callable[[Responder, CaseId], Awaitable[T]]


@pytest.fixture(scope="module")
def volunteer(site: Hotline) -> "Volunteer":
    """One for the callers of a module."""
    return Volunteer.enrolled(lambda story: in_thread(site, story))


class Coded(Protocol):
    """A caller who has told the tests her code, in the words of a language."""

    code: list[str]
    language: str


def case_of(aside: Aside, caller: Coded) -> CaseId:
    """Her case: only her code leads to it."""

    async def find(hotline: Hotline) -> CaseId:
        back = await Caller.come_back(hotline.post(), hotline.root_pk, " ".join(caller.code), caller.language)
        assert back.case_id is not None
        return back.case_id

    found: CaseId = aside(find)
    return found


@dataclass
class Volunteer:
    """One who was enrolled for every desk. Each thing that she does, she does from her codename alone."""

    aside: Aside
    digits: str
    cases: dict[str, CaseId] = field(default_factory=dict)

    @classmethod
    def enrolled(cls, aside: Aside) -> "Volunteer":
        async def story(hotline: Hotline) -> str:
            return (await hotline.responder()).digits

        return cls(aside, aside(story))

    def meet(self, visit: Coded) -> None:
        """Claim and accept this caller's case, whose code is in the visit."""

        async def meet(responder: Responder, name: CaseId) -> None:
            await responder.queue()
            await responder.claim(name)
            await responder.accept(name)

        self.cases[" ".join(visit.code)] = case_of(self.aside, visit)
        self._do(visit, meet)

    def reply(self, visit: Coded, text: str) -> None:
        self._do(visit, lambda responder, name: responder.reply(name, text))

    def close(self, visit: Coded, code: str, text: str) -> None:
        self._do(visit, lambda responder, name: responder.close(name, code, text))

    def put_back(self, visit: Coded) -> None:
        self._do(visit, lambda responder, name: responder.put_back(name))

    def say(self, visit: Coded, *documents: dict[str, Any]) -> None:
        """Send what her own client would not."""

        async def say(responder: Responder, name: CaseId) -> None:
            def put(state: ResponderState) -> None:
                thread = state.case(name).thread
                assert thread is not None
                for document in documents:
                    thread.say(document)

            await responder.state.note(put)
            await responder.reply(name, "And that is all.")

        self._do(visit, say)

    def claims_to_have_read(self, visit: Coded, count: int) -> None:
        """Say more of the caller's messages to be read than there are."""

        async def lie(responder: Responder, name: CaseId) -> None:
            def put(state: ResponderState) -> None:
                state.conversation(name).seen = count

            await responder.state.note(put)
            await responder.reply(name, "I have read all of it.")

        self._do(visit, lie)

    def heard(self, visit: Coded) -> list[str]:
        """All that this caller has said, as it stands with the volunteer: her first words, then her messages."""

        async def read(responder: Responder, name: CaseId) -> list[str]:
            await responder.read()
            held = responder.cases[name]
            entries: list[Entry] = held.thread.all() if held.thread else []
            return [held.body["words"], *(one.text for one in entries if one.kind == "text" and not one.mine)]

        return self._do(visit, read)

    def card(self, visit: Coded) -> Mapping[str, Any]:
        """What this caller's card says, as it waits in the queue."""

        async def look(hotline: Hotline) -> Mapping[str, Any]:
            responder = await Responder.unlock(hotline.post(), self.digits)
            return next(one.card for one in await responder.queue() if one.case_id == wanted)

        wanted = case_of(self.aside, visit)
        card: Mapping[str, Any] = self.aside(look)
        return card

    def waiting(self) -> list[CaseId]:
        """The cases of her queue."""

        async def look(hotline: Hotline) -> list[CaseId]:
            responder = await Responder.unlock(hotline.post(), self.digits)
            return [one.case_id for one in await responder.queue()]

        found: list[CaseId] = self.aside(look)
        return found

    def _do(self, visit: Coded, act: Act[T]) -> T:
        async def story(hotline: Hotline) -> T:
            return await act(await Responder.unlock(hotline.post(), self.digits), self.cases[" ".join(visit.code)])

        done: T = self.aside(story)
        return done
