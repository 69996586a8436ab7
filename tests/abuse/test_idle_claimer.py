"""A member who claims everything and answers nothing: callers are answered all the same, and coordinators see it."""

import asyncio
from contextlib import suppress

from hotline.client.caller import Caller
from hotline.client.errors import AlreadyTaken, ClientError
from hotline.client.responder import Responder
from hotline.commands.shelves import troubles
from tests.client.conftest import Hotline, Play, hotline, play

__all__ = ["hotline", "play"]
CALLERS, LAPSES = 5, 5
LAPSE_MINUTES = 11


def test_idle_claimer_holds_cases_for_minutes_only_and_coordinators_see_it(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        callers = [await hotline.caller() for _ in range(CALLERS)]
        idle, honest = await hotline.responder(), await hotline.responder()
        coordinator = await hotline.coordinator()
        before = await coordinator.shelves()
        assert [list(troubles(one, 1000)) for one in before] == [[] for _ in before]
        assert await _claimed(idle) == CALLERS
        assert await honest.queue() == []
        (bucket,) = [one for one in await coordinator.shelves() if one.claims]
        assert (bucket.cases, bucket.held, bucket.claims, bucket.accepted) == (CALLERS, CALLERS, CALLERS, 0)
        assert "claim and not answer" in "".join(troubles(bucket, 1000))
        for _ in range(LAPSES):
            hotline.clock.forward(LAPSE_MINUTES)
            await asyncio.gather(_claimed(idle), _answered(honest))
        assert [await _hears(caller) for caller in callers].count(True) >= CALLERS - 1

    play(story)


async def _claimed(responder: Responder) -> int:
    """How many of all that wait she got."""
    got = 0
    for one in await responder.queue():
        with suppress(AlreadyTaken, ClientError):
            await responder.claim(one.case_id)
            got += 1
    return got


async def _answered(responder: Responder) -> None:
    """She accepts and answers what she gets; from the other end of the queue."""
    for one in reversed(await responder.queue()):
        with suppress(AlreadyTaken):
            await responder.claim(one.case_id)
            await responder.accept(one.case_id)
            await responder.reply(one.case_id, "I am reading this.")


async def _hears(caller: Caller) -> bool:
    return "I am reading this." in {entry.text for entry in await caller.read(6)}
