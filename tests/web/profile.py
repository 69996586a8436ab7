"""A browser whose profile lies on disk, and a search of every file that it left there."""

import base64
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright

from tests.chromium import CHROMIUM, FLAGS
from tests.web.conftest import NOT_OURS, PATIENCE_MS

NEUTRAL = "https://www.wikipedia.org/"  # not to be reached from here
RULES = "--host-resolver-rules=MAP www.wikipedia.org ~NOTFOUND"
LOCK = "SingletonLock"  # a link to host-pid
GROUP = 3  # bytes that base64 takes together


@contextmanager
def profile(driver: Playwright, folder: Path, *flags: str) -> Iterator[BrowserContext]:
    """A browser on this profile. No request of it is held up or answered here: that would switch its cache off."""
    context = driver.chromium.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=[*FLAGS, RULES, *flags],
        ignore_default_args=NOT_OURS,
        locale="en",
        reduced_motion="reduce",
        viewport={"width": 360, "height": 740},
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def kill(folder: Path) -> None:
    """The browser on this profile ends at once, as when a phone's battery is taken out."""
    os.kill(int(str((folder / LOCK).readlink()).rpartition("-")[2]), signal.SIGKILL)


def search(folder: Path, marks: Iterable[str | bytes]) -> dict[str | bytes, set[str]]:
    """In which files below the folder each mark stands, in any spelling; a mark that stands nowhere is left out."""
    spelled = {mark: spellings(mark) for mark in marks}
    found: dict[str | bytes, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        for mark, ways in spelled.items():
            if any(way in content for way in ways):
                found.setdefault(mark, set()).add(str(path.relative_to(folder)))
    return found


def spellings(mark: str | bytes) -> set[bytes]:
    """As UTF-8 and UTF-16, or as the bytes that they are; and each in base64, wherever in it they begin."""
    plain = {mark} if isinstance(mark, bytes) else {mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be")}
    return plain | {inner for one in plain for shift in range(GROUP) for inner in in_base64(one, shift)}


def in_base64(octets: bytes, shift: int) -> set[bytes]:
    """What of the base64, in both alphabets, depends on these bytes alone when so many others stand before them."""
    first = (-shift) % GROUP
    whole = octets[first : len(octets) - (len(octets) - first) % GROUP]
    return {base64.b64encode(whole), base64.urlsafe_b64encode(whole)}
