"""The caller's page dies at every step of opening, being answered, replying and erasing: nothing that was acknowledged
is lost, nothing arrives twice, no case is doubled, and the screen says what is so.

What her vault has been told stands. What it has not been told yet was never said to be kept: the page shows "not sent
yet" until then, and so it is typed again here. Some of the steps; all others are in long_caller.py.
"""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.web import desks
from tests.web.conftest import Aside, OpenPage
from tests.web.deaths import ERASES, HEARS, OPENS, READS, SAYS, TIDIES, WAYS, WRITES, Killer, Moment, both, die
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

UNANSWERED = "Failed to load resource"
WORDS = "They took my brother at work."

OPENING = both(Moment(WRITES), Moment(OPENS), Moment(WRITES, 2))
ANSWERED = [Moment(HEARS, answered=True), *both(Moment(WRITES), Moment(TIDIES))]
REPLYING = both(Moment(WRITES), Moment(SAYS), Moment(WRITES, 2))
ERASING = both(Moment(ERASES), Moment(READS))


def new(open_page: OpenPage) -> Visit:
    return Visit(open_page(language="en", allowed=(UNANSWERED,)), "en")


def back(open_page: OpenPage, visit: Visit, way: str) -> Visit:
    """She returns: to the page that loads anew, and says so, or with another phone."""
    page: Page = visit.page
    again = Visit(page, "en") if way == "reload" else new(open_page)
    again.code = visit.code
    again.first()
    expect(again.page.get_by_text(visit.text("first.again"))).to_have_count(int(way == "reload"))
    return again


def in_conversation(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> Visit:
    """A caller whose case somebody has accepted, about to come back to it."""
    visit = new(open_page)
    visit.code = desks.case(aside, WORDS).digits.split()
    volunteer.meet(visit)
    visit.first()
    return visit


@pytest.mark.drill
def test_killed_while_opening(open_page: OpenPage, volunteer: Volunteer) -> None:
    dies_opening(open_page, volunteer, OPENING[3], "crash")


def dies_opening(open_page: OpenPage, volunteer: Volunteer, moment: Moment, way: str) -> None:
    """The case stands once her vault has it, and once only."""
    visit = new(open_page)
    visit.shortly(WORDS)
    visit.keep_code()
    visit.at("send.title", "send")
    waiting = len(volunteer.waiting())
    Killer(visit.page, moment).during(lambda: visit.press("send.now"), way)
    visit = back(open_page, visit, way)
    if moment == OPENING[0]:
        visit.try_code(" ".join(visit.code))
        visit.sees("error.NoVault")
        assert len(volunteer.waiting()) == waiting
        return
    visit.come_back(" ".join(visit.code))
    visit.page.get_by_text(WORDS).wait_for()
    assert len(volunteer.waiting()) == waiting + 1
    volunteer.meet(visit)
    assert volunteer.heard(visit) == [WORDS]


@pytest.mark.drill
def test_killed_while_being_answered(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    dies_being_answered(open_page, aside, volunteer, ANSWERED[-1:])


def dies_being_answered(open_page: OpenPage, aside: Aside, volunteer: Volunteer, moments: Sequence[Moment]) -> None:
    """Each answer is shown once, at whichever of the moments she died before."""
    visit, told = in_conversation(open_page, aside, volunteer), []
    for at, moment in enumerate(moments):
        way, text = WAYS[at % len(WAYS)], f"Died {moment}."
        visit.come_back(" ".join(visit.code))
        visit.sees("talk.hello")
        told.append(text)
        Killer(visit.page, moment).during(lambda text=text, visit=visit: volunteer.reply(visit, text), way)  # type: ignore[misc]
        visit = back(open_page, visit, way)
        visit.come_back(" ".join(visit.code))
        for one in told:
            expect(visit.page.get_by_text(one)).to_have_count(1)
        expect(visit.page.get_by_text(visit.text("talk.hello"))).to_have_count(1)
        expect(visit.page.get_by_text(visit.text("talk.lost"))).to_have_count(0)
        visit.page.reload()
        visit.first()
    visit.come_back(" ".join(visit.code))
    visit.say("I have read all of it.")
    visit.sent()
    assert volunteer.heard(visit) == [WORDS, "I have read all of it."]


def test_killed_while_replying(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    dies_replying(open_page, aside, volunteer, REPLYING[3:4])


def dies_replying(open_page: OpenPage, aside: Aside, volunteer: Volunteer, moments: Sequence[Moment]) -> None:
    """Each reply arrives once, at whichever of the moments she died."""
    visit, said = in_conversation(open_page, aside, volunteer), [WORDS]
    for at, moment in enumerate(moments):
        way = WAYS[at % len(WAYS)]
        visit.come_back(" ".join(visit.code))
        visit.sees("talk.hello")
        said.append(f"Died {moment}.")
        Killer(visit.page, moment).during(lambda visit=visit: visit.say(said[-1]), way)  # type: ignore[misc]
        visit = back(open_page, visit, way)
        visit.come_back(" ".join(visit.code))
        visit.sees("talk.hello")
        if moment == REPLYING[0]:
            assert visit.page.get_by_text(said[-1]).count() == 0
            visit.say(said[-1])
        expect(visit.page.get_by_text(said[-1])).to_have_count(1)
        visit.sent()
        assert volunteer.heard(visit) == said
        visit.page.reload()
        visit.first()


def test_killed_while_erasing(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    dies_erasing(open_page, aside, volunteer, ERASING[1], "close")


def dies_erasing(open_page: OpenPage, aside: Aside, volunteer: Volunteer, moment: Moment, way: str) -> None:
    """Nothing is left once the server has heard of it."""
    waiting = volunteer.waiting()
    visit = new(open_page)
    visit.code = desks.case(aside, WORDS).digits.split()
    visit.first()
    visit.come_back(" ".join(visit.code))
    visit.press("erase.button")
    Killer(visit.page, moment).during(lambda: visit.press("erase.yes"), way)
    visit = back(open_page, visit, way)
    if moment == ERASING[0]:
        visit.come_back(" ".join(visit.code))
        visit.erase()
    else:
        visit.try_code(" ".join(visit.code))
        visit.sees("error.NoVault")
    assert volunteer.waiting() == waiting


def dies_before_she_sends(open_page: OpenPage, volunteer: Volunteer, way: str) -> None:
    """Nothing was sent, and she begins with another code."""
    visit, waiting = new(open_page), volunteer.waiting()
    visit.shortly(WORDS)
    visit.keep_code()
    visit.at("send.title", "send")
    die(visit.page, way)
    visit = back(open_page, visit, way)
    assert WORDS not in visit.page.content()
    visit.try_code(" ".join(visit.code))
    visit.sees("error.NoVault")
    assert volunteer.waiting() == waiting
    visit.press("nav.back")
    visit.shortly(WORDS)
    assert visit.page.locator(".code-words bdi").all_inner_texts() != visit.code
