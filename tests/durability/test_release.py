"""A data directory of an earlier release opens in this one: everything in it stands, and can be read and taken."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crypto import case, vault
from crypto.sizes import EXCHANGE_REQUEST
from hotline.store import buckets, cells, directories, holds, leases, rotation, vaults
from hotline.store.connection import Store
from tests.conftest import ONLY_REDIS, StartStack
from tests.durability.make_release import KEPT, NOW, RELEASE
from tests.store.conftest import anyio_backend

__all__ = ["anyio_backend"]
pytestmark = pytest.mark.anyio


@dataclass
class Opened:
    """The store on a copy of that directory, and what opens what is in it."""

    store: Store
    known: dict[str, bytes]


@pytest.fixture
async def opened(start_stack: StartStack, tmp_path: Path) -> AsyncIterator[Opened]:
    for name in KEPT:
        shutil.copytree(RELEASE / name, tmp_path / "old" / name)
    stack = start_stack(tmp_path / "old", ONLY_REDIS)
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    await rotation.start(store, NOW)
    known = json.loads((RELEASE / "known.json").read_text())
    yield Opened(store, {name: bytes.fromhex(text) for name, text in known.items()})
    await store.aclose()


async def test_every_key_is_declared_still(opened: Opened) -> None:
    keys = [key async for key in opened.store.redis.scan_iter()]
    assert len(keys) > 10
    assert [key for key in keys if holds.hold_of(key) is None] == []


async def test_directory_case_message_chunk_and_vault_stand(opened: Opened) -> None:
    store, known = opened.store, opened.known
    published = await directories.current(store, known["root"])
    assert published is not None
    assert await buckets.is_member(store, known["members"])
    asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size)) | {"down": known["cell"] + bytes(32)}
    first, _ = (await cells.exchange(store, asked, bytes(32), published.directory.policy, NOW)).down
    assert first is not None
    assert first.lock == known["cell's lock"]
    chunk = await cells.take_chunk(store, known["chunk"])
    assert chunk is not None
    assert chunk.lock == known["chunk's lock"]
    own = vault.keys(known["mk"])
    standing = await vaults.read(store, own.address)
    assert standing is not None
    assert vault.open_state(own, standing.version, standing.lock, standing.ciphertext) == {"version": 2}
    bucket = published.directory.desks[0].bucket.to_bytes(2, "big")
    slots = await buckets.visible(store, {"secret": known["members"], "bucket": bucket, "since": bytes(4)}, NOW)
    assert slots is not None
    assert [slot.case_id for slot in case.read_slots(slots)] == [case.case_id(known["waiting case"])]


async def test_held_case_is_accepted_again_by_who_holds_it(opened: Opened) -> None:
    store, known = opened.store, opened.known
    published = await directories.current(store, known["root"])
    assert published is not None
    name = case.case_id(known["held case"])
    hold = case.hold("accept", known["lease"], name, known["members"])
    fields = {"secret": hold[:32], "case_id": hold[32:64], "signature": hold[64:]}
    accepted = await leases.accept(store, fields, published.directory.policy, NOW)
    assert accepted is not None
    assert case.open_body(known["held case"], accepted.body_lock, accepted.body).document == {"words": "help"}
