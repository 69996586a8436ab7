"""The server does what it is asked, and its answers are lost on the way: all is done once, and the screen says plainly
what is not certain yet."""

import pytest
from playwright.sync_api import Route, expect

from crypto.sizes import OPEN
from tests.web.conftest import OpenPage
from tests.web.deaths import ERASES, HEARS, OPENS, READS, SAYS, TIDIES, WRITES, Loser
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

LOST = ("Failed to load resource", "ERR_FAILED")
WORDS = "They took my brother at work."


def heard_in_vain(route: Route) -> None:
    """The server hears it; its answer is lost."""
    route.fetch()
    route.abort()


def test_the_first_answer_of_every_kind_lost_and_all_is_done_once(open_page: OpenPage, volunteer: Volunteer) -> None:
    page, loser, waiting = open_page(language="en", allowed=LOST), Loser(), len(volunteer.waiting())
    page.route("**/post", loser)
    visit = Visit(page, "en")
    visit.shortly(WORDS)
    visit.keep_code()
    visit.send()
    assert len(volunteer.waiting()) == waiting + 1
    volunteer.meet(visit)
    visit.sees("talk.hello")
    volunteer.reply(visit, "Do not sign anything.")
    page.get_by_text("Do not sign anything.").wait_for()
    visit.say("He signed nothing.")
    visit.sent()
    for text in (WORDS, "Do not sign anything.", "He signed nothing."):
        expect(page.get_by_text(text)).to_have_count(1)
    assert volunteer.heard(visit) == [WORDS, "He signed nothing."]
    visit.erase()
    assert {OPENS, READS, WRITES, ERASES, SAYS, HEARS, TIDIES} == set(loser.lost)
    page.unroute_all(behavior="wait")
    visit.press("nav.home")
    visit.try_code(" ".join(visit.code))
    visit.sees("error.NoVault")
    assert len(volunteer.waiting()) == waiting


@pytest.mark.drill
def test_while_it_is_not_certain_that_she_was_heard_it_says_not_sent_yet_and_then_sends_once(
    open_page: OpenPage, volunteer: Volunteer
) -> None:
    page, waiting = open_page(language="en", allowed=LOST), len(volunteer.waiting())
    asked: list[bytes] = []

    def lose(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        if body[0] != OPEN:
            route.continue_()
            return
        asked.append(body)
        heard_in_vain(route)

    page.route("**/post", lose)
    visit = Visit(page, "en")
    visit.shortly(WORDS)
    visit.keep_code()
    visit.press("send.now")
    visit.at("send.not", "not sent")
    visit.sees("send.not.text")
    assert len(set(asked)) == 1
    assert len(volunteer.waiting()) == waiting + 1
    page.unroute_all(behavior="wait")
    visit.press("send.again")
    visit.next_screen()
    expect(page.get_by_text(WORDS)).to_have_count(1)
    assert len(volunteer.waiting()) == waiting + 1
    volunteer.meet(visit)
    assert volunteer.heard(visit) == [WORDS]


@pytest.mark.drill
def test_an_answer_to_erasing_that_is_lost_again_and_again_is_not_called_erased(
    open_page: OpenPage, volunteer: Volunteer
) -> None:
    page, waiting = open_page(language="en", allowed=LOST), volunteer.waiting()
    visit = Visit(page, "en")
    visit.open_urgently(WORDS)
    page.route("**/post", heard_in_vain)
    visit.press("erase.button")
    visit.press("erase.yes")
    visit.sees("net.off")
    visit.sees("erase.doing")
    expect(page.get_by_role("heading", name=visit.text("erase.done"))).to_have_count(0)
    assert volunteer.waiting() == waiting
    page.unroute_all(behavior="wait")
    visit.at("erase.done", "erased")
