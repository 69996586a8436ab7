"""Screens and states of the desk and of the coordinator's page: for all to read, in both schemes, on a phone.

Every other one of them is in long_desk.py.
"""

import json

import pytest
from playwright.sync_api import Page

from tests.web import coordinate_scenes
from tests.web.alone import site
from tests.web.conftest import Aside, OpenPage, axe, text_fits
from tests.web.stage import Scene, Stage

__all__ = ["site"]

SCENES: tuple[Scene, ...] = (coordinate_scenes.people,)
WIDE, PHONE, NARROW = (1440, 900), (360, 740), (320, 640)
SMALL = """() => Array.from((document.querySelector("dialog") ?? document)
  .querySelectorAll("button, a[href], select, summary, input, textarea"))
  .filter((one) => one.checkVisibility() && !one.closest("p"))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([one, box]) => [one.outerHTML.slice(0, 80), box.width, box.height])"""


def examine(page: Page, name: str) -> None:
    """WCAG 2.2 AA in both schemes; on a phone all that is touched is large; at 320 pixels nothing is cut."""
    before = page.viewport_size
    try:
        resize(page, WIDE)
        axe(page)
        resize(page, PHONE)
        page.emulate_media(color_scheme="dark")
        axe(page, ["color-contrast", "scrollable-region-focusable"])
        page.emulate_media(color_scheme="light")
        small = page.evaluate(SMALL)
        assert small == [], json.dumps(small)
        resize(page, NARROW)
        text_fits(page)
    except AssertionError as found:
        raise AssertionError(f"{name}: {found}") from found
    if before is not None:
        page.set_viewport_size(before)


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize("scene", SCENES)
def test_every_screen_can_be_read_and_touched_by_all(open_page: OpenPage, aside: Aside, scene: Scene) -> None:
    scene(Stage(open_page, aside, examine))
