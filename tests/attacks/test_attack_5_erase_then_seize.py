"""Attack 5: the disk was copied before an erasure, and afterwards every key of caller and responder is known as well.

What was erased opens neither from the copy nor from the copy put back in place. With a copy of the wrapping key from
before the erasure it does: docs/threat-model.md says so, and the key's file is never to be copied. Nor does
the vault of the responder who held the case have anything of it, once she has unlocked her desk.
"""

import json
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crypto import case, codename, hashing, vault
from crypto.errors import DecryptError, NoMatch
from crypto.sealing import unbox
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.held import HeldCase
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.drill.journeys import desk_of
from hotline.drill.rehearse import Bench
from hotline.drill.trial import Running, throw_away
from hotline.stack.supervise import Stack
from hotline.store import holds, locks, rotation, vaults
from hotline.store.connection import Store
from hotline.store.locks import KeyFile, KeyFileError, LockLost
from tests.conftest import ONLY_REDIS, say_nothing
from tests.organizations import SAMPLE
from tests.stack.waiting import eventually

pytestmark = pytest.mark.anyio
WORDS = "They took him at work."


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Taken:
    """Two copies of the disk, keys apart, and what caller and responder know: before and after the erasure."""

    redis: Path
    keys_before: Path
    keys_after: Path
    ten: bytes = field(repr=False, default=b"")
    site: bytes = field(repr=False, default=b"")
    terms: bytes = field(repr=False, default=b"")
    held: HeldCase | None = None

    def case_of(self) -> HeldCase:
        assert self.held is not None
        return self.held


@pytest.fixture
async def taken(tmp_path: Path) -> Taken:
    taken = Taken(tmp_path / "copy" / "redis", tmp_path / "before", tmp_path / "after")
    async with throw_away() as running:
        await _talk_copy_and_erase(running, taken)
        shutil.copytree(running.data / "keys", taken.keys_after)
    return taken


@asynccontextmanager
async def _accepted(running: Running) -> AsyncIterator[tuple[Caller, Responder]]:
    """A caller, and who has accepted her case and hung up."""
    async with Post(running.url) as office, Post(running.url) as post:
        coordinator = await Coordinator.from_folder(office, running.organization, None)
        await coordinator.tend()
        caller = await Caller.start(post, coordinator.root_pk)
        await caller.open(SAMPLE.answers, WORDS)
        assert caller.case_id is not None
        bench = Bench(running.url, coordinator, 1)
        async with bench.lend(desk_of(caller)) as responder:
            await responder.queue()
            await responder.claim(caller.case_id)
            await responder.accept(caller.case_id)
        await bench.hang_up()
        yield caller, responder


async def _talk_copy_and_erase(running: Running, taken: Taken) -> None:
    async with _accepted(running) as (caller, responder):
        assert caller.case is not None
        (taken.held,) = responder.cases.values()
        taken.ten, taken.site, taken.terms = caller.ten, caller.directory.site, caller.case.terms
        eventually(lambda: _copied_whole(running.data / "redis", taken.redis))
        shutil.copytree(running.data / "keys", taken.keys_before)
        await caller.erase_everything()
        old = KeyFile(taken.keys_before).standing().values()
        eventually(lambda: not any(key in (running.data / "keys/wrapping-key").read_bytes() for key in old))


def _copied_whole(source: Path, copy: Path) -> bool:
    """Whether Redis began no file and ended none while they were copied: only then do they belong together."""
    shutil.rmtree(copy, ignore_errors=True)
    before = sorted(source.rglob("*"))
    try:
        shutil.copytree(source, copy)
    except shutil.Error:
        return False
    return sorted(source.rglob("*")) == before


async def test_vault_of_who_held_an_erased_case_has_nothing_of_it_once_she_has_unlocked() -> None:
    async with throw_away() as running, _accepted(running) as (caller, responder):
        store = Store.connect(running.kept, running.data / "keys")
        assert WORDS in await _vault_of(store, responder)
        await caller.erase_everything()
        async with Post(running.url) as post:
            await (await Responder.unlock(post, responder.digits)).tend()
        opened = await _vault_of(store, responder)
        assert json.loads(opened)["cases"] == []
        assert WORDS not in opened
        await store.aclose()


async def _vault_of(store: Store, responder: Responder) -> str:
    """What stands on the server, with its lock, opened with the keys of her codename."""
    own = vault.keys(codename.master_key(responder.member.ten, responder.directory.site))
    stands = await vaults.read(store, own.address)
    assert stands is not None
    return json.dumps(vault.open_state(own, stands.version, stands.lock, stands.ciphertext))


async def test_erased_case_opens_from_an_old_copy_only_with_the_wrapping_key_of_then(taken: Taken) -> None:
    with Stack(taken.redis.parent, ONLY_REDIS, say=say_nothing) as copy:
        now = Store.connect(copy.redis_socket, taken.keys_after)
        then = Store.connect(copy.redis_socket, taken.keys_before)
        await _nothing_opens(now, taken)
        await _everything_opens(then, taken)
        with pytest.raises(KeyFileError, match="cannot be opened"):
            await rotation.start(now, time.time())
        await now.aclose()
        await then.aclose()


async def _nothing_opens(store: Store, taken: Taken) -> None:
    """Not one record of any object unwraps; and the case's ciphertext opens under none of the locks that are known."""
    records = 0
    for kind, hold in holds.LOCKED.items():
        async for key in store.redis.scan_iter(match=hold.prefix + b"*"):
            (record,) = await store.fields(key, "lock")
            assert record is not None
            with pytest.raises(LockLost):
                store.key_file.unwrap(locks.name(kind, key.removeprefix(hold.prefix)), record)
            records += 1
    assert records >= 3
    held = taken.case_of()
    record, card, sheet, body = await store.fields(holds.CASE.key(held.case_id), "lock", "card", "sheet", "body")
    assert record is not None
    assert card is not None
    assert sheet is not None
    assert body is not None
    for guess in (taken.terms, held.case_key, held.lease_seed, bytes(32), record[-48:-16], record[-32:]):
        for lock in (guess, hashing.body_lock(guess), hashing.sheet_lock(guess)):
            with pytest.raises(DecryptError):
                case.open_body(held.case_key, lock, body)
            with pytest.raises(DecryptError):
                case.open_sheet(held.case_key, lock, sheet)
            with pytest.raises((DecryptError, NoMatch)):
                unbox(hashing.kdf(held.case_key, "case/card", lock), "card", held.case_id, boxed=card)


async def _everything_opens(store: Store, taken: Taken) -> None:
    """With the wrapping key of then, the case key and the codename: body and vault. This is what is said plainly."""
    held = taken.case_of()
    record, body = await store.fields(holds.CASE.key(held.case_id), "lock", "body")
    assert record is not None
    assert body is not None
    lock = store.key_file.unwrap(locks.name(0, held.case_id), record)
    assert case.open_body(held.case_key, hashing.body_lock(lock), body).document["words"] == WORDS
    own = vault.keys(codename.master_key(taken.ten, taken.site))
    record, version, content = await store.fields(holds.VAULT.key(own.address), "lock", "version", "content")
    assert record is not None
    assert version is not None
    assert content is not None
    lock = store.key_file.unwrap(locks.name(2, own.address), record)
    assert vault.open_state(own, int(version), lock, content)["case"] is not None
    with pytest.raises(DecryptError):
        vault.open_state(own, int(version) + 1, lock, content)
