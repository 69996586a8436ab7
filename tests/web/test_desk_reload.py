"""The desk is reloaded while it claims, accepts and replies: nothing is lost, nothing is done twice."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web import desks
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import WIDE

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


@pytest.mark.parametrize(("at", "answered"), [(1, False), (1, True), (2, False), (2, True), (3, True)])
def test_reloaded_desk_goes_on(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
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
