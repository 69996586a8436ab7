"""Nothing is kept that is not declared, and no expiry says when it was written."""

from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import vault
from crypto.sizes import CHUNK, EXCHANGE_REQUEST, WRITE_REQUEST
from hotline.store import cells, holds, vaults
from hotline.store.what_we_hold import as_markdown
from tests.store.conftest import HOUR, NOW, Desk

pytestmark = pytest.mark.anyio
TYPES_WITH_FIELDS = {b"hash"}


async def one_of_everything(desk: Desk) -> None:
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


async def test_every_key_and_field_is_declared_and_every_declared_one_is_used(desk: Desk) -> None:
    await one_of_everything(desk)
    used = set()
    async for key in desk.store.redis.scan_iter():
        hold = holds.hold_of(key)
        assert hold is not None, key
        used |= {(hold.name, field) for field in await _fields_of(desk, key)}
    assert used == {(hold.name, name) for hold in holds.HOLDS for name in hold.fields}


async def _fields_of(desk: Desk, key: bytes) -> set[str]:
    """A hash's own fields; a string has its value, a set its members."""
    kind = await desk.store.redis.type(key)
    if kind in TYPES_WITH_FIELDS:
        return {str(name, "ascii") for name in await desk.store.redis.hkeys(key)}  # type: ignore[arg-type]
    return {"value" if kind == b"string" else "members"}


async def test_no_key_outlives_what_is_declared(desk: Desk) -> None:
    await one_of_everything(desk)
    lives = holds.Lives.of(desk.policy)
    async for key in desk.store.redis.scan_iter():
        hold = holds.hold_of(key)
        assert hold is not None
        assert await desk.store.redis.expiretime(key) <= (HOUR + hold.expiry(lives)) * 3600, key


async def test_declared_lives_are_those_that_are_promised(desk: Desk) -> None:
    assert holds.Lives.of(desk.policy) == holds.PROMISED
    assert holds.CASE.fields["body"].lifetime.seconds(holds.PROMISED) == 7 * 86400
    assert "21 days at most" in holds.CELL.fields["content"].lifetime.in_words(holds.PROMISED)
    assert "48 days" in holds.VAULT.fields["lock"].lifetime.in_words(holds.Lives(vault_hours=48 * 24))


async def test_every_key_expires_on_a_whole_hour(desk: Desk) -> None:
    await one_of_everything(desk)
    keys = [key async for key in desk.store.redis.scan_iter()]
    for key in keys:
        expires = await desk.store.redis.pexpiretime(key)
        assert expires > 0, key
        assert expires % 3_600_000 == 0, key


async def test_minutes_stand_only_in_running_timers(desk: Desk) -> None:
    await one_of_everything(desk)
    timed = {holds.DUE.key(), holds.LEASES.key()}
    hours = range(int(NOW // 3600), int(NOW // 3600) + 24 * 366)
    async for key in desk.store.redis.scan_iter():
        if await desk.store.redis.type(key) == b"zset" and key not in timed:
            entries = await desk.store.redis.zrange(key, 0, -1, withscores=True)
            assert all(entry[1] in hours for entry in entries), key


def test_what_we_hold_is_written_down() -> None:
    page = Path(__file__).parents[2] / "docs" / "what-we-hold.md"
    assert page.read_text() == as_markdown(), "python -m hotline.store.what_we_hold > docs/what-we-hold.md"
