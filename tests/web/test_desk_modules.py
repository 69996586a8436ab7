"""The desk's small parts, asked in the browser that runs them."""

import pytest
from playwright.sync_api import Page

from tests.web import desks
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import WIDE

ASK = "([path, name, ...given]) => import(`/hotline/web/desk/${path}.js`).then((module) => module[name](...given))"
PASTE = """(box, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true }));
}"""
TURNS = """(last) => {
  let turns = 0;
  addEventListener("click", () => (turns = 0), { capture: true });
  (function turn() {
    turns += 1;
    setTimeout(turn);
  })();
  const look = () => document.body.textContent.includes(last) && (window.turns ??= turns);
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""  # counts what the page could have done else between the click and the last words
HOUR = 490_000
NAMES, AT_ONCE = 2000, 50  # clients, and how many of them are compared before the page may do something else


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("/desk")


def test_client_list_is_read_from_lines_and_tables(page: Page) -> None:
    text = 'Name;Phone\n"Gómez Peña, María";+1 555 0100\n\n  Ada   Byron \r\nOrtiz,Luis,17\n12345\nAda Byron\nKim\tLee'
    found = page.evaluate(ASK, ["clients", "namesIn", text])
    assert {"Gómez Peña, María", "Ada Byron", "Ortiz Luis", "Kim Lee"} <= set(found)
    assert "12345" not in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("minutes_into_the_hour", "hours", "seen_minutes", "least", "most"),
    [(10, 0, 0, 0, 10), (10, 0, 7, 7, 10), (10, 1, 0, 10, 70), (10, 30, 0, 1750, 1810)],
)
def test_age_is_a_range_because_only_hours_are_known(
    page: Page, minutes_into_the_hour: int, hours: int, seen_minutes: int, least: int, most: int
) -> None:
    now = HOUR * 3600 + minutes_into_the_hour * 60
    found = page.evaluate(ASK, ["times", "age", HOUR - hours, now, now - seen_minutes * 60])
    assert found == {"leastMinutes": least, "mostMinutes": most}


@pytest.mark.parametrize(("least", "most", "said"), [(0, 10, "in time"), (10, 70, "close"), (61, 120, "late")])
def test_late_is_said_only_when_it_is_certain(page: Page, least: int, most: int, said: str) -> None:
    assert page.evaluate(ASK, ["times", "against", {"leastMinutes": least, "mostMinutes": most}, 60]) == said


def test_long_client_list_keeps_the_page_quick(open_page: OpenPage, aside: Aside) -> None:
    names = [{"role": "self", "name": f"María Gómez Peña {at}"} for at in range(6)]
    opened = desks.case(aside, names=names)
    page = open_page("/desk", **WIDE)
    desks.unlock(page, desks.responder(aside))
    desks.row(page, opened).click()
    page.get_by_role("button", name="Claim", exact=True).click()
    page.get_by_text("No client list loaded").wait_for()
    page.get_by_role("button", name="Load my client list").click()
    page.get_by_label("Or paste names, one to a line").evaluate(
        PASTE, "\n".join(f"Garcia {at} Lopez" for at in range(NAMES))
    )
    page.evaluate(TURNS, "No conflict found")
    page.get_by_role("button", name="Use these names").click()
    page.get_by_text("No conflict found").wait_for()
    assert page.evaluate("window.turns") >= NAMES / AT_ONCE / 2
