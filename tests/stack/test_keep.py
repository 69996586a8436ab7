"""Where systemd runs the processes, one more holds the data directory, as a Stack would."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hotline.settings import Settings
from hotline.stack.blur import HOUR_NANOSECONDS
from hotline.stack.errors import AlreadyRunning
from hotline.stack.folders import Folders

URL = "unix:/run/hotline/web.sock"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path / "data")
    made.make()
    made.patience_seconds = 0
    return made


@contextmanager
def kept(folders: Folders, tmp_path: Path) -> Iterator[Path]:
    """Inside, another process holds the directory, and has told systemd so. Gives where the wrapping key would be."""
    keys = tmp_path / "keys"
    keys.mkdir(exist_ok=True)
    settings = Settings(tmp_path / "redis.sock", tmp_path / "queue.sock", keys, bytes(32), "one two")
    notify = tmp_path / "notify"
    notify.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(notify))
        environment = {**os.environ, **settings.to_environment(), "NOTIFY_SOCKET": str(notify)}
        command = [sys.executable, "-P", "-m", "hotline.stack.keep", str(folders.root), URL]
        with subprocess.Popen(command, env=environment) as process:
            systemd.settimeout(60)
            assert systemd.recv(100) == b"READY=1"
            yield keys
            process.send_signal(signal.SIGTERM)
    assert process.returncode == 0


def test_no_second_hotline_starts_on_it(folders: Folders, tmp_path: Path) -> None:
    with kept(folders, tmp_path), pytest.raises(AlreadyRunning):
        folders.lock()
    os.close(folders.lock())


def test_commands_find_the_hotline_while_it_runs(folders: Folders, tmp_path: Path) -> None:
    with kept(folders, tmp_path):
        told = json.loads(folders.ready.read_text())
    assert told["url"] == URL
    assert (told["root"], told["fingerprint"]) == (bytes(32).hex(), "one two")
    assert told["redis_socket"] == str(tmp_path / "redis.sock")
    assert not folders.ready.exists()


def test_files_and_the_wrapping_key_have_no_exact_time(folders: Folders, tmp_path: Path) -> None:
    with kept(folders, tmp_path) as keys:
        (keys / "wrapping-key").write_bytes(bytes(8))
        (folders.redis / "file").write_bytes(bytes(8))
    for path in (keys / "wrapping-key", folders.redis / "file", folders.root, folders.root / "lock"):
        assert path.stat().st_mtime_ns % HOUR_NANOSECONDS == 0
