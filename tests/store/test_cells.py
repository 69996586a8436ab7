"""Cells and chunks: written once, found, erased, and never back within two hours."""

from secrets import token_bytes

import pytest

from crypto.directory import Policy
from crypto.sizes import CHUNK, DONE, EXCHANGE_REQUEST, REFUSED, TAKEN
from hotline.store import cells, erasure, holds
from hotline.store.cells import Exchanged
from hotline.store.connection import Store
from tests.store.conftest import NOW, Desk

pytestmark = pytest.mark.anyio
NOWHERE = bytes(32)


async def _exchange(
    store: Store,
    policy: Policy,
    up: tuple[bytes, bytes, bytes] | None = None,
    down: tuple[bytes, bytes] = (NOWHERE, NOWHERE),
    erase: tuple[bytes, bytes] = (NOWHERE, NOWHERE),
    stamp: bytes | None = None,
    at: float = NOW,
) -> Exchanged:
    address, lock, cell = up or (NOWHERE, bytes(32), token_bytes(8192))
    packed = EXCHANGE_REQUEST.pack(up=address, lock=lock, cell=cell, down=b"".join(down), erase=b"".join(erase))
    return await cells.exchange(store, EXCHANGE_REQUEST.unpack(packed), stamp or token_bytes(32), policy, at)


def _cell() -> tuple[bytes, bytes, bytes]:
    return token_bytes(32), token_bytes(32), token_bytes(8192)


async def test_cell_is_found_with_its_lock_and_others_are_not(desk: Desk) -> None:
    up = _cell()
    assert (await _exchange(desk.store, desk.policy, up)).status == DONE
    found = await _exchange(desk.store, desk.policy, down=(token_bytes(32), up[0]))
    assert found.down[0] is None
    assert found.down[1] == cells.Found(up[1], up[2])


async def test_same_bytes_are_done_again_and_others_taken(desk: Desk) -> None:
    address, lock, content = _cell()
    await _exchange(desk.store, desk.policy, (address, lock, content))
    assert (await _exchange(desk.store, desk.policy, (address, lock, content))).status == DONE
    assert (await _exchange(desk.store, desk.policy, (address, lock, token_bytes(8192)))).status == TAKEN
    found = await _exchange(desk.store, desk.policy, down=(address, NOWHERE))
    assert found.down[0] == cells.Found(lock, content)


async def test_erased_cell_is_gone_and_neither_replay_nor_resealing_brings_it_back(desk: Desk) -> None:
    up, stamp = _cell(), token_bytes(32)
    await _exchange(desk.store, desk.policy, up, stamp=stamp)
    await _exchange(desk.store, desk.policy, erase=(up[0], NOWHERE))
    assert (await _exchange(desk.store, desk.policy, up, stamp=stamp)).status == REFUSED
    assert (await _exchange(desk.store, desk.policy, (up[0], up[1], token_bytes(8192)))).status == TAKEN
    assert (await _exchange(desk.store, desk.policy, down=(up[0], NOWHERE))).down == (None, None)


async def test_replay_in_the_next_hour_still_brings_nothing_back(desk: Desk) -> None:
    up, stamp = _cell(), token_bytes(32)
    late = NOW - NOW % 3600 + 3599
    await _exchange(desk.store, desk.policy, up, stamp=stamp, at=late)
    await _exchange(desk.store, desk.policy, erase=(up[0], NOWHERE), at=late)
    assert (await _exchange(desk.store, desk.policy, up, stamp=stamp, at=late + 3600)).status == REFUSED


async def test_exchange_with_nothing_to_say_leaves_no_object(desk: Desk) -> None:
    await _exchange(desk.store, desk.policy)
    assert await desk.store.redis.zcard(holds.ENDS.key()) == 0
    assert [key async for key in desk.store.redis.scan_iter(match=b"cell:*")] == []


async def test_cell_expires_after_three_weeks(desk: Desk) -> None:
    up = _cell()
    await _exchange(desk.store, desk.policy, up)
    assert await erasure.expire(desk.store, NOW + 503 * 3600) == 0
    assert await erasure.expire(desk.store, NOW + 504 * 3600) == 1
    assert (await _exchange(desk.store, desk.policy, down=(up[0], NOWHERE))).down == (None, None)


async def test_chunk_is_put_taken_and_erased_like_a_cell(desk: Desk) -> None:
    asked = {"address": token_bytes(32), "lock": token_bytes(32), "chunk": token_bytes(CHUNK)}
    assert await cells.put_chunk(desk.store, asked, token_bytes(32), desk.policy, NOW) == DONE
    other = asked | {"chunk": token_bytes(CHUNK)}
    assert await cells.put_chunk(desk.store, other, token_bytes(32), desk.policy, NOW) == TAKEN
    assert await cells.take_chunk(desk.store, asked["address"]) == cells.Found(asked["lock"], asked["chunk"])
    await _exchange(desk.store, desk.policy, erase=(NOWHERE, asked["address"]))
    assert await cells.take_chunk(desk.store, asked["address"]) is None


async def test_watchers_hear_the_first_two_bytes_of_an_address_and_no_more(desk: Desk) -> None:
    up = _cell()
    async with desk.store.redis.pubsub() as subscription:
        await subscription.subscribe("wake:cells")
        await subscription.get_message(timeout=1)
        await _exchange(desk.store, desk.policy, up)
        message = await subscription.get_message(ignore_subscribe_messages=True, timeout=1)
        assert message is not None
        assert message["data"] == up[0][:2]
        await _exchange(desk.store, desk.policy, up)
        await _exchange(desk.store, desk.policy)
        again = await subscription.get_message(ignore_subscribe_messages=True, timeout=0.5)
    assert again is None
