"""The caller's page at every step, size, lie and way out: test_caller_*.py have some. Long: run by `make drill`."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.client.conftest import Hotline
from tests.web.complaints import Complaints
from tests.web.conftest import Aside, OpenPage
from tests.web.deaths import WAYS, Moment
from tests.web.lies import Lie
from tests.web.profile import profile
from tests.web.test_caller_hostile import NONSENSE, VAULTS, go_on_after, is_not_opened
from tests.web.test_caller_journey import goes_the_whole_way
from tests.web.test_caller_keyboard import goes_and_comes_back
from tests.web.test_caller_killed import (
    ANSWERED,
    ERASING,
    OPENING,
    REPLYING,
    dies_before_she_sends,
    dies_being_answered,
    dies_erasing,
    dies_opening,
    dies_replying,
)
from tests.web.test_caller_traces import leaves_nothing
from tests.web.test_caller_zoom import SIZES, go_everywhere, looked_at
from tests.web.test_codenames import bring_her_back
from tests.web.test_scenarios import comes_to_its_card
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

LARGE_PX = 32


@pytest.mark.parametrize(("moment", "way"), [*zip(OPENING, WAYS * 2, strict=True)], ids=str)
def test_killed_while_opening(open_page: OpenPage, volunteer: Volunteer, moment: Moment, way: str) -> None:
    dies_opening(open_page, volunteer, moment, way)


def test_killed_while_being_answered(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    dies_being_answered(open_page, aside, volunteer, ANSWERED)


def test_killed_while_replying(open_page: OpenPage, aside: Aside, volunteer: Volunteer) -> None:
    dies_replying(open_page, aside, volunteer, REPLYING)


@pytest.mark.parametrize(("moment", "way"), [*zip(ERASING, (*WAYS, "close"), strict=True)], ids=str)
def test_killed_while_erasing(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer, moment: Moment, way: str
) -> None:
    dies_erasing(open_page, aside, volunteer, moment, way)


@pytest.mark.parametrize("way", WAYS)
def test_killed_before_she_sends_nothing_was_sent(open_page: OpenPage, volunteer: Volunteer, way: str) -> None:
    dies_before_she_sends(open_page, volunteer, way)


def test_answers_that_are_none_are_called_the_servers_trouble_and_the_page_goes_on(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    go_on_after(open_page, aside, volunteer, NONSENSE)


@pytest.mark.parametrize(("lie", "goes_on"), VAULTS)
def test_what_is_not_her_vault_is_not_opened(open_page: OpenPage, aside: Aside, lie: Lie, goes_on: bool) -> None:
    is_not_opened(open_page, aside, lie, goes_on)


def test_from_the_first_screen_to_erased_in_spanish(open_page: OpenPage, volunteer: Volunteer) -> None:
    goes_the_whole_way(open_page, volunteer, "es", "Ana López", "Se llevaron a mi hermano del trabajo.")


def test_first_screens_of_spanish_and_their_ways_back(open_page: OpenPage) -> None:
    goes_and_comes_back(open_page, "es")


@pytest.mark.parametrize("name", ["porch-spokane", "checkpoint-laredo", "spring-hearing-fargo", "only-a-language"])
def test_a_scenario_comes_to_its_card(open_page: OpenPage, volunteer: Volunteer, name: str) -> None:
    comes_to_its_card(open_page, volunteer, name)


@pytest.mark.parametrize("way", ["button", "escape", "close"])
def test_nothing_of_hers_is_in_the_browser_after_she_has_left(
    open_page: OpenPage, site: Hotline, volunteer: Volunteer, way: str
) -> None:
    leaves_nothing(open_page, site, volunteer, way)


def test_words_of_another_list_are_shown_confirmed_and_bring_her_back(open_page: OpenPage) -> None:
    bring_her_back(open_page, "ru", "\n")


@pytest.mark.parametrize(("size", "language"), SIZES[1:])
def test_nothing_is_cut_or_out_of_reach(
    open_page: OpenPage, volunteer: Volunteer, size: dict[str, Any], language: str
) -> None:
    go_everywhere(looked_at(open_page(language=language, **size), language), volunteer)


def test_nothing_is_cut_or_out_of_reach_with_letters_of_twice_the_size(
    driver: Playwright, site: Hotline, volunteer: Volunteer, tmp_path: Path
) -> None:
    """Letters alone, as somebody chooses in a browser's settings; 16 px is what browsers come with."""
    complaints, settings = Complaints(), tmp_path / "Default/Preferences"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"webkit": {"webprefs": {"default_font_size": LARGE_PX}}}), encoding="utf-8")
    with profile(driver, tmp_path) as context:
        complaints.listen(context)
        page = context.new_page()
        page.goto(site.url)
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= LARGE_PX
        go_everywhere(looked_at(page, "en"), volunteer)
    assert complaints.heard == []
