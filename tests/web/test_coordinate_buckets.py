"""A coordinator is told at her page that a bucket fills, and that claims come to nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hotline import sample
from hotline.commands.shelves import IDLE_CLAIMS
from tests.client.conftest import Hotline
from tests.web import cases, desks
from tests.web.conftest import LIVELY, Aside, OpenPage, axe, running_site

ROOM = 40


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    """A hotline with small buckets, and of its own: others' cases would fill them."""
    with running_site(tmp_path_factory.mktemp("buckets"), sample.plan({**LIVELY, "bucket_cases": ROOM})) as one:
        yield one


def unlocked(open_page: OpenPage, aside: Aside) -> Page:
    page = open_page("/coordinate", **desks.WIDE)
    page.get_by_label("Codename").fill(desks.coordinator(aside))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody waits for approval.")).to_be_visible()
    return page


async def claim_some(hotline: Hotline) -> None:
    """A member claims, and accepts nothing."""
    idle = await hotline.responder()
    for one in (await idle.queue())[:IDLE_CLAIMS]:
        await idle.claim(one.case_id)


@pytest.mark.drill
def test_a_bucket_that_fills_is_said_and_so_are_claims_that_come_to_nothing(open_page: OpenPage, aside: Aside) -> None:
    page = unlocked(open_page, aside)
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_text("Look at a bucket")).to_have_count(0)
    cases.put(aside, *[{}] * (ROOM // 2 + 1))
    expect(page.get_by_text("Look at a bucket")).to_be_visible()
    expect(page.get_by_text(f"has {ROOM // 2 + 1} of at most {ROOM} cases")).to_be_visible()
    aside(claim_some)
    expect(page.get_by_text("Look at a bucket")).to_have_count(2)
    expect(
        page.get_by_text(f"of {IDLE_CLAIMS} claims 0 were accepted, {IDLE_CLAIMS} cases are held now")
    ).to_be_visible()
    axe(page)
