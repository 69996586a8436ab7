"""The ear that every test of a page has: it hears what breaks the content policy, wherever that is."""

import pytest
from playwright.sync_api import Browser, Page

from tests.client.conftest import Hotline
from tests.web.complaints import Complaints
from tests.web.visit import Visit

ELSEWHERE = "https://elsewhere.example/"
FETCH = f"fetch('{ELSEWHERE}').catch(() => null)"
STEP_MS = 25


def heard(browser: Browser, site: Hotline, *misdeeds: str, in_worker: bool = False) -> str:
    """All that is heard when a caller's page does these things."""
    with browser.new_context(locale="en") as context:
        complaints = Complaints()
        complaints.listen(context)
        page = context.new_page()
        page.goto(site.url)
        Visit(page, "en").first()
        while in_worker and not page.workers:
            page.wait_for_timeout(STEP_MS)
        for one in misdeeds:
            (page.workers[0] if in_worker else page).evaluate(one)
            settle(page, complaints)
        return "\n".join(complaints.heard)


def settle(page: Page, complaints: Complaints) -> None:
    """Give what was done the time that an answer of the browser takes."""
    before = len(complaints.heard)
    for _ in range(40):
        page.wait_for_timeout(STEP_MS)
        if len(complaints.heard) > before:
            return


def test_a_page_that_does_nothing_wrong_is_not_heard(browser: Browser, site: Hotline) -> None:
    assert heard(browser, site, "null") == ""


@pytest.mark.parametrize(
    ("misdeed", "said"),
    [
        (FETCH, "connect-src"),
        ("document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/x.png' }))", "img-src"),
        ("document.body.setAttribute('style', 'color: red')", "style-src"),
        ("try { document.body.innerHTML = '<b>x</b>' } catch {}", "require-trusted-types-for"),
        ("setTimeout(() => eval('1'))", "TrustedScript"),
        ("setTimeout(() => { throw new Error('thrown late') })", "thrown late"),
    ],
)
def test_what_a_page_may_not_do_is_heard(browser: Browser, site: Hotline, misdeed: str, said: str) -> None:
    assert said in heard(browser, site, misdeed)


def test_what_its_worker_may_not_do_is_heard(browser: Browser, site: Hotline) -> None:
    assert ELSEWHERE in heard(browser, site, FETCH, in_worker=True)
