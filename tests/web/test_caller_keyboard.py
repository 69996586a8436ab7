"""The keyboard alone leads a caller from the first screen until all is erased, and the focus is always to be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenPage
from tests.web.hands import Keyboard, press, seen, tab_to
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]


def by_keys(page: Page, language: str) -> Visit:
    """The focus is somewhere on each screen that is come to; at first it is where the browser puts it."""
    visit = Visit(page, language, hand=Keyboard())
    visit.first()
    visit.look = lambda _: seen(page)
    return visit


def test_from_the_first_screen_until_all_is_erased(open_page: OpenPage, volunteer: Volunteer) -> None:
    page = open_page(language="en")
    visit = by_keys(page, "en")
    visit.answers()
    visit.tell("Ana", "They took my brother at work.")
    visit.note_code()
    visit.send()
    volunteer.meet(visit)
    volunteer.reply(visit, "Do not sign anything.")
    page.get_by_text("Do not sign anything.").wait_for()
    seen(page)
    visit.say("He signed nothing.")
    seen(page)
    visit.sent()
    assert volunteer.heard(visit) == ["They took my brother at work.", "He signed nothing."]
    seen(page)
    visit.press("talk.code")
    visit.press("codename.done")
    visit.at("talk.title", "talk")
    visit.press("erase.button")
    visit.button("erase.yes").wait_for()
    press(page, "Escape")
    expect(visit.button("erase.button")).to_be_focused()
    visit.erase()
    visit.press("nav.home")
    visit.first()


@pytest.mark.drill
def test_with_officers_at_the_door_and_back_again_by_code(open_page: OpenPage) -> None:
    page = open_page(language="en", width=1440, height=900)
    visit = by_keys(page, "en")
    visit.press("first.help")
    visit.walk("send.urgent.title", {"now": ["officers_here"]})
    visit.press("send.now")
    visit.keep_code()
    visit.next_screen()
    page.reload()
    visit.first()
    visit.come_back(" ".join(visit.code))
    visit.sees("talk.nowords")
    seen(page)


@pytest.mark.drill
def test_first_screens_of_another_language_and_their_ways_back(open_page: OpenPage) -> None:
    goes_and_comes_back(open_page, "ar")


def goes_and_comes_back(open_page: OpenPage, language: str) -> None:
    """In Arabic here, in Spanish in long_caller.py."""
    page = open_page(language=language)
    visit = by_keys(page, language)
    for key, title in (("first.rights", "cards.title"), ("first.code", "code.title")):
        visit.press(key)
        visit.at(title, title)
        visit.press("nav.back")
        visit.first()
    visit.press("first.code")
    visit.hand.write(page.locator("main textarea"), "no code")
    visit.press("code.open")
    visit.sees("code.strange")
    expect(page.locator("main textarea")).to_be_focused()
    visit.press("nav.back")
    visit.press("first.help")
    visit.walk("consent.title", {"now": ["just_taken"], "danger": ["medical", "pregnancy"], "state": ["US-CA"]})


def test_the_pages_language_is_changed_by_keys_and_keeps_its_place(open_page: OpenPage) -> None:
    page = open_page(language="en")
    visit = by_keys(page, "en")
    visit.press("first.help")
    visit.at("question.now", "now")
    select = page.locator("header select")
    visit.hand.choose(select, "es")
    expect(select).to_be_focused()
    visit = Visit(page, "es", lambda _: seen(page), hand=Keyboard())
    visit.at("question.now", "now")
    visit.press("answer.now.worried")
    tab_to(page, visit.text("exit.button"), "Shift+Tab")
