"""A coordinator at her plain page: invites, compares words, approves, sees who waits."""

from playwright.sync_api import expect

from tests.web import desks
from tests.web.conftest import Aside, OpenPage, axe, text_fits
from tests.web.desks import PHONE, WIDE


def test_coordinator_invites_and_approves_a_newcomer(open_page: OpenPage, aside: Aside) -> None:
    codename = desks.coordinator(aside)
    desks.case(aside)
    page = open_page("/coordinate", **WIDE)
    axe(page)
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody waits for approval.")).to_be_visible()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link").input_value()
    axe(page)

    newcomer = open_page("/desk" + link[link.index("#") :], **PHONE)
    newcomer.get_by_label("Your codename in words").wait_for()
    desks.write_down(newcomer)
    page.get_by_label("The newcomer's six words").wait_for()
    mine = desks.words_of(newcomer, "Your device's six words")
    assert desks.words_of(page, "The newcomer's six words") == mine
    organization = desks.words_of(newcomer, "The organization's six words")
    assert desks.words_of(page, "The organization's six words") == organization
    axe(page)
    axe(newcomer)
    page.get_by_role("button", name="Approve…").click()
    axe(page)
    page.get_by_role("button", name="Yes, approve").click()
    newcomer.get_by_role("heading", name="Waiting").wait_for()
    expect(page.get_by_text("Nobody waits for approval.")).to_be_visible()

    waits = page.get_by_role("table")
    expect(waits).to_be_visible()
    assert sum(int(cell) for cell in waits.locator("tbody td:nth-child(2)").all_inner_texts()) >= 1
    page.set_viewport_size({"width": 360, "height": 740})
    text_fits(page)
    axe(page)


def test_responder_is_no_coordinator(open_page: OpenPage, aside: Aside) -> None:
    page = open_page("/coordinate")
    page.get_by_label("Codename").fill(desks.responder(aside))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not unlocked")).to_be_visible()
