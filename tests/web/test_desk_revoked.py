"""Attack 7 through the desk's own page: a member who was taken off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.client.conftest import Hotline
from tests.web import cases, desks
from tests.web.conftest import Aside, OpenPage, running_site
from tests.web.desks import WIDE

DESK = "agency"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    """One of its own: whoever is taken off costs new keys for all who are not."""
    with running_site(tmp_path_factory.mktemp("revoked")) as one:
        yield one


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
