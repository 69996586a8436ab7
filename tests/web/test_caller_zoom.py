"""The caller's page at twice its size, with letters of twice theirs, and on the narrowest phone: nothing is lost.

Here at twice its size on a phone; all else is in long_caller.py.
"""

from typing import Any

import pytest
from playwright.sync_api import Page

from hotline.word_lists import LISTS, word_list
from tests.web.conftest import OpenPage
from tests.web.fitting import fits
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

LONG = "W" * 300  # a word that nothing breaks
TWICE = {"device_scale_factor": 2}
# Puts the widest words in place of those that are shown, and gives these back.
WIDEST = """(parts, words) => {
  const [{ font }, brush] = [getComputedStyle(parts[0]), document.createElement("canvas").getContext("2d")];
  brush.font = font;
  const width = (word) => brush.measureText(word).width;
  const widest = [...words].sort((one, other) => width(other) - width(one));
  return parts.map((one, at) => {
    const kept = one.textContent;
    one.textContent = widest[at];
    return kept;
  });
}"""
SIZES: list[Any] = [
    pytest.param({"width": 180, "height": 370, **TWICE}, "es", id="phone at 200 %, Spanish"),
    pytest.param({"width": 640, "height": 400, **TWICE}, "ru", id="desktop at 200 %, Russian"),
    pytest.param({"width": 320, "height": 640}, "ar", id="320 px, Arabic"),
]


def widest_words(visit: Visit) -> None:
    """A code of the widest words of each list."""
    parts = visit.page.locator(".code-words bdi")
    parts.first.wait_for()
    for tag in LISTS:
        kept = parts.evaluate_all(WIDEST, word_list(tag))
        visit.look(f"widest words, {tag}")
        parts.evaluate_all("(parts, kept) => parts.forEach((one, at) => { one.textContent = kept[at] })", kept)


def go_everywhere(visit: Visit, volunteer: Volunteer) -> None:
    """Every kind of screen, and the conversation in several states."""
    page = visit.page
    visit.first()
    visit.press("first.rights")
    visit.at("cards.title", "rights")
    visit.press("nav.back")
    visit.press("first.code")
    visit.at("code.title", "code")
    visit.hand.write(page.locator("main textarea"), LONG)
    visit.press("code.open")
    visit.sees("code.strange")
    visit.look("code wrong")
    visit.press("code.lost")
    visit.at("code.lost.title", "lost")
    visit.press("nav.back")
    visit.first()
    visit.answers()
    visit.tell(LONG, LONG)
    widest_words(visit)
    visit.note_code()
    visit.send()
    visit.sees("talk.nobody")
    visit.look("nobody")
    visit.wait_minutes(60 * 24)
    visit.sees("talk.late.title")
    page.locator("main summary").click()
    visit.look("late")
    volunteer.meet(visit)
    volunteer.reply(visit, LONG)
    page.get_by_text(LONG).nth(1).wait_for()
    visit.look("answered")
    visit.erase()
    visit.press("nav.home")
    visit.first()
    visit.press("first.help")
    visit.walk("send.urgent.title", {"now": ["officers_here"]})
    visit.look("urgent")


def looked_at(page: Page, language: str) -> Visit:
    return Visit(page, language, lambda _: fits(page))


@pytest.mark.parametrize(("size", "language"), SIZES[:1])
def test_nothing_is_cut_or_out_of_reach(
    open_page: OpenPage, volunteer: Volunteer, size: dict[str, Any], language: str
) -> None:
    go_everywhere(looked_at(open_page(language=language, **size), language), volunteer)


def test_what_does_not_fit_is_noticed(open_page: OpenPage) -> None:
    page = open_page(language="en", width=180, height=370)
    Visit(page, "en").first()
    fits(page)
    for rule in ("width: 400px", "max-height: 1rem; overflow: hidden", "position: fixed; top: 0; opacity: 0; inset: 0"):
        page.locator("main > div").evaluate("(one, rule) => { one.style.cssText = rule }", rule)
        with pytest.raises(AssertionError):
            fits(page)
        page.locator("main > div").evaluate("one => one.removeAttribute('style')")
    fits(page)
