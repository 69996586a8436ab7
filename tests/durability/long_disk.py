"""A disk of one's own: an ext4 image on a loop device, looked at from below. Needs root and mount; `make drill DISK=1`.

What a file system leaves in blocks that it has freed, whether an overwritten key is anywhere on the disk, a power cut
as the disk sees it, a disk that is full, and one that is only read.
"""

import asyncio
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import directory
from crypto.sizes import DONE, EXCHANGE_REQUEST
from hotline.client.post import Post
from hotline.drill.processes import Process
from hotline.stack.errors import StartError
from hotline.stack.supervise import Stack
from hotline.store import cells, erasure, rotation
from hotline.store.connection import Store
from tests.conftest import ONLY_REDIS, StartStack, say_nothing
from tests.durability.fire import Fire
from tests.durability.ledger import Kept, Ledger, faults
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.store.conftest import HOUR, NOW

SIZE_BYTES = 64 << 20
CELLS = 40


def _run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"A disk image was asked for and cannot be had here (root, mount): {done.stderr.strip()}")


@dataclass(frozen=True)
class Disk:
    """An image and where it is mounted."""

    image: Path
    at: Path

    @property
    def data(self) -> Path:
        """A data directory on it."""
        return self.at / "hotline"


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Disk]:
    at.mkdir()
    _run("mount", "-o", "loop", image, at)
    try:
        yield Disk(image, at)
    finally:
        _run("umount", at)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An empty file system in a file."""
    image = tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(SIZE_BYTES)
    _run("mkfs.ext4", "-q", "-F", "-m", "0", image)
    return image


@pytest.fixture
def disk(image: Path, tmp_path: Path) -> Iterator[Disk]:
    with mounted(image, tmp_path / "disk") as disk:
        yield disk


async def _cells(stack: Stack, erase: bool) -> tuple[Ledger, list[bytes]]:
    """Cells, kept or erased for good, and the wrapping keys under which their locks stood."""
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    await rotation.start(store, NOW)
    organization, ledger = Organization(HOUR), Ledger()
    policy = directory.verify_file(organization.file(), organization.root_pk, HOUR).policy
    nothing = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size))
    for _ in range(CELLS):
        asked = nothing | {"up": token_bytes(32), "lock": token_bytes(32), "cell": token_bytes(8192)}
        assert (await cells.exchange(store, asked, token_bytes(32), policy, NOW)).status == DONE
        ledger.keep(Kept(1, asked["up"], asked["lock"], "content", asked["cell"]))
    keys = list(store.key_file.standing().values())
    for one in list(ledger.kept.values()) if erase else []:
        await cells.exchange(store, nothing | {"erase": one.identity + bytes(32)}, token_bytes(32), policy, NOW)
    if erase:
        assert await rotation.shred(store, NOW)
        assert await erasure.rewrite(store, NOW)
    await store.aclose()
    return ledger, keys


def test_overwritten_key_is_nowhere_on_the_disk_whatever_freed_blocks_hold(image: Path, tmp_path: Path) -> None:
    with mounted(image, tmp_path / "disk") as disk, Stack(disk.data, ONLY_REDIS, say=say_nothing) as stack:
        ledger, keys = asyncio.run(_cells(stack, erase=True))
        os.sync()
        standing = (disk.data / "keys" / "wrapping-key").read_bytes()
        assert not any(key in standing for key in keys)
    octets = image.read_bytes()
    assert standing[:40] in octets or standing[4096:4136] in octets
    assert not any(key in octets for key in keys)
    assert not any(one.lock in octets for one in ledger.kept.values())
    left = sum(one.value in octets for one in ledger.kept.values())
    print(f"{left} of {CELLS} erased ciphertexts still stand in blocks that the file system has freed.")


def test_power_cut_seen_by_the_disk_loses_nothing(disk: Disk, tmp_path: Path) -> None:
    """The image is copied while Redis is stopped in the middle of its life: nothing is flushed for the occasion."""
    copy = tmp_path / "copy"
    with Stack(disk.data, ONLY_REDIS, say=say_nothing) as stack:
        ledger, _ = asyncio.run(_cells(stack, erase=False))
        assert stack.redis.pid is not None
        with Process("redis", stack.redis.pid).held_still():
            shutil.copyfile(disk.image, copy)
    with mounted(copy, tmp_path / "after") as after, Stack(after.data, ONLY_REDIS, say=say_nothing) as again:
        assert asyncio.run(faults(ledger, again.redis_socket, again.folders.keys)) == []


def test_full_disk_loses_nothing_and_the_hotline_goes_on_once_there_is_room(
    disk: Disk, start_stack: StartStack
) -> None:
    organization = Organization(hour_now())
    stack = start_stack(disk.data, root_pk=organization.root_pk)
    fire = Fire(stack, organization, 300, 10_000, random.Random(1))
    filler = disk.at / "filler"

    async def story() -> list[str]:
        async with Post(stack.url) as post:
            await post.publish(organization.file())
        free = shutil.disk_usage(disk.at).free
        subprocess.run(["fallocate", "-l", str(free - 200_000), filler], check=True)
        burning = asyncio.create_task(fire.burn())
        first = stack.redis.pid
        while stack.redis.pid == first and not burning.done():
            await asyncio.sleep(0.05)
        assert not burning.done(), "the disk was never full"
        filler.unlink()
        return await faults(await burning, stack.redis_socket, stack.folders.keys)

    assert asyncio.run(story()) == []
    stack.stop()


def test_disk_that_is_only_read_is_said_in_a_sentence(disk: Disk) -> None:
    with Stack(disk.data, ONLY_REDIS, say=say_nothing):
        pass
    _run("mount", "-o", "remount,ro", disk.at)
    with pytest.raises(StartError, match="cannot be written \\(Read-only file system\\)"):
        Stack(disk.data, ONLY_REDIS, say=say_nothing).start()
