"""The directories of one hotline: what it keeps, and where its sockets are while it runs."""

import fcntl
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hotline.stack.errors import AlreadyRunning, StartError

PRIVATE = 0o700


class Folders:
    """Below `root`: `redis/` (the append-only file), `keys/` (the wrapping key), `ready.json` while it runs.

    Sockets lie elsewhere, in a directory made for this run: their paths may have 107 bytes at most.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.redis = self.root / "redis"
        self.keys = self.root / "keys"
        self.ready = self.root / "ready.json"
        self.patience_seconds = 5.0  # how long to wait for a run that is ending

    def make(self) -> None:
        """Makes what is missing, for the owner alone. Raises StartError."""
        for folder in (self.root, self.redis, self.keys):
            try:
                folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
                _ensure_owned(folder)
                folder.chmod(PRIVATE)
                _ensure_writable(folder)
            except OSError as error:
                raise StartError(f"{folder} cannot be written ({error.strerror}). Nothing was started.") from None

    def lock(self) -> int:
        """An open file that stands for this directory; whoever holds it (a dying Redis too) keeps others out.

        Raises AlreadyRunning once the patience is over.
        """
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + self.patience_seconds
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise AlreadyRunning(f"A hotline already runs on {self.root}. Stop it first (Ctrl-C where it runs).")
            time.sleep(0.05)
        return descriptor

    def make_run(self) -> Path:
        """A fresh directory for sockets. One left by a run that was killed is removed first."""
        link = self.root / "run"
        self.remove_run()
        parent = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        fresh = Path(tempfile.mkdtemp(prefix="hotline-", dir=parent if _is_usable(parent) else "/tmp"))
        link.symlink_to(fresh)
        return fresh

    def remove_run(self) -> None:
        """Removes the directory for sockets and what points to it."""
        link = self.root / "run"
        if not link.is_symlink():
            return
        left = link.readlink()
        if left.name.startswith("hotline-") and left.is_dir() and left.lstat().st_uid == os.getuid():
            shutil.rmtree(left, ignore_errors=True)
        link.unlink()

    def write_ready(self, facts: Mapping[str, Any]) -> None:
        """Tells other programs of the owner that it runs, and where; whole or not at all."""
        fresh = self.ready.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        fresh.replace(self.ready)

    def remove_ready(self) -> None:
        """It no longer runs."""
        self.ready.unlink(missing_ok=True)


def _ensure_owned(folder: Path) -> None:
    if folder.stat().st_uid != os.getuid():
        raise StartError(f"{folder} belongs to another user. Start as that user, or choose another directory.")


def _ensure_writable(folder: Path) -> None:
    """A disk that is full or only read says so here, and not through Redis."""
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(4096))


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_usable(folder: str) -> bool:
    """Ours to write in, and short enough for a socket's path."""
    return len(folder) < 60 and os.access(folder, os.W_OK) and stat.S_ISDIR(Path(folder).stat().st_mode)
