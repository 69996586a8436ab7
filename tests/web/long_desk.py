"""Every screen of the desk and of the coordinator's page, and the desk reloaded at every step: of these test_desk_*.py
have some. Long: run by `make drill`."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web import coordinate_scenes, desk_scenes
from tests.web.conftest import Aside, OpenPage
from tests.web.stage import Scene, Stage
from tests.web.test_desk_deadlines import is_text, open_desk
from tests.web.test_desk_journey import HOSTILE
from tests.web.test_desk_reload import goes_on, goes_on_closing, goes_on_putting_back
from tests.web.test_desk_screens import SCENES, examine

__all__ = ["open_desk"]

OTHER_SCENES = [one for one in (*desk_scenes.SCENES, *coordinate_scenes.SCENES) if one not in SCENES]


@pytest.mark.parametrize("scene", OTHER_SCENES)
def test_every_screen_can_be_read_and_touched_by_all(open_page: OpenPage, aside: Aside, scene: Scene) -> None:
    scene(Stage(open_page, aside, examine))


@pytest.mark.parametrize(("at", "answered"), [(1, False), (1, True), (3, True)])
def test_reloaded_desk_goes_on(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    goes_on(open_page, aside, at, answered)


@pytest.mark.parametrize(("at", "answered"), [(1, False), (2, True), (5, True)])
def test_reloaded_desk_goes_on_closing(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    goes_on_closing(open_page, aside, at, answered)


@pytest.mark.parametrize(("at", "answered"), [(1, False), (3, True)])
def test_reloaded_desk_goes_on_putting_back(open_page: OpenPage, aside: Aside, at: int, answered: bool) -> None:
    goes_on_putting_back(open_page, aside, at, answered)


@pytest.mark.parametrize("listed", [HOSTILE, {"length": 5}, 7], ids=["text", "object", "number"])
def test_what_a_stranger_lists_is_text(open_desk: Callable[..., Page], aside: Aside, listed: Any) -> None:
    is_text(open_desk, aside, listed)
