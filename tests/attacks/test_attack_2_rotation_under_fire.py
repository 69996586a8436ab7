"""Attack 2: the process dies at every step of a rotation while others write, replace and erase.

After a restart every acknowledged lock opens, no erased one exists, and the old wrapping key's bytes are not in the
file. One writer pauses between wrapping and storing.
"""

import asyncio
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest

from crypto.directory import Policy
from crypto.sizes import DONE
from hotline.store import cells, holds, locks, rotation
from hotline.store.connection import Store
from hotline.store.locks import KeyFile, LockLost
from tests.store.conftest import NOW, Desk

pytestmark = pytest.mark.anyio
NOWHERE = bytes(32)
STEPS = 13


class Killed(BaseException):
    """The process is gone: nothing after this step happens in it."""


class Mortal(KeyFile):
    """A key file whose owner dies before or after its n-th change of the file."""

    def __init__(self, directory: Path, dies_at: int) -> None:
        super().__init__(directory)
        self.left = dies_at

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def _write(self, place: int, block: bytes) -> None:
        self._step()
        super()._write(place, block)
        self._step()


class MortalStore(Store):
    """A store that dies before or after its n-th step of a rotation in Redis."""

    async def run(self, script: str, now: float, *arguments: Any, **given: Any) -> Any:
        assert isinstance(self.key_file, Mortal)
        self.key_file._step()
        answer = await super().run(script, now, *arguments, **given)
        self.key_file._step()
        return answer


async def _put(store: Store, policy: Policy, address: bytes, lock: bytes) -> int:
    parts = {"up": address, "lock": lock, "cell": token_bytes(8192), "down": NOWHERE * 2, "erase": NOWHERE * 2}
    return (await cells.exchange(store, parts, token_bytes(32), policy, NOW)).status


async def _erase(store: Store, policy: Policy, address: bytes) -> None:
    parts = {"up": NOWHERE, "lock": NOWHERE, "cell": bytes(8192), "down": NOWHERE * 2, "erase": address + NOWHERE}
    await cells.exchange(store, parts, token_bytes(32), policy, NOW)


async def _lock_at(store: Store, policy: Policy, address: bytes) -> bytes | None:
    parts = {"up": NOWHERE, "lock": NOWHERE, "cell": bytes(8192), "down": address + NOWHERE, "erase": NOWHERE * 2}
    (found, _) = (await cells.exchange(store, parts, token_bytes(32), policy, NOW)).down
    return found.lock if found else None


class Writers:
    """Write and erase cells until told to stop, remembering what was acknowledged."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self.store, self.policy = store, policy
        self.live: dict[bytes, bytes] = {}
        self.erased: set[bytes] = set()
        self.stop = False
        self.written = 0

    async def go_on(self) -> None:
        while not self.stop:
            address, lock = token_bytes(32), token_bytes(32)
            assert await _put(self.store, self.policy, address, lock) == DONE
            self.live[address] = lock
            self.written += 1
            if self.written % 3 == 0:
                victim = next(iter(self.live))
                del self.live[victim]
                await _erase(self.store, self.policy, victim)
                self.erased.add(victim)


@pytest.mark.parametrize("dies_at", range(STEPS))
async def test_killed_rotation_loses_no_live_lock_and_revives_no_erased_one(
    desk: Desk, tmp_path: Path, clean_redis: Path, dies_at: int
) -> None:
    keys = tmp_path / "keys"
    writers = Writers(desk.store, desk.policy)
    working = [asyncio.create_task(writers.go_on()) for _ in range(3)]
    while len(writers.live) < 10:
        await asyncio.sleep(0)

    stale = desk.store.key_file.wrap(await desk.store.generation(), locks.name(1, NOWHERE), token_bytes(32))
    old_keys = set(desk.store.key_file.standing().values())
    copy = await _all_records(desk.store)
    victim = MortalStore(desk.store.redis, Mortal(keys, dies_at))
    try:
        await rotation.rotate(victim, NOW)
        died = False
    except Killed:
        died = True
    assert died == (dies_at < _steps_of_a_rotation())
    writers.stop = True
    await asyncio.gather(*working)

    restarted = Store.connect(clean_redis, keys)
    await rotation.start(restarted, NOW)
    file = restarted.key_file.path.read_bytes()
    assert not any(key in file for key in old_keys)
    assert len(restarted.key_file.standing()) == 1
    for address, lock in writers.live.items():
        assert await _lock_at(restarted, desk.policy, address) == lock
    for address in writers.erased:
        assert await _lock_at(restarted, desk.policy, address) is None
        if address in copy:
            with pytest.raises(LockLost):
                restarted.key_file.unwrap(locks.name(1, address), copy[address])
    assert await _stored_stale(restarted, stale) == b"generation"
    await restarted.aclose()


def _steps_of_a_rotation() -> int:
    """Before and after: the new block, the generation, a batch read, wrapped again and read again, the old block."""
    return 12


async def _all_records(store: Store) -> dict[bytes, bytes]:
    records = {}
    async for key in store.redis.scan_iter(match=b"cell:*"):
        (record,) = await store.fields(key, "lock")
        if record is not None:
            records[key.removeprefix(holds.CELL.prefix)] = record
    return records


async def _stored_stale(store: Store, record: bytes) -> bytes:
    """A writer that wrapped before the rotation and stores after it."""
    address = token_bytes(32)
    answer: bytes = await store.run(
        "put_chunk", NOW, address, record, b"chunk", token_bytes(32), token_bytes(32), cell_ends=1, backstop=1
    )
    return answer
