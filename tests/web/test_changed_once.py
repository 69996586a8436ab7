"""What somebody between changes while a member visits once is not taken, and kept no longer than that.

Routes of the browser's driver turn off what the browser keeps, so here somebody really stands between.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from hotline.triage.shipped import shipped
from tests.between import Answer, standing_between
from tests.client.conftest import Hotline
from tests.web import desks
from tests.web.conftest import Aside, OpenPage

Visit = Callable[[str], Page]
(PACK,) = shipped()
SAYS = b"\nfetch('/changed');"
REFUSED = ("integrity", "Failed to", "not as the page lists it")
OF_WORKERS = ["crypto/js/opener.js", "built/argon2.mjs"]
OTHERS = ["crypto/js/stretcher.js", "crypto/js/case.js", "built/libsodium-sumo.mjs"]


@dataclass
class Way:
    """Somebody between: what is put in place of what, in files with such an end; and all paths that were asked for."""

    url: str = ""
    changes: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    once: bool = False
    asked: list[str] = field(default_factory=list)

    def change(self, path: str, answer: Answer) -> Answer:
        self.asked.append(path)
        end = next((one for one in self.changes if path.endswith(one)), None)
        if end is None:
            return answer
        old, new = self.changes.pop(end) if self.once else self.changes[end]
        status, headers, body = answer
        return status, headers, body.replace(old, new, 1) if old else body + new


@pytest.fixture
def way(site: Hotline) -> Iterator[Way]:
    one = Way()
    with standing_between(site.url, one.change) as one.url:
        yield one


@pytest.fixture
def visit(open_page: OpenPage, way: Way) -> Visit:
    """Comes to a page by this way."""

    def come(path: str) -> Page:
        page = open_page("/what-we-hold", allowed=REFUSED)
        page.goto(way.url + path)
        return page

    return come


def has_not_started(page: Page) -> None:
    expect(page.get_by_role("heading", name="This page has not started", include_hidden=True)).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("textbox").count() == 0


@pytest.mark.parametrize("module", [*OF_WORKERS, *(pytest.param(one, marks=pytest.mark.drill) for one in OTHERS)])
def test_no_worker_runs_what_was_changed_during_one_visit(way: Way, visit: Visit, aside: Aside, module: str) -> None:
    codename = desks.responder(aside)
    way.changes = {module: (b"", SAYS)}
    page = visit("/desk")
    has_not_started(page)
    way.changes = {}
    page.reload()
    desks.unlock(page, codename)
    assert any(path.endswith(module) for path in way.asked)
    assert "/changed" not in way.asked


def test_no_worker_runs_what_was_changed_in_one_answer(way: Way, visit: Visit, aside: Aside) -> None:
    codename = desks.responder(aside)
    way.changes, way.once = {"crypto/js/stretcher.js": (b"", SAYS)}, True
    desks.unlock(visit("/desk"), codename)
    assert way.changes == {}
    assert "/changed" not in way.asked


@pytest.mark.parametrize("path", ["/desk", pytest.param("/coordinate", marks=pytest.mark.drill)])
@pytest.mark.parametrize("file", ["peer/errors.js", "shared/listed.js", "shared/start.js", "/main.js", "desk/desk.css"])
def test_what_was_changed_during_one_visit_keeps_nobody_out(way: Way, visit: Visit, path: str, file: str) -> None:
    way.changes = {file: (b"", SAYS)}
    page = visit(path)
    has_not_started(page)
    way.changes = {}
    page.reload()
    expect(page.get_by_label("Codename")).to_be_visible()
    assert page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet !== null)")
    assert "/changed" not in way.asked


def test_changed_lists_of_words_are_not_taken_nor_kept(way: Way, visit: Visit, aside: Aside) -> None:
    codename = desks.responder(aside)
    way.changes = {"built/words.json": (codename.split(" ", 1)[0].encode(), b"changed")}
    page = visit("/desk")
    page.get_by_label("Codename").fill(codename)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not unlocked")).to_be_visible()
    way.changes = {}
    desks.unlock(page, codename)


def test_a_changed_pack_is_not_taken_nor_kept(way: Way, visit: Visit, aside: Aside) -> None:
    codename = desks.responder(aside)
    way.changes = {f"packs/{PACK}.json": (b'"practice"', b'"changed"')}
    page = visit("/desk")
    desks.unlock(page, codename)
    expect(page.get_by_role("button", name="Practise on a made-up case")).to_have_count(0)
    way.changes = {}
    page.reload()
    desks.unlock(page, codename)
    expect(page.get_by_role("button", name="Practise on a made-up case")).to_be_visible()
