"""Attack 8 against the caller's page: two windows with one code, and a server that shows an older vault."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from crypto.sizes import DONE, READ, WRITE
from tests.web import desks
from tests.web.conftest import Aside, OpenPage, axe
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

WORDS = "They took my sister."


def met(aside: Aside, volunteer: Volunteer, page: Page) -> Visit:
    """A caller whose case somebody has accepted, in her conversation; her vault knows of it."""
    visit, opened = Visit(page, "en"), desks.case(aside, WORDS)
    visit.code = opened.digits.split()
    volunteer.meet(visit)
    assert desks.told(aside, opened) == [("hello", "")]
    visit.first()
    visit.come_back(" ".join(visit.code))
    visit.sees("talk.hello")
    return visit


@pytest.mark.drill
def test_of_two_windows_that_reply_at_once_both_messages_arrive_once(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    one = met(aside, volunteer, open_page(language="en"))
    other = Visit(open_page(language="en"), "en")
    other.code = one.code
    other.first()
    other.come_back(" ".join(one.code))
    for turn in range(2):
        for window, name in ((one, "one"), (other, "other")):
            window.page.locator("main textarea").fill(f"From {name}, {turn}.")
        one.press("talk.send")
        other.press("talk.send")
        for window in (one, other):
            window.sent()
        volunteer.reply(one, f"I have both, {turn}.")
        for window in (one, other):
            window.page.get_by_text(f"I have both, {turn}.").wait_for()
    said = volunteer.heard(one)
    assert sorted(said[1:]) == ["From one, 0.", "From one, 1.", "From other, 0.", "From other, 1."]
    for window in (one, other):
        for text in said:
            expect(window.page.get_by_text(text, exact=True)).to_have_count(1)


@dataclass
class Rollback:
    """What a dishonest server does: it keeps a vault with its old lock as it was read last, shows it from the moment it
    is told to, and says of every write what it likes."""

    shows: bool = False
    writes: int = DONE
    old: bytes = b""

    def __call__(self, route: Route) -> None:
        op = (route.request.post_data_buffer or b"")[0]
        if self.shows and op in (READ, WRITE):
            status = DONE if op == READ else self.writes
            route.fulfill(body=bytes([status]) + self.old[1:], content_type="application/octet-stream")
        elif op == READ:
            answer = route.fetch()
            self.old = answer.body()
            route.fulfill(response=answer)
        else:
            route.continue_()


def test_an_older_vault_is_noticed_at_the_next_answer_and_nothing_more_is_sent(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    server, page = Rollback(), open_page(language="en")
    page.route("**/post", server)
    visit = met(aside, volunteer, page)
    visit.say("My address is on the paper.")
    visit.sent()
    assert volunteer.heard(visit)[-1] == "My address is on the paper."
    server.shows = True
    page.reload()
    volunteer.reply(visit, "I have it.")
    visit.first()
    visit.come_back(" ".join(visit.code))
    visit.sees("error.OldVault")
    expect(page.get_by_text("I have it.")).to_have_count(0)
    axe(page)
    visit.say("Something else.")
    expect(page.get_by_text("Something else.").and_(page.locator(".bubble-text"))).to_have_count(0)
    assert page.locator("main textarea").input_value() == "Something else."
    assert volunteer.heard(visit)[-1] == "My address is on the paper."

    visit.press("erase.button")
    visit.press("erase.yes")
    visit.sees("erase.failed")
    server.shows = False
    visit.press("nav.again")
    visit.press("erase.yes")
    visit.at("erase.done", "erased")
    visit.press("nav.home")
    visit.open_urgently("They are back.")
    volunteer.meet(visit)
    visit.sees("talk.hello")


def test_a_volunteer_who_claims_to_have_read_what_was_never_sent_makes_the_page_stop(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    visit = met(aside, volunteer, open_page(language="en"))
    volunteer.claims_to_have_read(visit, 1 << 31)
    visit.sees("error.OldVault")
    visit.say("Hello?")
    visit.sees("error.OldVault")
    assert volunteer.heard(visit) == [WORDS]


def test_what_one_window_has_erased_another_does_not_bring_back_and_does_not_go_on_showing(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    one = met(aside, volunteer, open_page(language="en"))
    other = Visit(open_page(language="en"), "en")
    other.first()
    other.come_back(" ".join(one.code))
    other.sees("talk.hello")
    one.erase()
    other.say("Are you there?")
    other.sees("error.NoVault")
    expect(other.page.get_by_text(WORDS)).to_have_count(0)
    expect(other.page.get_by_text("Are you there?")).to_have_count(0)
    axe(other.page)
    other.press("nav.home")
    other.first()
    one.press("nav.home")
    one.try_code(" ".join(one.code))
    one.sees("error.NoVault")
