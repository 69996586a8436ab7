"""Trial opening: a thousand slots with the seeds of a week on three desks, in the page's Worker and in Python.

No seed opens any of them, so every slot is tried with all: the most that a device may have to do.
"""

import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Any

from playwright.sync_api import Page, sync_playwright

from crypto.case import open_slot, read_slots
from crypto.errors import NoMatch
from crypto.hashing import u8, u32
from crypto.sealing import fresh_pair, seal
from crypto.sizes import CARD, ID, KEY, VISIBLE_SLOT
from tests.bench import sealed
from tests.bench.results import RUNS_AT_LEAST, Result, plain
from tests.chromium import ENGINE, FLAGS
from tests.web.conftest import running_site

SLOTS = 1000
SEEDS = 3 * 8  # three desks; a week touches eight days
LONGEST_TASK_MS = 50
NOTE = f"{SLOTS:,} slots, {SEEDS} seeds, none of which fits"

# Milliseconds that the Worker takes, and the longest task that kept the page from its input meanwhile: the browser
# tells of those over 50 ms, so 0 is none.
OPEN = """async ([text, seeds]) => {
  const { startOpener } = await import("/crypto/js/workers.js");
  const { readSlots } = await import("/crypto/js/case.js");
  const octets = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const slots = readSlots(octets(text));
  const opener = startOpener();
  await opener.open([octets(seeds[0])], slots.slice(0, 1)); // the Worker has begun
  let longest = 0;
  const note = (list) => list.getEntries().forEach((one) => (longest = Math.max(longest, one.duration)));
  const observer = new PerformanceObserver(note);
  observer.observe({ entryTypes: ["longtask"] });
  const began = performance.now();
  const opened = await opener.open(seeds.map(octets), slots);
  const took = performance.now() - began;
  note({ getEntries: () => observer.takeRecords() });
  observer.disconnect();
  opener.end();
  if (opened.some((one) => one !== null)) throw new Error("a slot was opened");
  return [took, longest];
}"""


def measure(folder: Path, say: Callable[[str], None]) -> Iterator[Result]:
    """Seconds, for the Worker and for Python on one and two processes."""
    octets = b"".join(_slot() for _ in range(SLOTS))
    seeds = [token_bytes(KEY) for _ in range(SEEDS)]
    say("trial opening in the browser")
    browser = _in_browser(folder, octets, seeds)
    yield plain("opening_worker", "s", (took / 1000 for took, _ in browser), note=NOTE)
    yield plain("opening_longest_task", "ms", (longest for _, longest in browser), LONGEST_TASK_MS)
    for processes in (1, 2):
        say(f"trial opening in Python, {processes} processes")
        name = "opening_python" + ("_two" if processes == 2 else "")
        yield plain(name, "s", [_in_python(octets, seeds, processes) for _ in range(RUNS_AT_LEAST)], note=NOTE)


def _slot() -> bytes:
    """One of a stranger's, as the server shows it."""
    name, hour = token_bytes(ID), u32(sealed.hour_now())
    sealed_key = seal(fresh_pair().public, "slot", name, content=token_bytes(KEY))
    return VISIBLE_SLOT.pack(
        visible=hour,
        opened=hour,
        tier=u8(0),
        case_id=name,
        seal=sealed_key,
        card_lock=token_bytes(KEY),
        card=token_bytes(CARD),
    )


def _in_browser(folder: Path, octets: bytes, seeds: Sequence[bytes]) -> list[tuple[float, float]]:
    with running_site(folder / "opening") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS)
        page = browser.new_page()
        page.goto(site.url + "/desk")
        given = [_text(octets), [_text(seed) for seed in seeds]]
        runs = [_once(page, given) for _ in range(RUNS_AT_LEAST)]
        browser.close()
    return runs


def _once(page: Page, given: list[Any]) -> tuple[float, float]:
    took, longest = page.evaluate(OPEN, given)
    return took, longest


def _text(octets: bytes) -> str:
    return b64encode(octets).decode("ascii")


def _in_python(octets: bytes, seeds: Sequence[bytes], processes: int) -> float:
    share = SLOTS // processes * VISIBLE_SLOT.size
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(abs, range(processes)))  # all of them have begun
        began = time.perf_counter()
        list(pool.map(partial(_try, seeds), (octets[at : at + share] for at in range(0, len(octets), share))))
        return time.perf_counter() - began


def _try(seeds: Sequence[bytes], octets: bytes) -> None:
    for slot in read_slots(octets):
        with suppress(NoMatch):
            open_slot(seeds, slot)
            raise AssertionError("a slot was opened")
