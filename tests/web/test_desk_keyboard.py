"""The keyboard alone does everything on the desk and on the coordinator's page, and the focus is always somewhere."""

import pytest
from playwright.sync_api import Page, expect

from crypto.directory import decode_key
from crypto.sizes import CaseId
from hotline.client.responder import Responder
from tests.client.conftest import Hotline
from tests.web import cases, coordinate_scenes, desks
from tests.web.alone import site
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import WIDE
from tests.web.hands import press, tab_to

__all__ = ["site"]

DESK = "community"


def unlock(page: Page, codename: str) -> None:
    expect(page.get_by_label("Codename")).to_be_focused()
    page.keyboard.type(codename)
    press(page, "Enter")


@pytest.mark.drill
def test_help_names_every_key_and_each_does_what_it_says(open_page: OpenPage, aside: Aside) -> None:
    first, second = cases.put(aside, {}, {"urgency": "U3"}, desk=DESK)
    page = open_page("/desk", **WIDE)
    unlock(page, desks.responder(aside, [DESK]))
    page.locator(f'[data-case="{second}"]').wait_for()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog").locator("kbd").all_inner_texts()
    assert keys == ["j", "k", "Enter", "c", "a", "r", "Esc", "l", "?"]
    press(page, "Escape")
    rows = page.locator(".case-row")
    rows.first.focus()
    press(page, "j")
    expect(rows.nth(1)).to_be_focused()
    press(page, "k")
    expect(rows.first).to_be_focused()
    while page.evaluate("document.activeElement.dataset.case") != first:
        press(page, "j")
    press(page, "Enter")
    expect(page.get_by_role("button", name="Claim", exact=True)).to_be_visible()
    press(page, "c")
    page.get_by_text("No names on the sheet").wait_for()
    press(page, "a")
    page.get_by_label("Your answer").wait_for()
    press(page, "r")
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(f'[data-case="{first}"]')).to_be_focused()
    press(page, "l")
    expect(page.get_by_label("Codename")).to_be_focused()


def test_case_is_worked_from_filter_to_close_without_a_pointer(open_page: OpenPage, aside: Aside) -> None:
    names = [{"role": "self", "name": "Ana Gómez"}]
    cases.put(aside, {"language": "prs"}, desk=DESK)
    (name,) = cases.put(aside, {"language": "mam"}, desk=DESK, names=names)
    page = open_page("/desk", **WIDE)
    unlock(page, desks.responder(aside, [DESK]))
    page.locator(f'[data-case="{name}"]').wait_for()
    tab_to(page, "Language")
    page.keyboard.type("Mam")
    tab_to(page, "Officers")
    press(page, "Enter")
    tab_to(page, "Claim")
    press(page, "Enter")
    page.get_by_text("No client list loaded").wait_for()
    tab_to(page, "Load my client list")
    press(page, "Enter")
    tab_to(page, "paste names")
    page.keyboard.type("Anna Gomez")
    tab_to(page, "Use these names")
    press(page, "Enter")
    page.get_by_text("Possible").wait_for()
    tab_to(page, "Accept and open the story")
    press(page, "Enter")
    page.get_by_label("Your answer").wait_for()
    tab_to(page, "Close the case")
    press(page, "Enter")
    expect(page.get_by_label("How did it end?")).to_be_focused()
    page.keyboard.type("Advice")
    tab_to(page, "Close and erase")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="You closed this case")).to_be_focused()
    tab_to(page, "Back to the queue")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Waiting")).to_be_focused()


def test_focus_goes_to_the_next_row_when_a_case_is_taken_by_another(open_page: OpenPage, aside: Aside) -> None:
    facts = {"language": "ti"}, {"language": "ti", "urgency": "U4"}, {"language": "prs"}
    one, two, _ = cases.put(aside, *facts, desk=DESK)
    page = open_page("/desk", **WIDE)
    unlock(page, desks.responder(aside, [DESK]))
    page.locator(f'[data-case="{two}"]').wait_for()
    page.get_by_label("Language").select_option("ti")
    page.locator(f'[data-case="{one}"]').focus()

    async def meet(hotline: Hotline) -> str:
        return (await hotline.responder([DESK])).digits

    async def take(hotline: Hotline, name: str) -> None:
        other = await Responder.unlock(hotline.post(), digits)
        await other.queue()
        await other.claim(CaseId(decode_key(name)))

    digits = str(aside(meet))
    aside(lambda hotline: take(hotline, one))
    expect(page.locator(f'[data-case="{two}"]')).to_be_focused()
    aside(lambda hotline: take(hotline, two))
    expect(page.get_by_role("heading", name="Waiting")).to_be_focused()


@pytest.mark.drill
def test_coordinator_needs_no_pointer(open_page: OpenPage, aside: Aside) -> None:
    page = open_page("/coordinate", **WIDE)
    unlock(page, desks.coordinator(aside))
    page.get_by_role("button", name="Make a link").wait_for()
    tab_to(page, "Federal court desk")
    press(page, "Space")
    tab_to(page, "Make a link")
    press(page, "Enter")
    link = page.get_by_label("The link").input_value()
    for approved in (False, True):
        if approved:
            tab_to(page, "Make a link", "Shift+Tab")
            press(page, "Enter")
            expect(page.get_by_label("The link")).not_to_have_value(link)
            link = page.get_by_label("The link").input_value()
        coordinate_scenes.enrol(aside, link)
        page.get_by_label("The newcomer's six words").wait_for()
        tab_to(page, "Approve…" if approved else "Refuse…", "Shift+Tab")
        press(page, "Enter")
        tab_to(page, "Yes, approve" if approved else "Refuse")
        press(page, "Enter")
        expect(page.get_by_text("Nobody waits for approval.")).to_be_visible()
        expect(page.get_by_role("heading", name="Newcomers")).to_be_focused()
    tab_to(page, "Revoke…")
    press(page, "Enter")
    tab_to(page, "Revoke now")
    press(page, "Enter")
    expect(page.get_by_text("Nobody is approved by you yet.")).to_be_visible()
    tab_to(page, "Lock", "Shift+Tab")
    press(page, "Enter")
    expect(page.get_by_label("Codename")).to_be_focused()
