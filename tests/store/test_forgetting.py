"""What was erased, closed, replaced or has expired is in no file of Redis, and not in its memory either."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from secrets import token_bytes

import pytest

from crypto import directory, signing, vault
from crypto.sizes import CHUNK, ERASE_REQUEST, EXCHANGE_REQUEST, WRITE_REQUEST
from hotline.drill.marks import Mark
from hotline.drill.processes import Process
from hotline.drill.search import Finding, Search
from hotline.drill.seizure import files, redis_keys
from hotline.drill.sent import slices
from hotline.stack.supervise import Stack
from hotline.store import cells, directories, erasure, holds, rotation, vaults
from hotline.store.connection import Store
from tests.conftest import ONLY_REDIS, StartStack
from tests.organizations import Organization
from tests.stack.waiting import eventually
from tests.store.conftest import HOUR, NOW, Desk, anyio_backend

__all__ = ["anyio_backend"]
pytestmark = pytest.mark.anyio
AFTER_ALL_LIVES = NOW + 100 * 86400


@dataclass
class Past:
    """A desk on a Redis of its own, and marks of all that stood at some time."""

    stack: Stack
    desk: Desk
    stays: set[bytes] = field(default_factory=set)
    marks: set[Mark] = field(default_factory=set)

    async def note(self) -> None:
        """Remember the id, wrapped lock and ciphertext of every object that stands now, but of those that stay."""
        redis = self.desk.store.redis
        for kind, hold in holds.LOCKED.items():
            async for key in redis.scan_iter(match=hold.prefix + b"*"):
                if key in self.stays:
                    continue
                self.marks.add(Mark(f"id of kind {kind}", key.removeprefix(hold.prefix), False))
                for name in hold.fields:
                    (value,) = await self.desk.store.fields(key, name)
                    if name == "lock" and value is not None:
                        self.marks.add(Mark("wrapped lock", value, False))
                    elif value is not None and len(value) > 1000:
                        self.marks |= {Mark(f"{hold.name} {name}", octets, False) for octets in slices(value)}

    def found(self) -> set[Finding]:
        """Where any of it still is."""
        search = Search(self.marks)
        pid = self.stack.redis.pid
        assert pid is not None
        search.look(files(self.stack.folders.root))
        search.look(redis_keys("redis", self.stack.redis_socket))
        search.look(Process("redis", pid).memory())
        return search.findings


@pytest.fixture
async def past(start_stack: StartStack) -> AsyncIterator[Past]:
    stack = start_stack(plan=ONLY_REDIS)
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    await rotation.start(store, NOW)
    organization = Organization(HOUR)
    file = organization.file()
    await directories.publish(store, file, organization.root_pk, NOW)
    yield Past(stack, Desk(store, organization, directory.verify_file(file, organization.root_pk, HOUR).policy))
    await store.aclose()


async def _cell(desk: Desk, erase: bytes = bytes(32)) -> bytes:
    asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size)) | {"erase": erase + bytes(32)}
    if not any(erase):
        asked |= {"up": token_bytes(32), "lock": token_bytes(32), "cell": token_bytes(8192)}
    await cells.exchange(desk.store, asked, token_bytes(32), desk.policy, NOW)
    return asked["up"]


async def _closed_case(past: Past) -> None:
    secrets, lease = await past.desk.open(), token_bytes(32)
    await past.desk.claim(secrets, lease)
    await past.desk.accept(secrets, lease)
    await past.note()
    assert await past.desk.close(secrets, lease)


async def _erased_case(past: Past, at: float = NOW) -> None:
    secrets = await past.desk.open(release=1, at=at)
    await past.note()
    nothing = ERASE_REQUEST.unpack(bytes(ERASE_REQUEST.size))
    signed = {"case_id": secrets.case_id, "signature": signing.sign(secrets.close_seed, "erase", secrets.case_id)}
    await erasure.erase(past.desk.store, nothing | signed, NOW)


async def _erased_cell(past: Past) -> None:
    address = await _cell(past.desk)
    await past.note()
    await _cell(past.desk, address)


async def _replaced_vault(past: Past) -> None:
    own = vault.keys(token_bytes(32))
    for version in (1, 2):
        written = WRITE_REQUEST.unpack(vault.seal_write(own, version, {}))
        await vaults.write(past.desk.store, written, token_bytes(32), past.desk.policy, NOW)
        await past.note()


async def _left_to_expire(past: Past) -> None:
    await past.desk.open(release=1)
    await _cell(past.desk)
    chunk = {"address": token_bytes(32), "lock": token_bytes(32), "chunk": token_bytes(CHUNK)}
    await cells.put_chunk(past.desk.store, chunk, token_bytes(32), past.desk.policy, NOW)
    await past.note()


async def test_nothing_that_has_ended_is_in_files_or_memory(past: Past) -> None:
    for ends in (_closed_case, _erased_case, _erased_cell, _replaced_vault, _left_to_expire):
        await ends(past)
    assert past.found()
    assert await erasure.expire(past.desk.store, AFTER_ALL_LIVES) >= 4
    await _made_final(past)
    eventually(lambda: not past.found(), seconds=55)
    assert len(past.marks) > 30


async def test_what_was_taken_out_of_a_set_is_not_left_behind_in_it(past: Past) -> None:
    for _ in range(5):
        past.stays.add(holds.CASE.key((await past.desk.open(release=1)).case_id))
    for _ in range(3):
        await _erased_case(past, NOW + 3600)
    assert past.found()
    await _made_final(past)
    eventually(lambda: not past.found(), seconds=55)


async def _made_final(past: Past) -> None:
    """What the worker does within the minute."""
    store = past.desk.store
    assert await rotation.shred(store, NOW)
    assert await erasure.rewrite(store, NOW)
    await rotation.shred(store, NOW)  # the next one, three seconds later
    await store.aclose()  # a connection that is idle keeps its last answer for some seconds
