"""What a responder's vault has of a case that its caller has erased, or whose lease has ended."""

import json

import pytest

from hotline.client.caller import Caller
from hotline.client.responder import Responder
from tests.client.conftest import Hotline, Play

WORDS, NAME = "They took him at work.", "Ana Pérez"


async def talking(hotline: Hotline) -> tuple[Responder, Caller]:
    """A responder who has accepted a case and answered, and its caller, who has written back."""
    responder, caller = await hotline.responder(), await hotline.caller(WORDS, names=[{"role": "self", "name": NAME}])
    await hotline.met(responder, caller)
    assert caller.case_id is not None
    await responder.reply(caller.case_id, "Do not sign anything.")
    await caller.read()
    await caller.reply("Thank you, I wait.")
    await responder.read()
    return responder, caller


async def kept(hotline: Hotline, responder: Responder) -> str:
    """Her vault as it stands on the server, opened with her codename."""
    back = await Responder.unlock(hotline.post(), responder.digits)
    return json.dumps(back.state.now.to_json(), ensure_ascii=False)


def traces(vault: str) -> list[str]:
    return [words for words in (WORDS, NAME, "Do not sign", "Thank you", "case_key", "lease") if words in vault]


def test_erased_case_is_gone_from_an_open_desk_within_ten_minutes(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await talking(hotline)
        assert len(traces(await kept(hotline, responder))) == 6
        await caller.erase_everything()
        hotline.clock.forward(minutes=10)
        await responder.tend()
        assert responder.cases == {}
        assert await responder.read() == []
        assert traces(await kept(hotline, responder)) == []

    play(story)


def test_erased_case_is_gone_once_its_holder_has_unlocked(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await talking(hotline)
        await caller.erase_everything()
        await (await Responder.unlock(hotline.post(), responder.digits)).tend()
        assert traces(await kept(hotline, responder)) == []

    play(story)


def test_other_cases_stay_when_one_is_erased(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await talking(hotline)
        other = await hotline.caller("They are at the door.")
        await hotline.met(responder, other)
        await caller.erase_everything()
        hotline.clock.forward(minutes=10)
        await responder.tend()
        assert list(responder.cases) == [other.case_id]
        assert traces(await kept(hotline, responder)) == ["case_key", "lease"]

    play(story)


@pytest.mark.drill
def test_looking_whether_a_case_stands_makes_no_lease_longer(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        first, second, caller = await hotline.responder(), await hotline.responder(), await hotline.caller()
        await hotline.met(first, caller)
        for _ in range(2):
            hotline.clock.forward(minutes=10)
            await first.tend()
            assert list(first.cases) == [caller.case_id]
        assert await second.queue() == []
        hotline.clock.forward(minutes=12)
        await hotline.met(second, caller)
        await first.tend()
        assert first.cases == {}

    play(story)


def test_claimed_sheet_is_gone_once_the_claim_has_lapsed(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await hotline.responder(), await hotline.caller(names=[{"role": "self", "name": NAME}])
        await responder.queue()
        assert caller.case_id is not None
        await responder.claim(caller.case_id)
        await responder.tend()
        assert NAME in await kept(hotline, responder)
        hotline.clock.forward(minutes=11)
        await responder.tend()
        assert traces(await kept(hotline, responder)) == []
        assert [one.case_id for one in await responder.queue()] == [caller.case_id]

    play(story)
