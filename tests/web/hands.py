"""How a caller gets at what a page shows: with a finger, or with the keyboard alone."""

from itertools import cycle
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_KEYS = 120
HERE = "one => one === document.activeElement"

# Where the focus is: whether it can be seen there, by a ring and by nothing lying over it, and which text it has.
FOCUS = """() => {
  const one = document.activeElement;
  const rings = [one, one.closest(".choice") ?? one].map((part) => getComputedStyle(part).outlineStyle);
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const spots = [top + 2, (top + bottom) / 2, bottom - 2].map((y) => document.elementFromPoint((left + right) / 2, y));
  return {
    name: one.tagName,
    ring: one.tabIndex < 0 || rings.some((ring) => ring !== "none"),
    uncovered: one.tabIndex < 0 || spots.some((spot) => spot !== null && (one.contains(spot) || spot.contains(one))),
    text: one.labels?.[0]?.textContent ?? one.textContent,
  };
}"""


class Hand(Protocol):
    """What a person does to a part of a page."""

    def press(self, part: Locator) -> None:
        """A button or a link."""

    def tick(self, part: Locator) -> None:
        """A box to be ticked."""

    def write(self, part: Locator, text: str) -> None:
        """This in place of what stands in a field."""

    def choose(self, part: Locator, value: str) -> None:
        """One of a list."""


class Finger:
    """Touches what it wants."""

    def press(self, part: Locator) -> None:
        part.click()

    def tick(self, part: Locator) -> None:
        part.check()

    def write(self, part: Locator, text: str) -> None:
        part.fill(text)

    def choose(self, part: Locator, value: str) -> None:
        part.select_option(value)


class Keyboard:
    """Goes from one part to the next by keys. After each the focus is somewhere, and can be seen there."""

    def __init__(self) -> None:
        self._presses = cycle(("Enter", "Space"))

    def press(self, part: Locator) -> None:
        self._reach(part)
        press(part.page, next(self._presses))

    def tick(self, part: Locator) -> None:
        self._reach(part)
        press(part.page, "Space")
        assert part.is_checked()

    def write(self, part: Locator, text: str) -> None:
        self._reach(part)
        if part.get_attribute("type") == "date":
            year, month, day = text.split("-")
            part.page.keyboard.type(month + day + year)
        else:
            part.page.keyboard.press("Control+A")
            part.page.keyboard.type(text)
        assert part.input_value() == text

    def choose(self, part: Locator, value: str) -> None:
        self._reach(part)
        part.page.keyboard.press("Home")
        for _ in range(MOST_KEYS):
            if part.input_value() == value:
                return
            press(part.page, "ArrowDown")
        raise AssertionError(f"{value} is not in the list")

    def _reach(self, part: Locator) -> None:
        part.wait_for()
        for _ in range(MOST_KEYS):
            if part.evaluate(HERE):
                return
            part.page.keyboard.press("Tab")
            seen(part.page, or_nowhere=True)
        raise AssertionError(f"{part} is out of reach")


def press(page: Page, *keys: str) -> None:
    """Press keys; after each the focus is on something, and can be seen there."""
    for key in keys:
        page.keyboard.press(key)
        seen(page)


def tab_to(page: Page, text: str, key: str = "Tab") -> None:
    """Go on until what has this text or label is reached; from the last of the page the way leads to the first."""
    for _ in range(MOST_KEYS):
        page.keyboard.press(key)
        if text in seen(page, or_nowhere=True):
            return
    raise AssertionError(f"{text} is out of reach")


def seen(page: Page, or_nowhere: bool = False) -> str:
    """The text of what has the focus, which can be seen; between the last and the first of a page it may be nowhere."""
    focus = page.evaluate(FOCUS)
    if focus["name"] == "BODY" and or_nowhere:
        return ""
    assert focus["name"] != "BODY"
    assert focus["ring"], focus
    assert focus["uncovered"], focus
    return str(focus["text"])
