"""A full disk, full memory, a disk that is only read, a clock that jumps: clear errors, no loss, back without hands."""

import asyncio
import random
import resource
import time
from dataclasses import replace
from pathlib import Path
from secrets import token_bytes

import pytest

from crypto import case, signing, wire
from crypto.conversation import Cell
from crypto.sizes import CELL, DONE, ERASE, EXCHANGE, OPEN, Address
from hotline.client.caller import Caller
from hotline.client.errors import LeaseLapsed, NoVault
from hotline.client.post import Post
from hotline.client.responder import Responder
from hotline.stack.errors import StartError
from hotline.stack.folders import Folders
from hotline.stack.supervise import Stack
from hotline.store import rotation
from hotline.store.connection import Store
from tests.client.conftest import Hotline, Play, hotline, play
from tests.conftest import ANY_PORT, StartStack
from tests.durability.fire import Fire
from tests.durability.ledger import Kept, Ledger, faults
from tests.organizations import Organization
from tests.routes.conftest import hour_now
from tests.stack.waiting import eventually

__all__ = ["hotline", "play"]
MEBIBYTE = 1 << 20
DAY_MINUTES = 24 * 60


def _cell() -> Cell:
    return Cell(Address(token_bytes(32)), token_bytes(32), token_bytes(CELL))


async def _fill(post: Post, ledger: Ledger, most: int) -> bool:
    """Put cells until one is refused for want of room; whether that was so."""
    for _ in range(most):
        cell = _cell()
        status, octets = await post.carry(
            "POST", "/post", wire.request(EXCHANGE, wire.exchange(cell, []), hour_now(), 3)
        )
        if status == 503:
            assert b"Nothing was accepted" in octets
            return True
        ledger.keep(Kept(1, cell.address, cell.lock, "content", cell.ciphertext))
    return False


def test_full_memory_refuses_clearly_keeps_all_and_still_erases_for_good(start_stack: StartStack) -> None:
    organization, ledger = Organization(hour_now()), Ledger()
    stack = start_stack(plan=replace(ANY_PORT, maxmemory_bytes=3 * MEBIBYTE), root_pk=organization.root_pk)

    async def story() -> list[str]:
        async with Post(stack.url) as post:
            await post.publish(organization.file())
            assert await _fill(post, ledger, 2000)
            before = set(Store.connect(stack.redis_socket, stack.folders.keys).key_file.standing())
            await _rotate(stack)
            victims = list(ledger.kept)[:100]
            answer = await post.send(ERASE, wire.erase(None, None, [Address(one) for one in victims]))
            assert answer.status == DONE
            for one in victims:
                ledger.erase(1, one)
            await asyncio.to_thread(_rotated, stack, before)
            cell = _cell()
            assert (await post.send(EXCHANGE, wire.exchange(cell, []))).status == DONE
            ledger.keep(Kept(1, cell.address, cell.lock, "content", cell.ciphertext))
        return await faults(ledger, stack.redis_socket, stack.folders.keys)

    assert asyncio.run(story()) == []


async def _rotate(stack: Stack) -> None:
    """While there is no memory left at all."""
    store = Store.connect(stack.redis_socket, stack.folders.keys)
    await rotation.start_with_others(store, time.time())
    await store.aclose()


def _rotated(stack: Stack, before: set[int]) -> None:
    key_file = Store.connect(stack.redis_socket, stack.folders.keys).key_file
    eventually(lambda: not before & set(key_file.standing()), seconds=60)


def test_disk_that_is_full_loses_nothing_and_the_hotline_comes_back(start_stack: StartStack) -> None:
    organization = Organization(hour_now())
    stack = start_stack(root_pk=organization.root_pk)
    fire = Fire(stack, organization, 40, 10_000, random.Random(1))

    async def story() -> list[str]:
        async with Post(stack.url) as post:
            await post.publish(organization.file())
        first = stack.redis.pid
        assert first is not None
        size = sum(path.stat().st_size for path in stack.folders.redis.rglob("*.incr.aof"))
        resource.prlimit(first, resource.RLIMIT_FSIZE, (size + 300_000, size + 300_000))
        ledger = await fire.burn()
        while stack.redis.pid == first and fire.operations < 400:  # the file may have been written anew, and have room
            fire.operations += 40
            ledger = await fire.burn()
        assert stack.redis.pid != first
        return await faults(ledger, stack.redis_socket, stack.folders.keys)

    assert asyncio.run(story()) == []
    assert fire.ledger.kept


def test_directory_that_cannot_be_written_is_said_in_a_sentence() -> None:
    with pytest.raises(StartError, match="cannot be written"):
        Folders(Path("/sys/hotline")).make()


async def jumps_forward(hotline: Hotline) -> None:
    """A day forward while a case is held and another waits, and back again."""
    caller, responder = await hotline.caller("Before the jump."), await hotline.responder()
    other = await hotline.caller("Not yet claimed.")
    await hotline.met(responder, caller)
    hotline.clock.forward(DAY_MINUTES)
    assert caller.case_id is not None
    with pytest.raises(LeaseLapsed):
        await responder.reply(caller.case_id, "I read it now.")
    assert {caller.case_id, other.case_id} == {one.case_id for one in await responder.queue()}
    await hotline.met(responder, caller)
    await _talk(hotline, caller, responder, -DAY_MINUTES)


async def is_set_back(hotline: Hotline) -> None:
    """A day back while a case is held and another waits, and forward again."""
    caller, responder = await hotline.caller("Before the jump."), await hotline.responder()
    other = await hotline.caller("Not yet claimed.")
    await hotline.met(responder, caller)
    hotline.clock.forward(-DAY_MINUTES)
    assert await responder.queue() == []
    await _talk(hotline, caller, responder, DAY_MINUTES)
    assert [one.case_id for one in await responder.queue()] == [other.case_id]


async def erases_before_it_is_set_back(hotline: Hotline) -> None:
    """A case and a message are erased, and sent again a day earlier."""
    post, secrets, cell = hotline.post(), case.draw(), _cell()
    desk = (await hotline.coordinator()).directory
    bucket = 1 if desk is None else desk.desks[0].bucket
    opening = case.seal_case(secrets, 0, [case.SlotFor(bucket, None)] * 3, {}, {}, {})
    assert (await post.send(OPEN, opening)).status == DONE
    assert (await post.send(EXCHANGE, wire.exchange(cell, []))).status == DONE
    named = (secrets.case_id, signing.sign(secrets.close_seed, "erase", secrets.case_id))
    await post.send(ERASE, wire.erase(named, None, [cell.address]))
    hotline.clock.forward(-DAY_MINUTES)
    behind = hotline.post()
    assert (await behind.send(OPEN, opening)).status != DONE
    assert (await behind.send(EXCHANGE, wire.exchange(cell, []))).status != DONE


def test_clock_that_jumps_a_day_forward_ends_leases_and_loses_nothing(play: Play[None]) -> None:
    play(jumps_forward)


def test_clock_that_is_set_back_a_day_hides_what_waits_until_it_is_right_and_loses_nothing(play: Play[None]) -> None:
    play(is_set_back)


def test_what_was_erased_stays_so_when_the_clock_is_set_back_a_day(play: Play[None]) -> None:
    play(erases_before_it_is_set_back)


async def _talk(hotline: Hotline, caller: Caller, responder: Responder, minutes: float) -> None:
    """Both talk, also once the clock is right again; and she erases everything."""
    assert caller.case_id is not None
    await responder.reply(caller.case_id, "I read it now.")
    assert "I read it now." in {entry.text for entry in await caller.read(12)}
    hotline.clock.forward(minutes)
    await caller.reply("I am here.")
    assert "I am here." in {entry.text for _, entry in await responder.read()}
    await caller.erase_everything()
    with pytest.raises(NoVault):
        await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)
