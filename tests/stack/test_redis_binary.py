"""Which Redis runs: the newest that the machine has of its own, else the one that came along, else a plain word."""

from pathlib import Path

import pytest

from hotline.stack.errors import RedisMissing
from hotline.stack.redis_binary import find_redis


def put_server(folder: Path, name: str, version_line: str) -> Path:
    folder.mkdir()
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{version_line}'\n")
    program.chmod(0o700)
    return program


@pytest.fixture
def nothing_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


@pytest.mark.usefixtures("nothing_bundled")
def test_missing_redis_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(RedisMissing, match="apt-get install redis-server"):
        find_redis(search_path=str(tmp_path))


@pytest.mark.usefixtures("nothing_bundled")
def test_old_redis_is_named_and_refused(tmp_path: Path) -> None:
    put_server(tmp_path / "bin", "redis-server", "Redis server v=6.0.16 sha=0")
    with pytest.raises(RedisMissing, match=r"6\.0\.16 .* too old"):
        find_redis(search_path=str(tmp_path / "bin"))


def test_old_redis_does_not_hide_a_newer_one(tmp_path: Path) -> None:
    put_server(tmp_path / "first", "redis-server", "Redis server v=6.2.14 sha=0")
    newer = put_server(tmp_path / "second", "valkey-server", "Valkey server v=8.1.3 sha=0")
    found = find_redis(search_path=f"{tmp_path / 'first'}:{tmp_path / 'second'}")
    assert (found.path, found.kind, found.version, found.bundled) == (newer, "Valkey", (8, 1, 3), False)


def test_what_is_no_redis_is_passed_over(tmp_path: Path) -> None:
    put_server(tmp_path / "first", "redis-server", "hello")
    newer = put_server(tmp_path / "second", "redis-server", "Redis server v=7.0.15 sha=0")
    assert find_redis(search_path=f"{tmp_path / 'first'}:{tmp_path / 'second'}").path == newer
