"""What stays of a caller in her browser once she has left, in whichever way: nothing of hers, in memory or on disk."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Response, Route, expect

from crypto.sizes import ANSWER_HEAD, REQUEST_HEAD
from hotline.client.caller import Caller
from tests.client.conftest import Hotline
from tests.web.complaints import Complaints
from tests.web.conftest import Aside, OpenPage
from tests.web.leaving_page import leaving_page
from tests.web.profile import NEUTRAL, profile, search
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]

WORDS, SELF, CLIENT, OTHER = "wordsMark62 stay with me", "selfMark62", "clientMark62", "otherMark62 وَصِيّة"
NUMBER, TIME, SAY = "555 0162 6262", "timeMark62", "sayMark62"
REPLY, ANSWER, UNSENT = "replyMark62", "answerMark62", "unsentMark62"
HERS = {WORDS, SELF, CLIENT, OTHER, NUMBER, TIME, SAY, REPLY, ANSWER, UNSENT}
FIELDS = {"names.self": SELF, "names.client": CLIENT, "names.other": OTHER}
CALLBACK = {"callback.number": NUMBER, "callback.time": TIME, "callback.say": SAY}
SLICE = 64
STEP_MS = 100

# Where the page of another kind is found again, so that the search is seen to find what is there.
CONTROL = {
    "bodyMark61": "Cache_Data",
    "titleMark61": "History",
    "addressMark61": "History",
    "localMark61": "Local Storage",
    "sessionMark61": "Session Storage",
    "indexedMark61": "IndexedDB",
    "cacheMark61": "CacheStorage",
    "stateMark61": "Sessions",
    "areaMark61": "Sessions",
    "fieldMark61": "Web Data",
}
AWAY = ("ERR_NAME_NOT_RESOLVED",)
NOTHING = {"kept": [0] * 5, "cookie": "", "name": "", "state": None, "title": "Hotline", "address": "/", "usage": 0}


def escape(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


def travel(page: Page, steps: int) -> None:
    """Through this tab's history, as the browser's own buttons lead; this returns before it has begun."""
    page.evaluate("steps => void setTimeout(() => history.go(steps))", steps)


WAYS: dict[str, Callable[[Page], object]] = {
    "button": lambda page: page.locator("#leave").click(),
    "escape": escape,
    "back": lambda page: travel(page, -1),
    "close": lambda page: page.close(),
}


def left(page: Page) -> Any:
    """What the page's own means show of all that a page can leave in a browser."""
    return page.evaluate(
        """async () => ({ kept: [localStorage.length, sessionStorage.length, (await caches.keys()).length,
             (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length],
           cookie: document.cookie, name: window.name, state: history.state, title: document.title,
           address: location.pathname + location.search + location.hash,
           usage: (await navigator.storage.estimate()).usage })"""
    )


def entries(page: Page) -> list[tuple[str, str]]:
    """Addresses and titles of this tab's history."""
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getNavigationHistory")["entries"]
    session.detach()
    return [(one["url"], one["title"]) for one in found]


def tell(visit: Visit) -> None:
    """From the first screen to the code, with something in every field."""
    visit.first()
    visit.press("first.help")
    visit.walk("consent.title", {"now": ["just_taken"], "who": ["relative"], "state": ["US-TX"]})
    visit.press("consent.agree")
    for key, text in FIELDS.items():
        visit.fill(key, text)
    visit.press("nav.next")
    visit.fill("words.label", WORDS)
    visit.press("nav.next")
    for key, text in CALLBACK.items():
        visit.fill(key, text)
    visit.press("nav.next")


def talk(visit: Visit, volunteer: Volunteer) -> None:
    """All of it, into a conversation with something said on both sides and something typed."""
    tell(visit)
    visit.keep_code()
    visit.send()
    volunteer.meet(visit)
    volunteer.reply(visit, ANSWER)
    visit.page.get_by_text(ANSWER).wait_for()
    visit.say(REPLY)
    visit.sent()
    visit.page.locator("main textarea").fill(UNSENT)


def is_fresh(visit: Visit) -> None:
    """The first screen, with nothing that was ever typed, also on the screens behind it."""
    visit.first()
    assert [mark for mark in HERS if mark in visit.page.content()] == []
    visit.press("first.code")
    assert visit.page.locator("main textarea").input_value() == ""
    visit.press("nav.back")
    visit.press("first.help")
    visit.walk("consent.title", {"now": ["worried"]})
    visit.press("consent.agree")
    visit.at("names.title", "names")
    assert [one.input_value() for one in visit.page.locator("main input, main textarea").all()] == [""] * len(FIELDS)


def to_neutral(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<title>Neutral</title>")


def test_nothing_of_hers_is_in_the_browser_after_she_has_left(
    open_page: OpenPage, site: Hotline, volunteer: Volunteer
) -> None:
    leaves_nothing(open_page, site, volunteer, "back")


def leaves_nothing(open_page: OpenPage, site: Hotline, volunteer: Volunteer, way: str) -> None:
    """By one of the ways here, by the others in long_caller.py."""
    page = open_page(language="en")
    page.context.route(f"{NEUTRAL}**", to_neutral)
    visit = Visit(page, "en")
    talk(visit, volunteer)
    assert entries(page) == [("about:blank", ""), (f"{site.url}/", "Hotline")]
    assert left(page) == NOTHING
    WAYS[way](page)
    if way in ("button", "escape"):
        page.wait_for_url(NEUTRAL)
        assert entries(page) == [("about:blank", ""), (NEUTRAL, "Neutral")]
        travel(page, -1)
        page.wait_for_url("about:blank")
    if way == "back":
        page.wait_for_url("about:blank")
        travel(page, 1)
        visit.first()
        assert left(page) == NOTHING
        is_fresh(visit)
    other = page.context.new_page()
    other.goto(site.url)
    Visit(other, "en").first()
    assert left(other) == NOTHING
    assert page.context.cookies() == []
    is_fresh(Visit(other, "en"))


def test_a_page_that_the_browser_kept_whole_is_emptied_before_it_is_seen(open_page: OpenPage) -> None:
    page = open_page(language="en")
    visit = Visit(page, "en")
    tell(visit)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    is_fresh(visit)
    expect(page.get_by_text(visit.text("first.again"))).to_have_count(0)


def code_marks(aside: Aside, code: Iterable[str]) -> set[str | bytes]:
    """Her code as it is shown and typed, and what follows from it."""

    async def story(hotline: Hotline) -> set[str | bytes]:
        caller = await Caller.come_back(hotline.post(), hotline.root_pk, " ".join(code))
        assert caller.case_id is not None
        digits = caller.digits
        return {" ".join(code), digits, digits.replace(" ", ""), caller.ten, caller.case_id, caller.vault_address}

    return set(aside(story))


def visited(context: BrowserContext, site: Hotline) -> Visit:
    page = context.new_page()
    page.goto(site.url)
    return Visit(page, "en")


def plant(context: BrowserContext, address: str) -> Page:
    """A page of another kind leaves its marks, in this very browser."""
    page = context.new_page()
    page.goto(address)
    page.locator("input").fill("fieldMark61@example.org")
    page.locator("textarea").fill("areaMark61")
    return page


def carried(answers: Iterable[Response]) -> set[str | bytes]:
    """Pieces of what went over the wire, but for those of nothing."""
    asked = [(one.request.post_data_buffer or b"")[REQUEST_HEAD:][:SLICE] for one in answers]
    return {piece for piece in (*asked, *(one.body()[ANSWER_HEAD:][:SLICE] for one in answers)) if any(piece)}


def history_of(folder: Path, address: str) -> list[tuple[str, str]]:
    """What the browser's own history has of pages at this address."""
    with sqlite3.connect(folder / "Default/History") as database:
        return list(database.execute("select url, title from urls where url like ?", (f"{address}%",)))


def compiled(folder: Path, address: str) -> set[str]:
    """The files of this address of which the browser keeps compiled code, which it does whatever a server says."""
    pattern = re.compile(re.escape(address.encode()) + rb"(/[\w./-]+)")
    files = (path for path in (folder / "Default/Code Cache").rglob("*") if path.is_file())
    return {name.decode() for path in files for name in pattern.findall(path.read_bytes())}


@pytest.mark.drill
def test_no_file_of_the_browser_has_anything_of_hers_whichever_way_she_leaves(
    driver: Playwright, site: Hotline, aside: Aside, volunteer: Volunteer, tmp_path: Path
) -> None:
    complaints, answers = Complaints(), list[Response]()
    with leaving_page() as control, profile(driver, tmp_path) as context:
        complaints.listen(context, AWAY)
        plant(context, control).get_by_role("button").click()
        visit = visited(context, site)
        visit.page.on("response", lambda one: answers.append(one) if one.url.endswith("/post") else None)
        talk(visit, volunteer)
        code, hers = visit.code, HERS | code_marks(aside, visit.code) | carried(answers[-8:])
        for way, leave in WAYS.items():
            if way != "button":
                visit = visited(context, site)
                visit.first()
                visit.come_back(" ".join(code))
                visit.page.get_by_text(REPLY).wait_for()
                visit.page.locator("main textarea").fill(UNSENT)
            leave(visit.page)
        assert context.cookies(site.url) == []
    found = search(tmp_path, hers | CONTROL.keys())
    assert {mark: found[mark] for mark in hers & found.keys()} == {}
    assert [mark for mark, file in CONTROL.items() if not any(file in one for one in found.get(mark, ()))] == []
    hosts = {one.removeprefix("http://").strip("/"): one for one in (control, site.url)}
    assert {hosts[str(one)] for one in search(tmp_path / "Default/Cache", hosts)} == {control}
    assert {Path(one).suffix for one in compiled(tmp_path, site.url)} <= {".js", ".mjs"}
    assert history_of(tmp_path, site.url) == [(f"{site.url}/", "Hotline")]
    assert complaints.heard == []
