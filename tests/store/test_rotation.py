"""Rotation beside what attack 2 tries: damage, and a key that is gone."""

from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest

from crypto.sizes import KEY
from hotline.store import connection, holds, locks, rotation
from hotline.store.cases import CASE_KIND
from hotline.store.connection import Store
from hotline.store.locks import KeyFileError
from tests.store.conftest import NOW, Desk

pytestmark = pytest.mark.anyio


async def test_damaged_record_counts_as_erased_and_keeps_nothing_else_from_being_final(desk: Desk) -> None:
    damaged, whole = await desk.open(), await desk.open()
    key = holds.CASE.key(damaged.case_id)
    (record,) = await desk.store.fields(key, "lock")
    assert record is not None
    await desk.store.redis.hset(key, "lock", record[:-1] + bytes([record[-1] ^ 1]))
    before = set(desk.store.key_file.standing().values())
    await rotation.rotate(desk.store, NOW)
    assert not before & set(desk.store.key_file.standing().values())
    assert [slot.case_id for slot in await desk.visible()] == [whole.case_id]
    await rotation.start(desk.store, NOW)


class Late(Store):
    """A store whose records are wrapped again only after somebody has replaced one of them."""

    key, replaced = b"", b""

    async def run(self, script: str, now: float, *arguments: Any, **given: Any) -> Any:
        if script == "rewrap":
            await self.redis.hset(self.key, "lock", self.replaced)
        return await super().run(script, now, *arguments, **given)


async def test_record_that_was_replaced_since_it_was_read_is_left_as_it_is(desk: Desk) -> None:
    secrets, fresh = await desk.open(), token_bytes(KEY)
    late, bound = Late(desk.store.redis, desk.store.key_file), locks.name(CASE_KIND, secrets.case_id)
    late.key, late.replaced = holds.CASE.key(secrets.case_id), desk.store.key_file.wrap_newest(bound, fresh)
    await rotation.rotate(late, NOW)
    (record,) = await desk.store.fields(late.key, "lock")
    assert await desk.store.unwrap(CASE_KIND, secrets.case_id, record) == fresh


async def test_lost_wrapping_key_stops_the_start_with_a_sentence(desk: Desk, clean_redis: Path, tmp_path: Path) -> None:
    await desk.open()
    other = Store.connect(clean_redis, tmp_path / "other")
    await rotation.rotate(desk.store, NOW)
    with pytest.raises(KeyFileError, match="cannot be opened"):
        await rotation.start(other, NOW)
    await other.aclose()


async def test_connection_that_stays_in_use_is_a_new_one_soon(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await store.redis.client_id()
    assert await store.redis.client_id() == first
    monkeypatch.setattr(connection, "CONNECTION_SECONDS", 0.0)
    assert await store.redis.client_id() == first
    assert await store.redis.client_id() != first
