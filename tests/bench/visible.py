"""Time to visible: from the acknowledged case to its card on a responder's screen, with many who watch.

One of them is the real page in Chromium, which opens everything. The others hold the stream and read the bucket.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from crypto.directory import RELEASES, encode_key
from hotline import sample
from hotline.client.card import card_document
from hotline.client.packs import pack_of
from hotline.client.tiers import desks_for, slots_for
from hotline.triage.evaluate import evaluate
from tests.bench import sealed
from tests.bench.results import RUNS_AT_LEAST, Result, percentile, plain
from tests.bench.sealed import Case, Kind
from tests.chromium import ENGINE, FLAGS
from tests.client.conftest import DOOR, Hotline
from tests.web.conftest import in_thread, running_site
from tests.web.desks import WIDE, unlock

WATCHERS = 200
A_SECOND = 20
SECONDS = 4
MEDIAN_GOAL, WORST_GOAL = 0.8, 1.6
PATIENCE_SECONDS = 60
POLICY = {"answer_ms": 0, "bits": [2, 2], "bucket_cases": 10_000}

# Notes in the page when each case was first drawn.
NOTE = """() => {
  window.drawn = {};
  const note = () => {
    for (const row of document.querySelectorAll("[data-case]")) window.drawn[row.dataset.case] ??= Date.now() / 1000;
  };
  new MutationObserver(() => requestAnimationFrame(note)).observe(document.body, { childList: true, subtree: true });
}"""


@dataclass(frozen=True)
class Member:
    """A responder, as the bench needs her."""

    codename: str
    secret: bytes
    kind: Kind


def measure(folder: Path, say: Callable[[str], None]) -> Iterator[Result]:
    """Seconds, in runs of as many cases as come in four seconds."""
    medians, worst = [], []
    plan = sample.plan(POLICY)
    with running_site(folder / "visible", plan) as site, sync_playwright() as playwright:
        member = in_thread(site, _enrol)
        browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS)
        page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
        page.goto(site.url + "/desk")
        unlock(page, member.codename)
        page.evaluate(NOTE)
        with _watching(site, member):
            for number in range(RUNS_AT_LEAST):
                say(f"time to visible, {number + 1} of {RUNS_AT_LEAST}")
                seconds = _run(site, page, sealed.seal_cases(member.kind, A_SECOND * SECONDS))
                medians.append(percentile(seconds, 0.5))
                worst.append(percentile(seconds, 0.99))
        browser.close()
    note = f"{A_SECOND} cases a second, {WATCHERS} watchers"
    yield plain("time_to_visible_p50", "s", medians, MEDIAN_GOAL, note)
    yield plain("time_to_visible_p99", "s", worst, WORST_GOAL, note)


async def _enrol(hotline: Hotline) -> Member:
    responder = await hotline.responder()
    directory = responder.directory
    card = evaluate(pack_of(directory), DOOR)
    slots = slots_for(desks_for(directory, card, time.time()), sealed.hour_now())
    kind = Kind(tuple(slots), RELEASES.index(card.release), card_document(card, [], directory.hash))
    return Member(" ".join(responder.codename()), responder.member.secret(), kind)


@contextmanager
def _watching(site: Hotline, member: Member) -> Iterator[None]:
    where = urlsplit(site.url)
    bucket, others = member.kind.slots[0].bucket, WATCHERS - 1
    command = [
        sys.executable,
        "-m",
        "tests.bench.watchers",
        str(where.hostname),
        str(where.port),
        str(bucket),
        str(others),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise OSError("the watchers have no pipes")
        process.stdin.write(member.secret.hex() + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "watching\n":
            raise ConnectionError("the watchers could not begin")
        yield
        process.stdin.close()
        if process.wait():
            raise ConnectionError("the watchers ended too early")


def _run(site: Hotline, page: Page, cases: Sequence[Case]) -> list[float]:
    """Open the cases in their rhythm, wait until all are drawn, erase them; the seconds that each took."""
    with ThreadPoolExecutor(8) as pool:
        began = time.time()
        sent = [pool.submit(_open, site.url, case, began + number / A_SECOND) for number, case in enumerate(cases)]
        acknowledged = {
            encode_key(one.secrets.case_id): sending.result() for one, sending in zip(cases, sent, strict=True)
        }
    page.wait_for_function(
        "names => names.every((name) => name in window.drawn)",
        arg=list(acknowledged),
        timeout=1000 * PATIENCE_SECONDS,
        polling=100,
    )
    drawn = page.evaluate("window.drawn")
    for one in cases:
        _post(site.url, one.erasure())
    return [drawn[name] - moment for name, moment in acknowledged.items()]


def _open(url: str, case: Case, at: float) -> float:
    """Send it at its time; when it was acknowledged."""
    time.sleep(max(0.0, at - time.time()))
    _post(url, case.request)
    return time.time()


def _post(url: str, request: bytes) -> None:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    connection.request("POST", "/post", request)
    answer = connection.getresponse().read()
    connection.close()
    if answer[0] != 0:
        raise ConnectionError("a request was not accepted")
