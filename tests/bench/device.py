"""A caller's device: what her page costs it in bytes, requests and time, in Chromium.

Bytes are those on the wire, heads included (between.py). Time is taken on a slow phone: the page's processor slowed
down four times, and the network of Chromium's "Slow 3G". Her own reading and typing take none here.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, Request, Response, sync_playwright

from crypto.sizes import OPEN
from hotline import sample
from hotline.client.organization import policy_of
from hotline.triage.shipped import shipped, shipped_pack
from tests.bench.between import Wire, between
from tests.bench.results import RUNS_AT_LEAST, Result, plain
from tests.chromium import ENGINE, FLAGS
from tests.client.conftest import Hotline
from tests.web.conftest import running_site
from tests.web.visit import Visit

FIRST_SCREEN_GOAL, CRYPTOGRAPHY_GOAL = 150_000, 200_000
POST = "/post"
LAST_OF_FIRST = "/hotline/web/built/texts/first.json"
CRYPTOGRAPHY = ("/crypto/js/", "/hotline/web/built/libsodium", "/hotline/web/built/argon2.mjs")
SLOWER = 4
PATIENCE_MS = 240_000
BEATS = 40
BEATS_TO_SETTLE = 8  # the vault and the case are written, and the first screen has gone
BEATS_OF_AN_HOUR = 15 * 60 // 10 + 45 * 60 // 20
# Real stamps; the beat is short, because waiting for it is no work of the device's.
POLICY = {"beat_seconds": [0.25, 0.25], "answer_ms": 0, "bits": policy_of(shipped_pack(shipped()[0]))["bits"]}


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
    """What one visit cost: bytes that came, those of heads among them, and requests, by path."""

    whole: Counter[str]
    heads: Counter[str]
    requests: Counter[str]
    second_bytes: int
    first_seconds: float
    able_seconds: float
    sealed_seconds: float

    @property
    def first(self) -> list[int]:
        """Bytes of each thing that the first screen waits for: its texts are asked for last of all."""
        paths = list(self.whole)
        return [self.whole[path] for path in paths[: paths.index(LAST_OF_FIRST) + 1]]

    @property
    def cryptography(self) -> Counter[str]:
        """Bytes of it, by the page and by the Worker that stretches codes, which loads what both need once more."""
        return Counter({path: size for path, size in self.whole.items() if path.startswith(CRYPTOGRAPHY)})


def _loading(browser: Browser, site: Hotline) -> Iterator[Result]:
    """On a slow phone, where what comes before the first screen and what comes after are far apart."""
    seen = [_load(browser, site) for _ in range(RUNS_AT_LEAST)]
    note = "4x slower processor, slow 3G"
    yield plain("first_screen", "bytes", (sum(one.first) for one in seen), FIRST_SCREEN_GOAL, "compressed")
    yield plain("first_screen_requests", "requests", (len(one.first) for one in seen))
    compressed = ((one.cryptography - one.heads).total() for one in seen)
    yield plain("cryptography", "bytes", compressed, CRYPTOGRAPHY_GOAL, "compressed")
    on_wire = (one.cryptography.total() for one in seen)
    yield plain("cryptography_on_wire", "bytes", on_wire, note="heads of answers included")
    yield plain(
        "able_to_seal", "bytes", (one.whole.total() for one in seen), note="all of it, the first screen included"
    )
    yield plain("able_to_seal_requests", "requests", (one.requests.total() for one in seen))
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
    with between(site.url, slow=True) as wire, _visit(browser) as (page, session):
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        visit, began = Visit(page, "en"), time.perf_counter()
        with page.expect_response(_is_of_a_beat):
            page.goto(wire.url, wait_until="commit")
            visit.first()
            first_seconds = time.perf_counter() - began
        able_seconds = time.perf_counter() - began
        whole, heads, requests = (_of_files(counts, wire) for counts in (wire.came, wire.heads, wire.requests))
        sealed_seconds = _until_sealed(page)
    with between(site.url, slow=False) as wire, _visit(browser) as (page, _):
        _until_able(page, wire)
        page.goto("about:blank")  # her first visit says nothing more
        wire.empty()
        _until_able(page, wire)
        second_bytes = _of_files(wire.came, wire).total()
    return Loading(whole, heads, requests, second_bytes, first_seconds, able_seconds, sealed_seconds)


def _of_files(counts: Counter[str], wire: Wire) -> Counter[str]:
    """What was counted by path, in the order in which they were asked for, without beats."""
    return Counter({path: counts[path] for path in wire.requests if path != POST})


def _hour(browser: Browser, site: Hotline) -> Iterator[Result]:
    """Beats of a conversation, taken for those of an hour: what one costs does not depend on when it comes."""
    sizes, seconds = [], []
    for _ in range(RUNS_AT_LEAST):
        with between(site.url, slow=False) as wire, _visit(browser) as (page, session):
            _until_able(page, wire)
            _until_sealed(page)
            _wait_for_beats(page, wire, BEATS_TO_SETTLE)
            session.send("Performance.enable")
            before = _processor_seconds(session)
            _wait_for_beats(page, wire, BEATS)
            beats = wire.requests[POST]
            seconds.append((_processor_seconds(session) - before) / beats * BEATS_OF_AN_HOUR)
            sizes.append((wire.sent[POST] + wire.came[POST]) / beats * BEATS_OF_AN_HOUR)
    note = f"{BEATS_OF_AN_HOUR} beats"
    yield plain("hour_bytes", "bytes", sizes, note=note)
    yield plain("hour_processor", "s", seconds, note=f"{note}; all threads of the page")


def _wait_for_beats(page: Page, wire: Wire, count: int) -> None:
    """So many from now on, which alone are counted then."""
    wire.empty()
    while wire.requests[POST] < count:
        page.wait_for_timeout(100)


@contextmanager
def _visit(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


def _until_able(page: Page, wire: Wire) -> None:
    """Load the page, until cryptography is there, which is when the first beat has been answered."""
    with page.expect_response(_is_of_a_beat):
        page.goto(wire.url, wait_until="commit")


def _is_of_a_beat(answer: Response) -> bool:
    return answer.url.endswith(POST)


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
    return request.url.endswith(POST) and bool(body) and body[0] == OPEN  # type: ignore[index]


def _processor_seconds(session: CDPSession) -> float:
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["ProcessTime"])
