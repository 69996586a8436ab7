"""A real browser, and a whole running hotline with the sample organization for it to visit."""

import json
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from crypto import codename
from crypto.sizes import Hour
from hotline import sample
from hotline.client.organization import create
from hotline.stack.supervise import Stack
from hotline.word_lists import word_list
from tests.chromium import ENGINE, FLAGS
from tests.client.conftest import Clock, Hotline
from tests.conftest import ANY_PORT, say_nothing
from tests.crypto.bridge import ROOT
from tests.web.complaints import Complaints

T = TypeVar("T")
NOT_OURS = ["--disable-back-forward-cache"]  # a page that was left may come back whole: to be seen, not kept from us
LIVELY = {"beat_seconds": [0.15, 0.15], "answer_ms": 0, "bits": [2, 2]}
AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passes is told of in no detail: that takes longer than finding it.
VIOLATIONS = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
}"""
PATIENCE_MS = 60_000  # of a machine that others use too; a test that passes never waits this long


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """One for a module: while Playwright runs, no other test of this process can run an event loop."""
    assert ENGINE is not None, "Chromium is missing"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One browser for a module."""
    launched = driver.chromium.launch(executable_path=ENGINE, args=FLAGS, ignore_default_args=NOT_OURS)
    yield launched
    launched.close()


@contextmanager
def running_site(folder: Path, plan: dict[str, Any] | None = None) -> Iterator[Hotline]:
    """A whole hotline below a folder, of the sample organization if no other is planned.

    Its directory is published, nobody is enrolled.
    """
    root = create(folder / "organization", plan or sample.plan(LIVELY), None, Hour(int(time.time()) // 3600))
    fingerprint = " ".join(codename.words(root.root_pk, word_list()))
    data = folder / "hotline"
    with Stack(data, ANY_PORT, say=say_nothing, root_pk=root.root_pk, fingerprint=fingerprint) as stack:
        one = Hotline(stack.url.rstrip("/"), Clock(), folder / "organization", root)
        in_thread(one, _publish)
        yield one


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotline]:
    """One hotline for all tests of this process."""
    with running_site(tmp_path_factory.mktemp("site")) as one:
        yield one


async def _publish(hotline: Hotline) -> None:
    await (await hotline.coordinator()).tend()


def in_thread(hotline: Hotline, story: Callable[[Hotline], Awaitable[T]]) -> T:
    """Play a story of Python peers while a browser is driven: the two must not share a thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(hotline.run, story).result()


Aside = Callable[[Callable[[Hotline], Awaitable[Any]]], Any]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def aside(site: Hotline) -> Aside:
    """Plays a story of Python peers against the site."""
    return lambda story: in_thread(site, story)


@pytest.fixture
def open_page(browser: Browser, site: Hotline) -> Iterator[OpenPage]:
    """Opens a page of the site in a context of its own. The test fails when any of them complained."""
    with pages(browser, site) as open_one:
        yield open_one


@contextmanager
def pages(browser: Browser, site: Hotline) -> Iterator[OpenPage]:
    """What opens a page of the site in a context of its own. All are closed at the end, and none may have complained.

    `allowed` names parts of messages that a test brings about on purpose; `before` is done to a page before it loads.
    """
    contexts, complaints = [], Complaints()

    def open_one(
        path: str = "/",
        *,
        width: int = 360,
        height: int = 740,
        dark: bool = False,
        language: str = "en",
        allowed: tuple[str, ...] = (),
        before: Callable[[Page], object] = lambda page: None,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        complaints.listen(context, allowed)
        page = context.new_page()
        before(page)
        page.goto(site.url + path)
        return page

    yield open_one
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="wait")  # what is still being answered would fail in the next test
        context.close()
    assert complaints.heard == []


def axe(page: Page, only: Sequence[str] = TAGS) -> None:
    """WCAG 2.2 AA, as far as a machine can tell, of what the page shows now; or only these of its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Path(AXE).read_text(encoding="utf-8") + "; null")
    told = page.evaluate(VIOLATIONS, only)
    assert told == [], json.dumps(told)


def text_fits(page: Page) -> None:
    """Nothing is wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
