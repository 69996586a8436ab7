"""Vaults: one more each time, by the one key, and gone when their holder says so."""

import asyncio
from secrets import token_bytes

import pytest

from crypto import case, signing, vault
from crypto.errors import DecryptError
from crypto.hashing import u64
from crypto.sizes import DONE, ERASE_REQUEST, EXCHANGE_REQUEST, REFUSED, TAKEN, WRITE_REQUEST
from hotline.store import cells, erasure, holds, vaults
from tests.store.conftest import NOW, Desk

pytestmark = pytest.mark.anyio


async def _write(desk: Desk, own: vault.VaultKeys, version: int, document: dict[str, str]) -> int:
    asked = WRITE_REQUEST.unpack(vault.seal_write(own, version, document))
    return await vaults.write(desk.store, asked, token_bytes(32), desk.policy, NOW)


async def _erase(desk: Desk, own: vault.VaultKeys, version: int) -> None:
    asked = ERASE_REQUEST.unpack(bytes(ERASE_REQUEST.size)) | {
        "vault": own.address,
        "version": u64(version),
        "vault_signature": vault.sign_erase(own, version),
    }
    await erasure.erase(desk.store, asked, NOW)


async def test_versions_go_up_by_one_and_the_last_is_read(desk: Desk) -> None:
    own = vault.keys(token_bytes(32))
    assert await _write(desk, own, 2, {"n": "2"}) == TAKEN
    assert await _write(desk, own, 1, {"n": "1"}) == DONE
    assert await _write(desk, own, 3, {"n": "3"}) == TAKEN
    assert await _write(desk, own, 2, {"n": "2"}) == DONE
    standing = await vaults.read(desk.store, own.address)
    assert standing is not None
    assert vault.open_state(own, 2, standing.lock, standing.ciphertext) == {"n": "2"}


async def test_of_two_tabs_one_wins(desk: Desk) -> None:
    own = vault.keys(token_bytes(32))
    answers = await asyncio.gather(*(_write(desk, own, 1, {"tab": str(n)}) for n in range(8)))
    assert sorted(answers) == [DONE] + [TAKEN] * 7


async def test_codename_learned_later_does_not_open_an_earlier_copy(desk: Desk) -> None:
    own = vault.keys(token_bytes(32))
    await _write(desk, own, 1, {"n": "1"})
    (before,) = await desk.store.fields(holds.VAULT.key(own.address), "content")
    assert before is not None
    await _write(desk, own, 2, {"n": "2"})
    standing = await vaults.read(desk.store, own.address)
    assert standing is not None
    with pytest.raises(DecryptError):
        vault.open_state(own, 1, standing.lock, before)


async def test_another_key_neither_writes_nor_erases(desk: Desk) -> None:
    own = vault.keys(token_bytes(32))
    await _write(desk, own, 1, {})
    stranger = vault.VaultKeys(own.address, token_bytes(32), own.key)
    assert await _write(desk, stranger, 2, {}) == REFUSED
    await _erase(desk, stranger, 1)
    assert await vaults.read(desk.store, own.address) is not None


async def test_changed_signature_is_refused(desk: Desk) -> None:
    own = vault.keys(token_bytes(32))
    asked = WRITE_REQUEST.unpack(vault.seal_write(own, 1, {}))
    asked["lock"] = token_bytes(32)
    assert await vaults.write(desk.store, asked, token_bytes(32), desk.policy, NOW) == REFUSED


async def test_erased_vault_is_gone_and_an_erasure_of_an_older_version_does_nothing(desk: Desk) -> None:
    own = vault.keys(token_bytes(32))
    await _write(desk, own, 1, {})
    await _write(desk, own, 2, {})
    await _erase(desk, own, 1)
    assert await vaults.read(desk.store, own.address) is not None
    await _erase(desk, own, 2)
    assert await vaults.read(desk.store, own.address) is None
    assert await desk.store.redis.zcard(holds.ENDS.key()) == 0


async def test_replayed_first_write_does_not_bring_an_erased_vault_back(desk: Desk) -> None:
    own, stamp = vault.keys(token_bytes(32)), token_bytes(32)
    asked = WRITE_REQUEST.unpack(vault.seal_write(own, 1, {}))
    assert await vaults.write(desk.store, asked, stamp, desk.policy, NOW) == DONE
    assert await vaults.write(desk.store, asked, stamp, desk.policy, NOW) == DONE
    await _erase(desk, own, 1)
    assert await vaults.write(desk.store, asked, stamp, desk.policy, NOW) == REFUSED


async def test_everything_of_a_caller_is_erased_in_one_step(desk: Desk) -> None:
    secrets, own = await desk.open(), vault.keys(token_bytes(32))
    await _write(desk, own, 1, {})
    asked = ERASE_REQUEST.unpack(bytes(ERASE_REQUEST.size)) | {
        "case_id": secrets.case_id,
        "signature": signing.sign(secrets.close_seed, "erase", secrets.case_id),
        "vault": own.address,
        "version": u64(1),
        "vault_signature": vault.sign_erase(own, 1),
    }
    forged = asked | {"signature": signing.sign(token_bytes(32), "erase", secrets.case_id)}
    await erasure.erase(desk.store, forged, NOW)
    assert len(await desk.visible()) == 1
    await erasure.erase(desk.store, asked, NOW)
    assert await desk.visible() == []
    assert await desk.store.redis.zcard(holds.ENDS.key()) == 0


async def test_what_is_still_on_its_way_does_not_arrive_after_everything_was_erased(desk: Desk) -> None:
    secrets, own, address = case.draw(), vault.keys(token_bytes(32)), token_bytes(32)
    asked = ERASE_REQUEST.unpack(bytes(ERASE_REQUEST.size)) | {
        "case_id": secrets.case_id,
        "signature": signing.sign(secrets.close_seed, "erase", secrets.case_id),
        "vault": own.address,
        "version": u64(1),
        "vault_signature": vault.sign_erase(own, 1),
        "addresses": address + bytes(499 * 32),
    }
    await erasure.erase(desk.store, asked, NOW)
    two_hours_later = NOW + 7199
    assert not await desk.try_open(secrets, at=two_hours_later)
    write = WRITE_REQUEST.unpack(vault.seal_write(own, 1, {}))
    assert await vaults.write(desk.store, write, token_bytes(32), desk.policy, two_hours_later) == REFUSED
    up = EXCHANGE_REQUEST.unpack(bytes(EXCHANGE_REQUEST.size)) | {"up": address}
    done = await cells.exchange(desk.store, up, token_bytes(32), desk.policy, two_hours_later)
    assert done.status == TAKEN
    assert await desk.store.redis.zcard(holds.ENDS.key()) == 0
