"""Takes the time of the last write away from files: a file system notes it to the nanosecond.

Whatever is below the data directory is given the whole hour as its time, once a minute whether it changed or not: the
time of *that* change, which cannot be set, then says nothing either. At a stop it is done once more.
"""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

EVERY_SECONDS = 60.0
HOUR_NANOSECONDS = 3600 * 10**9


def blur_times(root: Path, now_nanoseconds: int) -> None:
    """Every file and folder from `root` down was last changed in this whole hour."""
    hour = now_nanoseconds - now_nanoseconds % HOUR_NANOSECONDS
    for path in (*sorted(root.rglob("*"), reverse=True), root):
        with suppress(FileNotFoundError, PermissionError):  # it went meanwhile; or is a link of root's, made at set-up
            os.utime(path, ns=(hour, hour), follow_symlinks=False)


class Blur:
    """A thread that does so for as long as the hotline runs."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="blur", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def end(self) -> None:
        """For the last time, when nothing writes any more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        blur_times(self._root, time.time_ns())

    def _run(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            blur_times(self._root, time.time_ns())
