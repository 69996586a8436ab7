"""A backup has only what is public; put back when it is old, it opens nothing, and the hotline works."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.errors import NoVault
from hotline.client.post import Post
from hotline.drill.marks import Mark
from hotline.drill.search import Place, Search
from hotline.drill.trial import throw_away
from hotline.stack.supervise import Stack
from tests.conftest import ANY_PORT, say_nothing
from tests.organizations import SAMPLE

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Old:
    """A backup, the codename of a caller who was there when it was made, and what Redis held then."""

    file: Path
    digits: str = ""
    root_pk: bytes = b""
    held: list[bytes] = field(default_factory=list)


def _hotline(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hotline.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Old:
    return asyncio.run(_old(Old(tmp_path_factory.mktemp("backup") / "backup.json")))


async def _old(old: Old) -> Old:
    async with throw_away() as running, Post(running.url) as post:
        coordinator = await Coordinator.from_folder(post, running.organization, None)
        await coordinator.tend()
        caller = await Caller.start(post, coordinator.root_pk)
        await caller.open(SAMPLE.answers, "They took him at work.")
        place = ("--data", running.data, "--root", coordinator.root_pk.hex(), "--organization", running.organization)
        done = _hotline("backup", old.file, *place)
        assert done.returncode == 0, done.stderr
        assert _hotline("backup", old.file, *place).returncode == 1
        old.digits, old.root_pk = caller.digits, coordinator.root_pk
        with Redis(unix_socket_path=str(running.kept)) as redis:
            kinds = ("case:*", "vault:*", "cell:*")
            old.held = [part for kind in kinds for key in redis.scan_iter(match=kind) for part in _parts(redis, key)]
        assert (running.organization / "root.key").is_file()
    return old


def _parts(redis: Any, key: bytes) -> Iterator[bytes]:
    yield key.partition(b":")[2]
    yield from (value[:32] for value in redis.hgetall(key).values() if len(value) >= 32)


async def test_backup_holds_the_plan_the_directory_and_the_root_and_nothing_of_anyone(old: Old) -> None:
    document = json.loads(old.file.read_text())
    assert document.keys() == {"hotline backup", "root", "plan", "directory"}
    assert document["root"] == old.root_pk.hex()
    assert document["plan"].keys() == {"organization", "pack", "desks", "policy"}
    assert len(old.held) > 8
    search = Search(Mark("held", octets, False) for octets in old.held)
    search.look([Place("backup", old.file.read_bytes())])
    assert search.findings == set()


async def test_old_backup_restored_opens_nothing_and_the_hotline_works(old: Old, tmp_path: Path) -> None:
    data, folder = tmp_path / "hotline", tmp_path / "organization"
    done = _hotline("restore", old.file, "--data", data, "--organization", folder)
    assert done.returncode == 0, done.stderr
    assert "stands again" in done.stdout
    assert (folder / "root.pub").read_text().strip() == old.root_pk.hex()
    with Stack(data, ANY_PORT, root_pk=old.root_pk, say=say_nothing) as stack:
        async with Post(stack.url) as post:
            with pytest.raises(NoVault):
                await Caller.come_back(post, old.root_pk, old.digits)
            caller = await Caller.start(post, old.root_pk)
            await caller.open(SAMPLE.answers, "They took him at work.")
            assert (await Caller.come_back(post, old.root_pk, caller.digits)).case_id == caller.case_id
        assert _hotline("restore", old.file, "--data", data, "--organization", folder).returncode == 0


@pytest.mark.parametrize("change", ["root", "directory", "hotline backup"])
async def test_changed_backup_is_refused(old: Old, tmp_path: Path, change: str) -> None:
    document = json.loads(old.file.read_text())
    document[change] = {"root": "00" * 32, "directory": document["directory"][:-8] + "AAAAAAA=", "hotline backup": 2}[
        change
    ]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(document))
    done = _hotline("restore", other, "--data", tmp_path / "hotline")
    assert done.returncode == 1
    assert "Nothing was restored" in done.stderr
    assert not (tmp_path / "hotline").exists()
