"""Attack 7 through the desk's own page: a member who was taken off."""

from playwright.sync_api import expect

from tests.web import cases, desks
from tests.web.alone import site
from tests.web.conftest import Aside, OpenPage
from tests.web.desks import WIDE

__all__ = ["site"]

DESK = "agency"


def test_who_was_revoked_is_told_plainly_and_sees_nothing_stale(open_page: OpenPage, aside: Aside) -> None:
    (waits,) = cases.put(aside, {}, desk=DESK)
    opened = desks.case(aside, "They are at the door. Mark 4711.")
    codename = desks.responder(aside)
    page = open_page("/desk", **WIDE)
    desks.unlock(page, codename)
    desks.accept(page, opened)
    page.locator(f'[data-case="{waits}"]').wait_for()
    page.get_by_label("Your answer").fill("half a sentence")
    desks.revoke(aside, codename)
    expect(page.get_by_role("heading", name="You have been taken off")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("taken you off this hotline")
    assert page.locator("[data-case]").count() == page.get_by_text("Mark 4711").count() == 0
    assert desks.told(aside, opened)[-1][0] == "notice"
    page.get_by_role("button", name="Unlock with a codename").click()
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You have been taken off")).to_be_visible()
