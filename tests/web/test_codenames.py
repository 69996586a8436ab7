"""A codename as someone with a phone meets it: spelled for her, checked on paper, typed in again on another page."""

import pytest
from playwright.sync_api import Locator, expect

from hotline.word_lists import LISTS, word_list
from tests.web.conftest import OpenPage, axe, text_fits
from tests.web.visit import Visit

ARABIC_DIGITS = {ord("0") + digit: 0x660 + digit for digit in range(10)}
GROUPS, GROUP = 9, 3


def spelled_as(visit: Visit) -> Locator:
    return visit.page.get_by_label(visit.text("codename.as"), exact=True)


def to_the_code(visit: Visit) -> None:
    """With officers at the door: she sends at once, and has her code after."""
    visit.urgently()
    visit.press("send.now")
    visit.at("codename.title", "codename")
    visit.page.locator(".code-words bdi").first.wait_for()


def back_by(open_page: OpenPage, language: str, typed: str) -> None:
    """Somewhere else, on a page in another language, what she typed brings her to her conversation."""
    visit = Visit(open_page(language=language), language)
    visit.first()
    visit.come_back(typed)
    visit.sees("talk.nowords")


@pytest.mark.drill
def test_words_of_another_list_are_shown_confirmed_and_bring_her_back(open_page: OpenPage) -> None:
    bring_her_back(open_page, "zh-Hans", "")


def bring_her_back(open_page: OpenPage, spelling: str, between: str) -> None:
    """Shown in the words of this list, confirmed, and typed with this between them; in others in long_caller.py."""
    page = open_page(language="ar")
    visit = Visit(page, "ar")
    to_the_code(visit)
    visit.note_code(spelling)
    assert len(visit.code) == 8
    assert set(visit.code) <= set(word_list(spelling))
    visit.next_screen()
    back_by(open_page, "es", between.join(visit.code))


@pytest.mark.drill
def test_where_a_language_has_no_list_digits_come_first_and_any_digits_bring_her_back(open_page: OpenPage) -> None:
    page = open_page(language="ar")
    visit = Visit(page, "ar")
    to_the_code(visit)
    assert spelled_as(visit).input_value() == "digits"
    offered = spelled_as(visit).locator("option").evaluate_all("options => options.map((one) => one.value)")
    assert offered == ["digits", *LISTS]
    axe(page)
    text_fits(page)
    visit.note_code()
    assert [len(group) for group in visit.code] == [GROUP] * GROUPS
    visit.next_screen()
    back_by(open_page, "en", "، ".join(visit.code).translate(ARABIC_DIGITS))


def test_where_a_language_has_a_list_its_words_come_first_and_are_asked_for_though_the_page_changes_its_language(
    open_page: OpenPage,
) -> None:
    page = open_page(language="es")
    visit = Visit(page, "es")
    to_the_code(visit)
    assert spelled_as(visit).input_value() == "es"
    words = page.locator(".code-words bdi").all_inner_texts()
    visit.press("codename.done")
    visit.at("confirm.title", "confirm")
    page.locator("header select").select_option("ar")
    visit = Visit(page, "ar")
    visit.at("confirm.title", "confirm")
    for at, label in enumerate(page.locator("main .field-label").all_inner_texts()):
        number = int("".join(sign for sign in label if sign.isdigit()))
        page.locator("main input").nth(at).fill(words[number - 1])
    visit.press("nav.next")
    visit.at("next.title", "next")


def test_a_word_that_no_code_has_is_named(open_page: OpenPage) -> None:
    visit = Visit(open_page(language="es"), "es")
    visit.first()
    visit.try_code("under debate wasp dance Xyzzy aspect client jeans")
    visit.page.get_by_text(visit.text("code.strange").replace("{word}", "\u2068Xyzzy\u2069")).wait_for()
    expect(visit.page.locator("main textarea")).to_be_focused()
    axe(visit.page)
    visit.page.locator("main textarea").fill("under " * 8)
    visit.press("code.open")
    visit.sees("error.CodenameError")
