"""Claims and leases among several responders, with time passing."""

import asyncio
from typing import Any

import pytest

from crypto import case
from crypto.signing import signer
from crypto.sizes import CLAIM, DONE, KEY, CaseId
from hotline.client.caller import Caller
from hotline.client.errors import AlreadyTaken, CaseEnded, LeaseLapsed
from hotline.client.responder import Responder
from tests.client.conftest import Hotline, Play


def name_of(caller: Caller) -> CaseId:
    assert caller.case_id is not None
    return caller.case_id


def kinds(entries: list[Any]) -> list[str]:
    return [entry.kind for entry in entries]


def test_of_fifty_claimers_one_wins(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await hotline.responder(), await hotline.caller()
        (waiting,) = await responder.queue()
        secret = responder.state.now.keyring.secret(responder.directory)

        async def claim(number: int) -> bool:
            lease_pk = signer(bytes([number]) * KEY)
            answer = await responder.post.send(CLAIM, case.claim(waiting.case_key, lease_pk, secret))
            return answer.status == DONE

        won = await asyncio.gather(*(claim(number) for number in range(50)))
        assert won.count(True) == 1
        with pytest.raises(AlreadyTaken):
            await responder.claim(name_of(caller))
        assert responder.cases == {}

    play(story)


@pytest.mark.drill
def test_of_five_responders_who_claim_at_once_one_holds_the_case(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responders = [await hotline.responder() for _ in range(5)]
        caller = await hotline.caller()
        for one in responders:
            await one.tend()
            await one.queue()
        claims = await asyncio.gather(*(one.claim(name_of(caller)) for one in responders), return_exceptions=True)
        assert sorted(isinstance(one, AlreadyTaken) for one in claims) == [False, True, True, True, True]
        assert sum(len(one.cases) for one in responders) == 1

    play(story)


def test_a_lapsed_lease_is_another_volunteers_and_the_caller_is_told(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        first, second, caller = await hotline.responder(), await hotline.responder(), await hotline.caller()
        await hotline.met(first, caller)
        await caller.read()
        await caller.reply("Are you there?")
        hotline.clock.forward(minutes=32)
        await hotline.met(second, caller)
        entries = await caller.read(12)
        assert kinds(entries) == ["another", "hello"]
        assert caller.term == 1
        assert [entry.text for _, entry in await second.read()] == ["Are you there?"]
        with pytest.raises(LeaseLapsed):
            await first.reply(name_of(caller), "Here I am again.")
        assert first.cases == {}
        await second.reply(name_of(caller), "I have read it.")
        assert [entry.text for entry in await caller.read()] == ["I have read it."]

    play(story)


def test_an_answer_makes_the_lease_last(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await hotline.responder(), await hotline.caller()
        await hotline.met(responder, caller)
        await responder.reply(name_of(caller), "One.")
        hotline.clock.forward(minutes=60 * 40)
        coordinator = await hotline.coordinator()
        await coordinator.tend()
        await responder.tend()
        await responder.reply(name_of(caller), "Two.")
        assert [entry.text for entry in await caller.read(2) if entry.kind == "text"] == ["One.", "Two."]

    play(story)


def test_who_was_too_slow_to_accept_has_nothing_of_the_case(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await hotline.responder(), await hotline.caller(names=[{"role": "self", "name": "Ana"}])
        await responder.queue()
        await responder.claim(name_of(caller))
        hotline.clock.forward(minutes=12)
        with pytest.raises(LeaseLapsed):
            await responder.accept(name_of(caller))
        back = await Responder.unlock(hotline.post(), responder.digits)
        assert back.cases == {}

    play(story)


def test_what_was_put_back_is_offered_to_others_only(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        first, second, caller = await hotline.responder(), await hotline.responder(), await hotline.caller()
        await first.queue()
        await first.claim(name_of(caller))
        await first.put_back(name_of(caller))
        assert await first.queue() == []
        (offered,) = await second.queue()
        assert (await second.claim(offered.case_id)).claims == 1

    play(story)


def test_a_case_past_its_life_is_not_opened_again(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller = await hotline.caller()
        hotline.clock.forward(minutes=60 * 169)
        coordinator = await hotline.coordinator()
        await coordinator.tend()
        back = await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)
        assert await back.read() == []
        with pytest.raises(CaseEnded):
            await back.open({}, "Again.")

    play(story)


@pytest.mark.drill
def test_who_closes_after_her_lease_lapsed_says_nothing_and_the_next_one_talks(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        first, second, caller = await hotline.responder(), await hotline.responder(), await hotline.caller()
        await hotline.met(first, caller)
        await caller.read()
        hotline.clock.forward(minutes=35)
        with pytest.raises(LeaseLapsed):
            await first.close(name_of(caller), "advice", "Good bye.")
        assert first.cases == {}
        await hotline.met(second, caller)
        await second.reply(name_of(caller), "I am the second.")
        for _ in range(30):
            await caller.read()
        assert not caller.closed
        assert "closing" not in [entry.kind for entry in caller.thread()]
        await caller.reply("Are you there?")
        assert [entry.text for _, entry in await second.read() if entry.text] == ["Are you there?"]

    play(story)
