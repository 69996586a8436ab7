"""Replies that stand ready: read in the caller's language and in English, filled in, put into the draft, never sent."""

from playwright.sync_api import Page, expect

from tests.web import desks
from tests.web.conftest import Aside, OpenPage, axe, text_fits
from tests.web.desks import PHONE, WIDE
from tests.web.visit import catalogue

FIT_AND_NOT = ("template.find.title", "template.hello.title")
ARABIC: dict[str, object] = {"now": "detained", "who": "relative", "state": "US-TX", "language": "ar"}


def opened_desk(open_page: OpenPage, aside: Aside, size: dict[str, int], answers: dict[str, object]) -> Page:
    opened = desks.case(aside, "They took him.", answers=answers)
    page = open_page("/desk", **size)
    desks.unlock(page, desks.responder(aside))
    desks.accept(page, opened)
    page.get_by_text("Ready replies").click()
    return page


def test_a_reply_is_put_into_the_draft_in_the_callers_language(open_page: OpenPage, aside: Aside) -> None:
    page = opened_desk(open_page, aside, WIDE, ARABIC)
    titles = [title.splitlines()[0] for title in page.locator(".replies summary").all_inner_texts()]
    english, arabic = catalogue("en"), catalogue("ar")
    places = [[at for at, title in enumerate(titles) if title.startswith(english[key])] for key in FIT_AND_NOT]
    assert places[0] < places[1]
    reply = page.locator(".replies > li", has_text=english["template.find.title"])
    reply.locator("summary").click()
    expect(reply).to_contain_text(english["template.find"][:30])
    expect(reply).to_contain_text("Translated by machine")
    said = reply.locator('[lang="ar"]')
    assert said.get_attribute("dir") == "rtl"
    axe(page)
    text_fits(page)
    reply.get_by_role("button").click()
    expect(page.get_by_label("Your answer")).to_have_value(arabic["template.find"])
    expect(page.get_by_role("list", name="Messages")).not_to_contain_text(arabic["template.find"][:20])


def test_places_are_filled_in_before_a_reply_is_taken(open_page: OpenPage, aside: Aside) -> None:
    page = opened_desk(open_page, aside, PHONE, {**ARABIC, "language": "mam"})
    expect(page.locator(".replies").locator("xpath=..")).to_contain_text("These are in")
    reply = page.locator(".replies > li", has_text=catalogue("en")["template.referral.title"])
    reply.locator("summary").click()
    reply.get_by_role("textbox").fill("The Clinic")
    axe(page)
    text_fits(page)
    reply.get_by_role("button").click()
    expect(page.get_by_label("Your answer")).to_have_value(
        catalogue("en")["template.referral"].replace("{organization}", "\u2068The Clinic\u2069")
    )
