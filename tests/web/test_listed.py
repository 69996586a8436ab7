"""What was changed on the way does not run, and the page says what to do."""

import pytest
from playwright.sync_api import Page, Route, expect

from hotline.triage.shipped import shipped
from hotline.web.texts import texts
from tests.web.conftest import OpenPage
from tests.web.visit import Visit

(PACK,) = shipped()
REFUSED = ("integrity", "ERR_FAILED", "Failed to load", "not as the page lists it")
RUNS = b"\ndocument.documentElement.dataset.changed = 1;"


def changed(route: Route) -> None:
    """The same file with one line more, which would show itself."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body() + RUNS)


def a_while_later(page: Page) -> None:
    """What a page shows only when its script does not come."""
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")


def say(key: str) -> str:
    return texts("en", PACK).say(key)


@pytest.mark.parametrize("path", ["caller/main.js", "shared/dom.js"])
def test_a_changed_module_leaves_the_page_that_needs_none(open_page: OpenPage, path: str) -> None:
    page = open_page(allowed=REFUSED, before=lambda page: page.route(f"**/{path}", changed))
    a_while_later(page)
    english = page.locator("section[lang=en]")
    expect(english.get_by_text(say("plain.why"))).to_be_visible()
    expect(english.get_by_text("+1 555 0100")).to_be_visible()
    assert page.locator("html[data-changed], #page").count() == 0


@pytest.mark.parametrize("path", ["crypto/js/case.js", "built/libsodium-sumo.mjs"])
def test_a_changed_part_of_the_lock_is_said_where_she_would_send(open_page: OpenPage, path: str) -> None:
    page = open_page(allowed=REFUSED, before=lambda page: page.route(f"**/{path}", changed))
    visit = Visit(page, "en")
    visit.urgently()
    visit.press("send.now")
    alert = page.get_by_role("alert")
    expect(alert.get_by_text(say("error.DirectoryError"))).to_be_visible()
    expect(alert.get_by_role("link")).to_contain_text("+1 555 0100")
    assert page.locator("html[data-changed]").count() == 0


def test_changed_rules_are_not_taken(open_page: OpenPage) -> None:
    path, rules = f"**/packs/{PACK}.json", {"questions": dict[str, object]()}
    page = open_page(allowed=REFUSED, before=lambda page: page.route(path, lambda route: route.fulfill(json=rules)))
    visit = Visit(page, "en")
    visit.first()
    visit.press("first.help")
    expect(page.get_by_text(say("load.text"))).to_be_visible()


@pytest.mark.parametrize("path", ["/desk", "/coordinate"])
def test_a_page_of_volunteers_says_that_it_has_not_started(open_page: OpenPage, path: str) -> None:
    page = open_page(path, allowed=REFUSED, before=lambda page: page.route("**/peer/errors.js", changed))
    a_while_later(page)
    expect(page.get_by_role("heading", name="This page has not started")).to_be_visible()
    expect(page.get_by_text("type no codename here")).to_be_visible()
    expect(page.get_by_text("+1 555 0100")).to_be_visible()
    assert page.locator("html[data-changed], input").count() == 0
