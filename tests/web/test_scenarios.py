"""Scenarios through the real page: what she is asked there comes to the card of all that she could have said."""

import json
from typing import Any

from tests.crypto.bridge import ROOT
from tests.web.conftest import OpenPage
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

SCENARIOS = {one["id"]: one for one in json.loads((ROOT / "tests/scenarios.json").read_text(encoding="utf-8"))}
PLAYED = "day-29-lowell"  # and in long_caller.py the others


def as_choices(answers: dict[str, Any]) -> dict[str, list[str]]:
    """The answers as they are pressed; what is not known is skipped."""
    several = {name: one if isinstance(one, list) else [str(one)] for name, one in answers.items()}
    return {name: one for name, one in several.items() if one != ["unknown"]}


def test_a_scenario_comes_to_its_card(open_page: OpenPage, volunteer: Volunteer) -> None:
    comes_to_its_card(open_page, volunteer, PLAYED)


def comes_to_its_card(open_page: OpenPage, volunteer: Volunteer, name: str) -> None:
    """The scenario of this name, played at the page."""
    scenario = SCENARIOS[name]
    answers, expected = as_choices(scenario["answers"]), scenario["expect"]
    visit = Visit(open_page(language="en"), "en")
    visit.first()
    visit.press("first.help")
    urgent = answers.get("now") == ["officers_here"]
    visit.walk("send.urgent.title" if urgent else "consent.title", answers)
    if urgent:
        visit.choose("question.language", answers["language"][0])
        visit.press("send.now")
        visit.keep_code()
    else:
        visit.press("consent.agree")
        visit.press("nav.next")
        visit.press("nav.next")
        visit.choose("question.language", answers["language"][0])
        visit.press("callback.no")
        visit.keep_code()
        visit.send()
    card = volunteer.card(visit)
    told = {key: card[key] for key in ("urgency", "matter", "also", "licence", "language")}
    assert told == {key: expected.get(key, answers["language"][0]) for key in told}
