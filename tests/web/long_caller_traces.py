"""What stays of a caller in her browser when the browser is killed: nothing of hers. Long: run by `make drill`."""

from pathlib import Path

from playwright.sync_api import Playwright, expect

from tests.client.conftest import Hotline
from tests.web.conftest import Aside
from tests.web.leaving_page import leaving_page
from tests.web.profile import kill, profile, search
from tests.web.test_caller_traces import (
    ANSWER,
    HERS,
    REPLY,
    WORDS,
    code_marks,
    is_fresh,
    plant,
    talk,
    visited,
)
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

STEP_MS = 100


def test_a_browser_that_is_killed_has_written_nothing_of_hers_and_begins_anew(
    driver: Playwright, site: Hotline, aside: Aside, volunteer: Volunteer, tmp_path: Path
) -> None:
    with leaving_page() as control, profile(driver, tmp_path) as context:
        visit = visited(context, site)
        talk(visit, volunteer)
        hers = HERS | code_marks(aside, visit.code)
        page = plant(context, control)
        while "areaMark61" not in search(tmp_path / "Default/Sessions", ["areaMark61"]):
            page.wait_for_timeout(STEP_MS)  # until the browser has written what stood in the fields of its tabs
        kill(tmp_path)
    assert search(tmp_path, hers) == {}
    with profile(driver, tmp_path, "--restore-last-session") as context:
        again = visited(context, site)
        is_fresh(again)
        again.page.reload()
        again.first()
        again.come_back(" ".join(visit.code))
        for text in (WORDS, ANSWER, REPLY):
            expect(again.page.get_by_text(text)).to_have_count(1)
        assert again.page.locator("main textarea").input_value() == ""
        assert [volunteer.heard(visit)[at] for at in (0, -1)] == [WORDS, REPLY]
