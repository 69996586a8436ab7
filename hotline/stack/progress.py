"""One line for each slow step: what it is, that it goes on, how long it took. Standard library alone."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO


class StepFailed(Exception):
    """A command of a step failed; the text is what it said."""


class Step:
    """`Installing Python packages (a minute)… done in 23 s`; a terminal sees the seconds pass, a log each 30th."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = stream or sys.stdout
        self._live = self._stream.isatty()
        self._tick_seconds = 1 if self._live else 30

    def run(
        self, command: Sequence[str], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        """Runs it in silence. Raises StepFailed with its output, or KeyboardInterrupt, after it ended."""
        with (
            tempfile.TemporaryFile("w+") as output,
            subprocess.Popen(
                command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            ) as process,
        ):
            while not self._has_ended(process):
                self._show_seconds()
            if process.returncode:
                output.seek(0)
                raise StepFailed(f"{' '.join(command[:4])} … failed:\n{output.read().strip()}")

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self._write(f"{self._label}…")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        ending = f" done in {self._seconds()} s" if error is None else f" failed after {self._seconds()} s"
        self._write((f"\r{self._label}…" if self._live else "") + ending + "\n")

    def _has_ended(self, process: subprocess.Popen[bytes]) -> bool:
        try:
            process.wait(self._tick_seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _show_seconds(self) -> None:
        self._write(f"\r{self._label}… {self._seconds()} s" if self._live else f" {self._seconds()} s…")

    def _seconds(self) -> int:
        return round(time.monotonic() - self._started)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
