"""Replies that stand ready: read in the caller's language and in English, filled in, put into the draft, never sent."""

import json
import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.web import desks
from tests.web.conftest import Aside, OpenPage, axe, text_fits
from tests.web.desks import PHONE, WIDE
from tests.web.hands import press, tab_to
from tests.web.test_desk_deadlines import JUDGED, PACK, a_card, ago, put
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


def with_old_rules(page: Page) -> None:
    desks.with_other_rules(page, PACK, with_old_reply)


@pytest.mark.drill
def test_with_the_keyboard_alone_a_reply_takes_the_day_of_the_deadline_and_no_file_is_fetched(
    open_page: OpenPage, aside: Aside
) -> None:
    dates = {"decision": ago(days=3).strftime("%Y-%m-%d")}
    opened, codename = put(aside, JUDGED, dates), desks.responder(aside)
    sooner = next(one["earliest"] for one in a_card(JUDGED, dates)["deadlines"] if one["id"] == "removal_appeal")
    page, asked = open_page("/desk", before=with_old_rules, **WIDE), list[Request]()
    expect(page.get_by_label("Codename")).to_be_focused()
    page.keyboard.type(codename)
    press(page, "Enter")
    desks.row(page, opened).wait_for()
    page.on("request", lambda one: asked.append(one))
    tab_to_case(page, opened.name)
    press(page, "Enter")
    page.get_by_role("button", name="Claim", exact=True).wait_for()
    press(page, "c")
    page.get_by_text("No names on the sheet").wait_for()
    press(page, "a")
    page.get_by_label("Your answer").wait_for()
    tab_to(page, "Ready replies")
    press(page, "Enter")
    english, spanish = catalogue("en"), catalogue("es")
    tab_to(page, english["template.hello.title"])
    press(page, "Enter")
    old = page.locator(".reply[open]")
    expect(old).to_contain_text("past its review")
    expect(old).to_contain_text("Was to be reviewed by 2026-01-31: check it before you send it.")
    tab_to(page, english["template.deadline.title"])
    press(page, "Enter")
    reply = page.locator(".reply[open]")
    expect(reply).to_contain_text("To be reviewed by 2999-12-31.")
    expect(reply).not_to_contain_text("past its review")
    expect(reply).to_contain_text("Appeal of a judge's decision")
    day = reply.get_by_role("textbox").input_value()
    assert re.findall(r"\d+", day)[0] == str(int(sooner[-2:]))
    tab_to(page, "Put into the answer")
    press(page, "Enter")
    expect(page.get_by_label("Your answer")).to_be_focused()
    expect(page.get_by_label("Your answer")).to_have_value(
        spanish["template.deadline"].replace("{date}", f"\u2068{day}\u2069")
    )
    assert asked
    assert [one.url for one in asked if re.search(r"\.\w+$", one.url)] == []


def with_old_reply(route: Route) -> None:
    """The pack, in which one reply ought to have been read again long ago."""
    pack = route.fetch().json()
    for one in pack["templates"]:
        one["provenance"]["reviewBy"] = "2026-01-31" if one["id"] == "hello" else "2999-12-31"
    route.fulfill(body=json.dumps(pack), content_type="application/json")


def tab_to_case(page: Page, name: str) -> None:
    for _ in range(page.locator(".case-row").count()):
        if page.evaluate("document.activeElement.dataset.case") == name:
            return
        press(page, "j")
    assert page.evaluate("document.activeElement.dataset.case") == name
