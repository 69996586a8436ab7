"""Every pairing of page and Python peer goes the whole way: opened, claimed, accepted, answered, closed, erased.

A caller's page is a phone's and in Spanish or Arabic; a responder's is a desktop's. One of the pairings; the others are
in long_pairings.py.
"""

from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

from crypto.directory import encode_key
from hotline.client.caller import Caller
from hotline.client.errors import NoVault
from tests.client.conftest import DOOR, Hotline
from tests.web import desks
from tests.web.alone import site
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import PHONE, WIDE
from tests.web.visit import Visit
from tests.web.volunteers import Coded, Volunteer, case_of

__all__ = ["site"]

STORY = "They took my brother. Él se llama José. أخي اسمه خوسيه."
ANSWER, THANKS, LAST = "Does he have papers with him?", "No. ¿Qué hago? ماذا أفعل؟", "Call the clinic."


class Calling(Coded, Protocol):
    """A caller, in a page or in Python."""

    def open(self, words: str) -> None: ...
    def hears(self, text: str) -> None: ...
    def says(self, text: str) -> None: ...
    def erases(self) -> None: ...


class Responding(Protocol):
    """A responder, in a page or in Python."""

    def meet(self, caller: Coded) -> None: ...
    def reply(self, caller: Coded, text: str) -> None: ...
    def hears(self, caller: Coded, text: str) -> None: ...
    def close(self, caller: Coded, code: str, text: str) -> None: ...


class CallingByPage:
    def __init__(self, page: Page, language: str) -> None:
        self.visit, self.language = Visit(page, language), language
        self.code = self.visit.code

    def open(self, words: str) -> None:
        self.visit.first()
        self.visit.answers()
        self.visit.tell("José Peña", words)
        self.visit.keep_code()
        self.code = self.visit.code
        self.visit.send()

    def hears(self, text: str) -> None:
        self.visit.page.get_by_text(text).wait_for()

    def says(self, text: str) -> None:
        self.visit.say(text)
        self.visit.page.get_by_text(self.visit.text("talk.sending")).wait_for(state="detached")

    def erases(self) -> None:
        self.visit.erase()


class CallingByPeer:
    language = "en"

    def __init__(self, aside: Aside) -> None:
        self.aside = aside
        self.code: list[str] = []

    def open(self, words: str) -> None:
        async def story(hotline: Hotline) -> list[str]:
            caller = await Caller.start(hotline.post(), hotline.root_pk)
            await caller.open(DOOR, words)
            return list(caller.codename("en"))

        self.code = self.aside(story)

    def hears(self, text: str) -> None:
        async def story(hotline: Hotline) -> None:
            caller = await self._back(hotline)
            while text not in [one.text for one in caller.thread() if not one.mine]:
                await caller.read()

        self.aside(story)

    def says(self, text: str) -> None:
        async def story(hotline: Hotline) -> None:
            await (await self._back(hotline)).reply(text)

        self.aside(story)

    def erases(self) -> None:
        async def story(hotline: Hotline) -> None:
            await (await self._back(hotline)).erase_everything()

        self.aside(story)

    async def _back(self, hotline: Hotline) -> Caller:
        return await Caller.come_back(hotline.post(), hotline.root_pk, " ".join(self.code))


class RespondingByPage:
    def __init__(self, page: Page, aside: Aside) -> None:
        self.page, self.aside = page, aside
        desks.unlock(page, desks.responder(aside))

    def meet(self, caller: Coded) -> None:
        self.page.locator(f'[data-case="{encode_key(case_of(self.aside, caller))}"]').click()
        self.page.get_by_role("button", name="Claim", exact=True).click()
        self.page.get_by_role("button", name="Accept and open the story").click()
        expect(self.page.locator(".story")).to_have_text(STORY)

    def reply(self, _caller: Coded, text: str) -> None:
        desks.send(self.page, text)

    def hears(self, _caller: Coded, text: str) -> None:
        self.page.get_by_text(text).wait_for()

    def close(self, caller: Coded, code: str, text: str) -> None:
        self.page.get_by_role("button", name="Close the case…").click()
        self.page.get_by_label("How did it end?").select_option(code)
        self.page.get_by_label("Last words to the caller").fill(text)
        self.page.get_by_role("button", name="Close and erase").click()
        expect(self.page.locator("[data-case]")).to_have_count(0)


class RespondingByPeer(Volunteer):
    @classmethod
    def enrolled(cls, aside: Aside) -> "RespondingByPeer":
        return cls(aside, Volunteer.enrolled(aside).digits)

    def hears(self, caller: Coded, text: str) -> None:
        while text not in self.heard(caller):
            pass
        assert self.heard(caller)[0] == STORY


@pytest.mark.drill
def test_a_case_goes_the_whole_way_between_two_pages(open_page: OpenPage, aside: Aside) -> None:
    goes_the_whole_way(open_page, aside, "page es", "page")


def goes_the_whole_way(open_page: OpenPage, aside: Aside, calling: str, responding: str) -> None:
    """Of this kind of caller and this kind of responder."""
    caller: Calling = CallingByPeer(aside)
    if calling != "peer":
        _, language = calling.split()
        caller = CallingByPage(open_page(language=language, **PHONE), language)
    at_desk = responding == "page"
    responder: Responding
    responder = RespondingByPage(open_page("/desk", **WIDE), aside) if at_desk else RespondingByPeer.enrolled(aside)

    caller.open(STORY)
    responder.meet(caller)
    responder.reply(caller, ANSWER)
    caller.hears(ANSWER)
    caller.says(THANKS)
    responder.hears(caller, THANKS)
    responder.close(caller, "advice", LAST)
    caller.hears(LAST)
    caller.erases()

    async def come_back(hotline: Hotline) -> None:
        with pytest.raises(NoVault):
            await Caller.come_back(hotline.post(), hotline.root_pk, " ".join(caller.code), caller.language)

    aside(come_back)
