"""Every screen of the desk and of the coordinator's page, the desk reloaded at every step, and worked by keys alone: of
these test_desk_*.py have some. Long: run by `make drill`."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web import coordinate_scenes, desk_scenes, desks
from tests.web.alone import site
from tests.web.conftest import Aside, OpenPage, axe
from tests.web.desks import WIDE
from tests.web.stage import Scene, Stage
from tests.web.test_desk_deadlines import is_text, open_desk
from tests.web.test_desk_journey import HOSTILE
from tests.web.test_desk_reload import goes_on, goes_on_closing, goes_on_putting_back
from tests.web.test_desk_screens import SCENES, examine

__all__ = ["open_desk", "site"]

OTHER_SCENES = [one for one in (*desk_scenes.SCENES, *coordinate_scenes.SCENES) if one not in SCENES]


@pytest.mark.parametrize("scene", OTHER_SCENES)
def test_every_screen_can_be_read_and_touched_by_all(open_page: OpenPage, aside: Aside, scene: Scene) -> None:
    scene(Stage(open_page, aside, examine))


@pytest.mark.parametrize(("at", "answered"), [(1, False), (1, True), (3, True)])
def test_reloaded_desk_goes_on(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    goes_on(open_page, aside, at, answered)


@pytest.mark.parametrize(("at", "answered"), [(1, False), (2, True), (4, False), (5, True)])
def test_reloaded_desk_goes_on_closing(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    goes_on_closing(open_page, aside, at, answered)


@pytest.mark.parametrize(("at", "answered"), [(1, False), (2, True), (3, True)])
def test_reloaded_desk_goes_on_putting_back(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    goes_on_putting_back(open_page, aside, at, answered)


@pytest.mark.parametrize("listed", [HOSTILE, {"length": 5}, 7], ids=["text", "object", "number"])
def test_what_a_stranger_lists_is_text(open_desk: Callable[..., Page], aside: Aside, listed: Any) -> None:
    is_text(open_desk, aside, listed)


def test_keyboard_alone_does_everything(open_page: OpenPage, aside: Aside) -> None:
    codename, opened = desks.responder(aside), desks.case(aside, "Help.")
    page = open_page("/desk", dark=True, **WIDE)
    expect(page.get_by_label("Codename")).to_be_focused()
    page.keyboard.type(codename)
    page.keyboard.press("Enter")
    desks.row(page, opened).wait_for()
    page.keyboard.press("?")
    axe(page)
    page.keyboard.press("Escape")
    for _ in range(page.locator(".case-row").count()):
        if desks.row(page, opened).evaluate("row => row === document.activeElement"):
            break
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Claim").wait_for()
    axe(page)
    page.keyboard.press("c")
    expect(page.get_by_text("No names on the sheet")).to_be_visible()
    axe(page)
    page.keyboard.press("a")
    page.get_by_label("Your answer").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("I am reading; hold on, jk")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("list", name="Messages")).to_contain_text("hold on, jk")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.get_by_label("Codename")).to_be_focused()
    assert page.get_by_text("hold on").count() == 0
    assert desks.told(aside, opened)[1:] == [("text", "I am reading; hold on, jk")]
