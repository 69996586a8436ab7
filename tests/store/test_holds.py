"""Nothing is kept that is not declared, and no expiry says when it was written."""

from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import vault
from crypto.sizes import CHUNK, EXCHANGE_REQUEST, WRITE_REQUEST
from hotline.store import cells, holds, vaults
from tests.store.conftest import NOW, Desk

pytestmark = pytest.mark.anyio
TYPES_WITH_FIELDS = {b"hash"}


async def _one_of_everything(desk: Desk) -> None:
    secrets, lease = await desk.open(release=1), token_bytes(32)
    await desk.claim(secrets, lease)
    await desk.accept(secrets, lease)
    asked = EXCHANGE_REQUEST.unpack(token_bytes(EXCHANGE_REQUEST.size))
    await cells.exchange(desk.store, asked, token_bytes(32), desk.policy, NOW)
    asked = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size))
    await cells.exchange(desk.store, asked, token_bytes(32), desk.policy, NOW)
    chunk = {"address": token_bytes(32), "lock": token_bytes(32), "chunk": token_bytes(CHUNK)}
    await cells.put_chunk(desk.store, chunk, token_bytes(32), desk.policy, NOW)
    own = vault.keys(token_bytes(32))
    for version in (1, 2):
        written = WRITE_REQUEST.unpack(vault.seal_write(own, version, {}))
        await vaults.write(desk.store, written, token_bytes(32), desk.policy, NOW)


async def test_every_key_and_field_is_declared_and_every_declared_kind_is_used(desk: Desk) -> None:
    await _one_of_everything(desk)
    used = set()
    async for key in desk.store.redis.scan_iter():
        (hold,) = [hold for hold in holds.HOLDS if _is_of(hold, key)]
        used.add(hold.name)
        if await desk.store.redis.type(key) in TYPES_WITH_FIELDS:
            assert {str(name, "ascii") for name in await desk.store.redis.hkeys(key)} <= hold.fields.keys()  # type: ignore[arg-type]
    assert used == {hold.name for hold in holds.HOLDS}


def _is_of(hold: holds.Hold, key: bytes) -> bool:
    return key.startswith(hold.prefix) if hold.prefix.endswith(b":") else key == hold.prefix


async def test_every_key_expires_on_a_whole_hour(desk: Desk) -> None:
    await _one_of_everything(desk)
    keys = [key async for key in desk.store.redis.scan_iter()]
    for key in keys:
        expires = await desk.store.redis.pexpiretime(key)
        assert expires > 0, key
        assert expires % 3_600_000 == 0, key


async def test_minutes_stand_only_in_running_timers(desk: Desk) -> None:
    await _one_of_everything(desk)
    timed = {holds.DUE.key(), holds.LEASES.key()}
    hours = range(int(NOW // 3600), int(NOW // 3600) + 24 * 366)
    async for key in desk.store.redis.scan_iter():
        if await desk.store.redis.type(key) == b"zset" and key not in timed:
            entries = await desk.store.redis.zrange(key, 0, -1, withscores=True)
            assert all(entry[1] in hours for entry in entries), key


def test_what_we_hold_is_written_down() -> None:
    page = (Path(__file__).parents[2] / "docs" / "what-we-hold.md").read_text()
    assert holds.as_table() in page
