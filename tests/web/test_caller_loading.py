"""A phone with a poor connection: what does not come at first is fetched again, by the page itself."""

from collections import Counter

import pytest
from playwright.sync_api import Route

from tests.web.conftest import OpenPage
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

FAILED = ("Failed to load resource",)
ELSEWHERE = "hotline/web/shared/icon.svg"
CRYPTOGRAPHY = (
    "hotline/web/built/libsodium-wrappers-sumo.mjs",
    "hotline/web/built/libsodium-sumo.mjs",
    "hotline/web/built/argon2.mjs",
    "crypto/js/sodium.js",
    "crypto/js/stretcher.js",
    "crypto/js/workers.js",
    "hotline/web/peer/caller.js",
)
CUT_OFF = 2
WORDS = "They took my brother from work."


@pytest.mark.drill
def test_cryptography_that_did_not_come_is_fetched_anew_without_a_reload_and_she_can_send(
    open_page: OpenPage, volunteer: Volunteer
) -> None:
    page, asked, shown = open_page(f"/{ELSEWHERE}", allowed=FAILED), Counter[str](), list[str]()

    def carry(route: Route) -> None:
        path = route.request.url.split("/", 3)[3]
        asked[path] += 1
        if path in CRYPTOGRAPHY and asked[path] <= CUT_OFF:
            route.abort()
        else:
            route.continue_()

    page.route("**/*.*js", carry)
    page.on("framenavigated", lambda frame: shown.append(frame.url))
    page.goto(page.url.removesuffix(ELSEWHERE))
    visit = Visit(page, "en")
    visit.first()
    visit.sees("net.off")
    visit.write_urgently(WORDS)
    visit.press("send.now")
    visit.keep_code()
    visit.next_screen()
    assert [path for path in CRYPTOGRAPHY if asked[path] <= CUT_OFF] == []
    assert len(shown) == 1
    volunteer.meet(visit)
    assert volunteer.heard(visit) == [WORDS]
