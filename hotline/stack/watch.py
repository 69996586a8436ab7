"""Starts again what died, later each time it dies soon."""

import threading
import time
from collections.abc import Callable, Sequence

from hotline.stack.part import Part

LOOK_SECONDS = 0.1
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 15.0
STEADY_SECONDS = 60.0


class Watch:
    """A thread over some parts. `say` hears each restart once, in a sentence."""

    def __init__(self, parts: Sequence[Part], say: Callable[[str], None]) -> None:
        self._patients = [_Patient(part) for part in parts]
        self._say = say
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def end(self) -> None:
        """Watches no more; what it started dies with its thread, so the parts are to be stopped next."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            for patient in self._patients:
                sentence = patient.look(time.monotonic())
                if sentence:
                    self._say(sentence)


class _Patient:
    """One part, and how it has been doing."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._up_since: float | None = None
        self._start_at: float | None = None

    def look(self, now: float) -> str | None:
        """Notes how it is, and starts it when its pause is over; returns what there is to say."""
        if not self.part.wanted:
            self._up_since = self._start_at = None
        elif self.part.pid is not None:
            self._note_running(now)
        elif self._start_at is None:
            return self._note_death(now)
        elif now >= self._start_at:
            self._start_at = None
            self.part.restart_if_dead()
        return None

    def _note_running(self, now: float) -> None:
        if self._up_since is None:
            self._up_since = now
        if now - self._up_since >= STEADY_SECONDS:
            self._pause_seconds = FIRST_PAUSE_SECONDS

    def _note_death(self, now: float) -> str:
        pause = self._pause_seconds
        self._up_since = None
        self._start_at = now + pause
        self._pause_seconds = min(2 * pause, LONGEST_PAUSE_SECONDS)
        return f"{self.part.name} stopped ({_how(self.part.exit_code)}); starting it again in {pause:g} s."


def _how(exit_code: int | None) -> str:
    if exit_code is None:
        return "for a moment"
    return f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
