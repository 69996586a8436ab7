"""A caller's device: what her page costs it in bytes, requests and time, in Chromium.

Bytes are those on the wire, as the browser counts them, heads included. Time is taken on a slow phone: processor slowed
down four times, and the network of Chromium's "Slow 3G". Her own reading and typing take none here.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Request, sync_playwright

from crypto.sizes import OPEN
from hotline import sample
from hotline.client.organization import policy_of
from hotline.triage.shipped import shipped, shipped_pack
from tests.bench.results import RUNS_AT_LEAST, Result, plain
from tests.chromium import ENGINE, FLAGS
from tests.client.conftest import Hotline
from tests.web.conftest import running_site
from tests.web.visit import Visit

FIRST_SCREEN_GOAL, CRYPTOGRAPHY_GOAL = 150_000, 200_000
CRYPTOGRAPHY = ("/crypto/js/", "/hotline/web/built/libsodium")
SLOWER = 4
SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PATIENCE_MS = 240_000
BEATS = 40
BEATS_OF_AN_HOUR = 15 * 60 // 10 + 45 * 60 // 20
# Real stamps; the beat is short, because waiting for it is no work of the device's.
POLICY = {"beat_seconds": [0.25, 0.25], "answer_ms": 0, "bits": policy_of(shipped_pack(shipped()[0]))["bits"]}


@dataclass
class Wire:
    """What a page has fetched, by path."""

    bytes_by_path: dict[str, int] = field(default_factory=dict)
    posted: int = 0
    posted_bytes: int = 0
    _paths: dict[str, str] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        """Begin to count."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begins)
        session.on("Network.loadingFinished", self._ends)

    def _begins(self, event: dict[str, Any]) -> None:
        self._paths[event["requestId"]] = "/" + event["request"]["url"].partition("//")[2].partition("/")[2]

    def _ends(self, event: dict[str, Any]) -> None:
        path, size = self._paths.get(event["requestId"], ""), int(event["encodedDataLength"])
        if path == "/post":
            self.posted, self.posted_bytes = self.posted + 1, self.posted_bytes + size
        else:
            self.bytes_by_path[path] = self.bytes_by_path.get(path, 0) + size


def measure(folder: Path, say: Callable[[str], None]) -> Iterator[Result]:
    """All of it."""
    with running_site(folder / "device", sample.plan(POLICY)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS)
        say("the caller's page on a slow phone")
        yield from _loading(browser, site)
        say("an hour of conversation")
        yield from _hour(browser, site)
        browser.close()


@dataclass(frozen=True)
class Loading:
    """What one visit cost."""

    first: Counter[str]
    whole: Counter[str]
    second_bytes: int
    first_seconds: float
    able_seconds: float
    sealed_seconds: float


def _loading(browser: Browser, site: Hotline) -> Iterator[Result]:
    """On a slow phone, where what comes before the first screen and what comes after are far apart."""
    seen = [_load(browser, site) for _ in range(RUNS_AT_LEAST)]
    note = "4x slower processor, slow 3G"
    yield plain("first_screen", "bytes", (one.first.total() for one in seen), FIRST_SCREEN_GOAL, "compressed")
    yield plain("first_screen_requests", "requests", (len(one.first) for one in seen))
    sizes = (sum(size for path, size in one.whole.items() if path.startswith(CRYPTOGRAPHY)) for one in seen)
    yield plain("cryptography", "bytes", sizes, CRYPTOGRAPHY_GOAL, "compressed")
    yield plain(
        "able_to_seal", "bytes", (one.whole.total() for one in seen), note="all of it, the first screen included"
    )
    yield plain("able_to_seal_requests", "requests", (len(one.whole) for one in seen))
    yield plain(
        "second_visit", "bytes", (one.second_bytes for one in seen), note="all again: nothing stays on her phone"
    )
    yield plain("slow_first_screen", "s", (one.first_seconds for one in seen), note=note)
    yield plain(
        "slow_able_to_seal", "s", (one.able_seconds for one in seen), note=f"{note}; the first beat is answered"
    )
    yield plain(
        "slow_sealed", "s", (one.sealed_seconds for one in seen), note=f"{note}; from sending to the case leaving"
    )


def _load(browser: Browser, site: Hotline) -> Loading:
    with _visit(browser) as (page, session):
        wire = Wire()
        wire.listen(session)
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        visit, began = Visit(page, "en"), time.perf_counter()
        with page.expect_response(lambda answer: answer.url.endswith("/post")):
            page.goto(site.url + "/", wait_until="commit")
            visit.first()
            first, first_seconds = Counter(wire.bytes_by_path), time.perf_counter() - began
        able_seconds, whole = time.perf_counter() - began, Counter(wire.bytes_by_path)
        sealed_seconds = _until_sealed(page)
    with _visit(browser) as (page, session):
        _until_able(page, site)
        page.goto("about:blank")  # her first visit says nothing more
        again = Wire()
        again.listen(session)
        _until_able(page, site)
        return Loading(first, whole, sum(again.bytes_by_path.values()), first_seconds, able_seconds, sealed_seconds)


def _hour(browser: Browser, site: Hotline) -> Iterator[Result]:
    """A number of beats, taken for those of an hour: what a beat costs does not depend on when it comes."""
    sizes, seconds = [], []
    for _ in range(RUNS_AT_LEAST):
        with _visit(browser) as (page, session):
            _until_able(page, site)
            wire = Wire()
            wire.listen(session)
            session.send("Performance.enable")
            before = _busy_seconds(session)
            while wire.posted < BEATS:
                page.wait_for_timeout(100)
            seconds.append((_busy_seconds(session) - before) / wire.posted * BEATS_OF_AN_HOUR)
            sizes.append((wire.posted_bytes / wire.posted + _request_bytes(page)) * BEATS_OF_AN_HOUR)
    note = f"{BEATS_OF_AN_HOUR} beats"
    yield plain("hour_bytes", "bytes", sizes, note=note)
    yield plain("hour_processor", "s", seconds, note=f"{note}, of the page's main thread")


@contextmanager
def _visit(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


def _until_able(page: Page, site: Hotline) -> None:
    """Load the page, until cryptography is there, which is when the first beat has been answered."""
    with page.expect_response(lambda answer: answer.url.endswith("/post")):
        page.goto(site.url + "/", wait_until="commit")


def _until_sealed(page: Page) -> float:
    """Go to the last screen as somebody with officers at the door does; from sending to the sealed case leaving."""
    visit = Visit(page, "en")
    visit.urgently()
    with page.expect_request(_is_opening):
        visit.press("send.now")
        began = time.perf_counter()
    return time.perf_counter() - began


def _is_opening(request: Request) -> bool:
    body = request.post_data_buffer
    return request.url.endswith("/post") and bool(body) and body[0] == OPEN  # type: ignore[index]


def _busy_seconds(session: CDPSession) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def _request_bytes(page: Page) -> int:
    """What one beat sends: body and head."""
    with page.expect_request_finished(lambda request: request.url.endswith("/post")) as sent:
        pass
    sizes = sent.value.sizes()
    return sizes["requestBodySize"] + sizes["requestHeadersSize"]
