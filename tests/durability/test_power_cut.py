"""An answer means that the bytes are on the disk. So a power cut at any moment loses nothing that was acknowledged.

After each answer the kernel has nothing of the append-only file left to write. Then the file is cut where it ended at
some answer, with a torn beginning of what came next behind it, as a disk leaves it.
"""

import asyncio
import os
import random
import shutil
from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import directory
from crypto.directory import Policy
from crypto.sizes import DONE, EXCHANGE_REQUEST
from hotline.stack.supervise import Stack
from hotline.store import cells, rotation
from hotline.store.connection import Store
from tests.conftest import ONLY_REDIS, StartStack, say_nothing
from tests.durability.ledger import Kept, Ledger, faults
from tests.durability.synced import pages_that_stay, unsynced_pages
from tests.organizations import Organization
from tests.store.conftest import HOUR, NOW

OPERATIONS, CUTS = 60, 4


def _policy() -> Policy:
    organization = Organization(HOUR)
    return directory.verify_file(organization.file(), organization.root_pk, HOUR).policy


def _file(folder: Path) -> Path:
    (file,) = folder.rglob("*.incr.aof")
    return file


async def _written(stack: Stack, policy: Policy) -> list[tuple[Kept, int]]:
    """Cells, each with the length of the file when it was acknowledged. Nothing of it is left to write then."""
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    await rotation.start(store, NOW)
    written = []
    for _ in range(OPERATIONS):
        asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size))
        asked |= {"up": token_bytes(32), "lock": token_bytes(32), "cell": token_bytes(8192)}
        done = await cells.exchange(store, asked, token_bytes(32), policy, NOW)
        assert done.status == DONE
        assert unsynced_pages(_file(stack.folders.redis)) == 0, "an answer came before the bytes were on the disk"
        one = Kept(1, asked["up"], asked["lock"], "content", asked["cell"])
        written.append((one, _file(stack.folders.redis).stat().st_size))
    await store.aclose()
    return written


def test_power_cut_loses_nothing_that_was_acknowledged(start_stack: StartStack, tmp_path: Path) -> None:
    stack = start_stack(plan=ONLY_REDIS)
    written = asyncio.run(_written(stack, _policy()))
    stack.redis.kill()
    for cut in random.sample(range(OPERATIONS - 1), CUTS):
        torn = random.randrange(written[cut + 1][1] - written[cut][1])
        copy = tmp_path / f"cut {cut}"
        shutil.copytree(stack.folders.root, copy, symlinks=True, ignore=shutil.ignore_patterns("run", "lock"))
        os.truncate(_file(copy), written[cut][1] + torn)
        ledger = Ledger({one.identity: one for one, _ in written[: cut + 1]})
        with Stack(copy, ONLY_REDIS, say=say_nothing) as again:
            assert asyncio.run(faults(ledger, again.redis_socket, again.folders.keys)) == [], (cut, torn)


@pytest.mark.parametrize("ask", [unsynced_pages, lambda path: pages_that_stay(os.open(path, os.O_RDONLY))])
def test_kernel_tells_what_is_not_on_the_disk(tmp_path: Path, ask: object) -> None:
    assert callable(ask)
    with (tmp_path / "file").open("wb") as file:
        file.write(bytes(40_000))
        file.flush()
        os.fsync(file.fileno())
        assert ask(tmp_path / "file") == 0
        file.write(bytes(40_000))
        file.flush()
        assert ask(tmp_path / "file") > 0
