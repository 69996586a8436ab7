"""The desk is reloaded while it claims, accepts, replies, puts back and closes: nothing is lost, or done twice.

Here at one request of the first three; at the others, and when it puts back and closes, in long_desk.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from crypto.directory import encode_key
from tests.client.conftest import Hotline
from tests.web import desks
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import WIDE, Opened

REPLY = "Stay inside. I am with you."
STEP_MS = 25


@dataclass
class Killer:
    """Reloads the page at the n-th request from now: before it leaves, or once the server has answered it."""

    page: Page
    at: int
    answered: bool
    count: int = 0
    reached: bool = False

    def __call__(self, route: Route) -> None:
        self.count += 1
        if self.count < self.at:
            route.continue_()
        elif self.count == self.at:
            if self.answered:
                route.fetch()
            self.reached = True

    def during(self, press: str) -> None:
        """Press a button and let the page die under it."""
        self.count, self.reached = 0, False
        self.page.route("**/post", self)
        self.page.route("**/vault", self)
        self.page.get_by_role("button", name=press, exact=True).click()
        while not self.reached:
            self.page.wait_for_timeout(STEP_MS)
        self.page.reload()
        self.page.unroute_all(behavior="ignoreErrors")


@pytest.mark.drill
def test_reloaded_desk_goes_on(open_page: OpenPage, aside: Aside) -> None:
    goes_on(open_page, aside, 2, True)


def goes_on(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    """Reloaded while claiming, while accepting and while replying, each time at the same request."""
    codename, opened = desks.responder(aside), desks.case(aside)
    page = open_page("/desk", allowed=("Failed to load resource",), **WIDE)
    page.on("dialog", lambda dialog: dialog.accept())
    killer = Killer(page, at, answered)
    desks.unlock(page, codename)

    desks.row(page, opened).click()
    killer.during("Claim")
    desks.unlock(page, codename)
    desks.row(page, opened).click()
    accept = page.get_by_role("button", name="Accept and open the story")
    claim = page.get_by_role("button", name="Claim", exact=True)
    expect(accept.or_(claim).first).to_be_visible()
    if claim.is_visible():
        claim.click()
    accept.wait_for()

    killer.during("Accept and open the story")
    desks.unlock(page, codename)
    desks.row(page, opened).click()
    answer = page.get_by_label("Your answer")
    expect(accept.or_(answer).first).to_be_visible()
    if accept.is_visible():
        accept.click()

    answer.fill(REPLY)
    killer.during("Send")
    desks.unlock(page, codename)
    desks.row(page, opened).click()
    messages = page.get_by_role("list", name="Messages")
    expect(messages).to_contain_text("The caller was told")
    if REPLY not in messages.inner_text():
        desks.send(page, REPLY)
    expect(messages).to_contain_text(REPLY)
    expect(messages).not_to_contain_text("Not sent yet")
    assert desks.told(aside, opened) == [("hello", ""), ("text", REPLY)]


def goes_on_closing(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    codename, opened = desks.responder(aside), desks.case(aside)
    page = open_page("/desk", allowed=("Failed to load resource",), **WIDE)
    page.on("dialog", lambda dialog: dialog.accept())
    desks.unlock(page, codename)
    desks.accept(page, opened)
    start_closing(page)
    Killer(page, at, answered).during("Close and erase")
    desks.unlock(page, codename)
    finish(page, opened, close)
    assert desks.told(aside, opened) == [("hello", ""), ("closing", "Call the clinic.")]


def goes_on_putting_back(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    codename, opened = desks.responder(aside), desks.case(aside)
    page = open_page("/desk", allowed=("Failed to load resource",), **WIDE)
    page.on("dialog", lambda dialog: dialog.accept())
    desks.unlock(page, codename)
    desks.accept(page, opened)
    page.get_by_role("button", name="Put back…").click()
    Killer(page, at, answered).during("Put back")
    desks.unlock(page, codename)
    finish(page, opened, put_back)
    assert [kind for kind, _ in desks.told(aside, opened)] == ["hello", "notice"]
    assert opened.name in aside(waiting_for_others)


async def waiting_for_others(hotline: Hotline) -> list[str]:
    return [encode_key(one.case_id) for one in await (await hotline.responder()).queue()]


def start_closing(page: Page) -> None:
    page.get_by_role("button", name="Close the case…").click()
    page.get_by_label("How did it end?").select_option("advice")
    page.get_by_label("Last words to the caller").fill("Call the clinic.")


def close(page: Page) -> None:
    start_closing(page)
    page.get_by_role("button", name="Close and erase").click()


def put_back(page: Page) -> None:
    page.get_by_role("button", name="Put back…").click()
    page.get_by_role("button", name="Put back", exact=True).click()


def finish(page: Page, opened: Opened, again: Callable[[Page], None]) -> None:
    """Do it again if it was never noted, and see the case go."""
    page.get_by_text("Live").wait_for()
    if desks.row(page, opened).filter(has_text="Waits for your answer").is_visible():
        desks.row(page, opened).click()
        again(page)
    expect(desks.row(page, opened)).to_have_count(0)
