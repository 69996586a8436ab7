"""Deadlines on the responder's desk, in a real browser: what a card says, and what is known of it here."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from hotline.client.card import card_document
from hotline.triage.deadlines import deadlines, zone_of
from hotline.triage.evaluate import evaluate
from hotline.triage.shipped import shipped, shipped_pack
from tests.client.conftest import Hotline
from tests.web import cases, desks
from tests.web.conftest import Aside, OpenPage, axe, pages, text_fits
from tests.web.desks import PHONE, WIDE, Opened
from tests.web.test_desk_journey import HOSTILE

NEW_YORK, HAWAII = "America/New_York", ZoneInfo("Pacific/Honolulu")
HELD = {
    "now": "detained", "who": "relative", "ordered": "judge", "papers": ["third_country"], "afraid": "told",
    "state": "US-HI",
}  # fmt: skip
JUDGED = {"ordered": "judge", "state": "US-HI"}
PACK = "**/built/packs/us-immigration.json"


@pytest.fixture(scope="module")
def unlocked(browser: Browser, site: Hotline, aside: Aside) -> Iterator[Page]:
    """A desk in New York, unlocked once for the tests that only look at what comes there."""
    with pages(browser, site) as open_page:
        page = open_page("/desk", timezone_id=NEW_YORK, **WIDE)
        desks.unlock(page, desks.responder(aside))
        yield page


@pytest.fixture
def desk(unlocked: Page) -> Page:
    """That desk, at its list."""
    unlocked.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    desks.back(unlocked)
    return unlocked


@pytest.fixture
def open_desk(open_page: OpenPage) -> Callable[..., Page]:
    """In New York, whatever the place of the case."""
    return lambda **more: open_page("/desk", timezone_id=NEW_YORK, **{**WIDE, **more})


def ago(zone: ZoneInfo = HAWAII, **span: int) -> datetime:
    return datetime.now(zone) - timedelta(**span)


def a_card(answers: dict[str, Any], dates: dict[str, str]) -> dict[str, Any]:
    """What a caller's client makes of these."""
    pack = shipped_pack(*shipped())
    card = card_document(evaluate(pack, answers), deadlines(pack, answers, dates, time.time()), bytes(32))
    del card["directory"]  # each card names the one it was made with
    return {**card, "language": "es"}


def put(aside: Aside, answers: dict[str, Any], dates: dict[str, str], **facts: Any) -> Opened:
    (name,) = cases.put(aside, {**a_card(answers, dates), **facts}, answers=answers, dates=dates)
    return Opened(name, "")


def days_left(day: str, state: str) -> int:
    today = datetime.now(ZoneInfo(zone_of(shipped_pack(*shipped()), state))).date()
    return (datetime.fromisoformat(day).date() - today).days


def item(page: Page, name: str) -> Locator:
    return page.locator(".deadline").filter(has=page.locator(".name", has_text=re.compile(f"^{re.escape(name)}$")))


def test_a_card_says_by_when_by_which_clock_and_on_whose_word(desk: Page, aside: Aside) -> None:
    dates = {"decision": ago(days=24).strftime("%Y-%m-%d"), "notice": ago(hours=2).strftime("%Y-%m-%dT%H:%M")}
    card = a_card(HELD, dates)
    due = {one["id"]: one.get("due") for one in card["deadlines"]}
    opened, page = put(aside, HELD, dates), desk
    row = desks.row(page, opened)
    expect(row.locator(".alarm")).to_contain_text(
        "Alarm: Removal to a third country: 21 h left, by a shorter clock 3 h"
    )
    expect(row).to_contain_text(f"{len(card['deadlines']) - 1} more")
    axe(page)
    row.click()

    appeal, left = item(page, "Appeal of a judge's decision"), days_left(due["removal_appeal"], "US-HI")
    expect(appeal).to_have_class("deadline deadline-alarm")
    expect(appeal).to_contain_text(f"Alarm: {left} days left" if left > 1 else "Alarm: ")
    day = datetime.fromisoformat(due["removal_appeal"])
    ends = day.replace(tzinfo=HAWAII) + timedelta(days=1)
    theirs = ends.astimezone(ZoneInfo(NEW_YORK))
    expect(appeal).to_contain_text(f"Must be received by {day:%a, %b} {day.day}, {day.year}, for you until ")
    expect(appeal).to_contain_text(f"{theirs:%a, %b} {theirs.day}, {theirs.year}, {theirs.hour}:00")
    expect(appeal).to_contain_text("In motion: check before you rely on it.")
    expect(appeal).to_contain_text("Source: 8 CFR 1003.38(b), (c).")

    third = item(page, "Removal to a third country")
    expect(third).to_contain_text("Honolulu time, for you ")
    expect(third).to_contain_text("At the earliest ")
    expect(item(page, "Habeas petition, before a transfer")).to_contain_text("file before a transfer")
    expect(item(page, "Motion to reconsider")).to_contain_text("General knowledge, not signed off.")
    expect(item(page, "Motion to reconsider")).to_contain_text("30 days from:")
    expect(page.get_by_label("Deadlines")).to_contain_text("Days go by the time in Honolulu")
    axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    text_fits(page)
    axe(page)


def test_an_accepted_case_has_every_deadline_and_the_dates_that_were_given(open_desk: OpenPage, aside: Aside) -> None:
    dates = {"decision": ago(days=3).strftime("%Y-%m-%d")}
    opened = put(aside, JUDGED, dates, deadlines=[])
    page = open_desk(**PHONE, dark=True)
    desks.unlock(page, desks.responder(aside))
    expect(desks.row(page, opened)).not_to_contain_text("deadline")
    desks.accept(page, opened)
    summary = page.locator("summary").filter(has_text="Appeal of a judge's decision")
    expect(summary).to_contain_text("left, by a shorter clock")
    expect(item(page, "Appeal of a judge's decision")).to_be_hidden()
    summary.click()
    expect(item(page, "Appeal of a judge's decision")).to_contain_text("a shorter clock may count")
    text_fits(page)
    axe(page)
    page.get_by_text("Card, names and answers").click()
    expect(page.get_by_text(dates["decision"])).to_be_visible()


def test_a_card_in_its_alarm_does_not_overtake_one_that_is_more_urgent(desk: Page, aside: Aside) -> None:
    alarmed = put(aside, JUDGED, {"decision": ago(days=28).strftime("%Y-%m-%d")}, urgency="U3")
    calm = put(aside, JUDGED, {}, urgency="U2")
    expect(desks.row(desk, alarmed).locator(".alarm")).to_contain_text("Alarm: ")
    expect(desks.row(desk, calm)).to_contain_text("days past or not known")
    names = [row.get_attribute("data-case") for row in desk.locator(".case-row").all()]
    assert names.index(calm.name) < names.index(alarmed.name)


def test_a_place_not_known_goes_by_the_earliest_clock(desk: Page, aside: Aside) -> None:
    answers = {"papers": ["third_country"]}
    guam = ago(ZoneInfo("Pacific/Guam"), hours=1)
    opened = put(aside, answers, {"notice": guam.strftime("%Y-%m-%dT%H:%M")})
    desks.row(desk, opened).click()
    expect(item(desk, "Removal to a third country")).to_contain_text("Guam time")
    expect(desk.get_by_label("Deadlines")).to_contain_text("because the place is not known")


def test_a_rule_past_its_review_and_a_day_on_which_offices_are_closed_are_marked(
    open_desk: OpenPage, aside: Aside
) -> None:
    dates = {"decision": ago(days=3).strftime("%Y-%m-%d")}
    opened = put(aside, JUDGED, dates)

    def older(route: Route) -> None:
        pack = route.fetch().json()
        pack["timing"]["closed"] = [one["due"] for one in a_card(JUDGED, dates)["deadlines"] if "due" in one]
        for rule in pack["timing"]["deadlines"]:
            rule["provenance"]["reviewBy"] = "2026-01-31"
        route.fulfill(body=json.dumps(pack), content_type="application/json")

    page = open_desk(before=lambda page: desks.with_other_rules(page, PACK, older))
    desks.unlock(page, desks.responder(aside))
    desks.row(page, opened).click()
    appeal = item(page, "Appeal of a judge's decision")
    expect(appeal).to_contain_text("Was to be reviewed by 2026-01-31: check the source.")
    expect(appeal).to_contain_text("Offices are closed on that day")
    axe(page)


def without_rules(page: Page) -> None:
    desks.with_other_rules(page, PACK, lambda route: route.fulfill(status=404))


@pytest.mark.drill
def test_a_desk_without_its_rules_shows_what_the_card_says(open_desk: OpenPage, aside: Aside) -> None:
    opened = put(aside, JUDGED, {"decision": ago(days=3).strftime("%Y-%m-%d")})
    page = open_desk(allowed=("404",), before=without_rules)
    desks.unlock(page, desks.responder(aside))
    desks.row(page, opened).click()
    appeal = item(page, "\u2068removal_appeal\u2069")
    expect(appeal).to_contain_text("days left")
    expect(appeal).to_contain_text("The rules of this desk do not know it.")


STRANGE: list[Any] = [
    {"id": HOSTILE, "due": "2027-01-05", "alarm": HOSTILE},
    {"id": "removal_appeal", "due": HOSTILE, "alarm": "2026-13-45", "earliest": {"a": [7]}},
    {"id": "reopen", "due": "9999-12-31", "alarm": "0001-01-01"},
    {"id": "habeas", "due": 7},
    {"id": {"id": "<b>"}},
    {"id": "x" * 130},
    HOSTILE,
    None,
    [[]],
]


@pytest.mark.drill
def test_what_a_stranger_lists_is_text(open_desk: OpenPage, aside: Aside) -> None:
    is_text(open_desk, aside, STRANGE)


def is_text(open_desk: OpenPage, aside: Aside, listed: Any) -> None:
    """Whatever stands in the place of the deadlines, here or in long_desk.py."""
    (name,) = cases.put(aside, {"deadlines": listed, "state": HOSTILE[:40]}, answers=[], dates={"decision": HOSTILE})
    page = open_desk(**PHONE)
    desks.unlock(page, desks.responder(aside))
    page.locator(f'[data-case="{name}"]').click()
    page.get_by_role("button", name="Claim", exact=True).wait_for()
    if listed is STRANGE:
        expect(page.locator(".deadline").first).to_contain_text("<img src=x")
        expect(page.get_by_text("cannot be read as a day")).to_have_count(4)
        expect(page.locator(".deadline")).to_have_count(len(STRANGE))
    text_fits(page)
    axe(page)
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_role("button", name="Accept and open the story").click()
    page.get_by_label("Your answer").wait_for()
    page.get_by_text("Card, names and answers").click()
    assert page.evaluate("[document.images.length, document.scripts.length, window.broken]") == [0, 2, None]
    text_fits(page)


def test_practice_has_a_deadline_in_its_alarm(open_desk: OpenPage, aside: Aside) -> None:
    page = open_desk()
    desks.unlock(page, desks.responder(aside))
    page.get_by_role("button", name="Practise on a made-up case").click()
    expect(page.locator(".case-row .alarm")).to_contain_text("Alarm: Charging decision after an arrest: 42 h left")
