"""Killed at any request, a peer goes on from her codename alone, and a coordinator from her folder.

Each story does one thing with a client that dies once its n-th answer came, and then lets a new client with the same
codename go on: nothing is lost and nothing is done twice. A client with a codename that dies before its next request
leaves has left nothing more behind. A coordinator has: her folder. She dies there too.

Each time every fourth n is tried, from another first one; `make drill` sets DEATHS_APART so that all are.
"""

import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from hotline.client.caller import Caller
from hotline.client.errors import LinkUsed, NoVault
from hotline.client.responder import Responder
from hotline.client.thread import Entry
from tests.client.conftest import DESKS, DOOR, Fuse, Hotline, Killed, Play

MOST_REQUESTS = 40
APART = int(os.environ.get("DEATHS_APART", "4"))
Act = Callable[[], Awaitable[object]]


async def every_death(fuse: Fuse, after: bool = True) -> AsyncIterator[Callable[[Act], Awaitable[bool]]]:
    """Ways to die, further on each time, until an act survives."""
    done = False
    for at in range(random.randint(1, APART), MOST_REQUESTS, APART):

        async def run(act: Act, at: int = at) -> bool:
            nonlocal done
            fuse.at, fuse.count, fuse.after = at, 0, after
            try:
                await act()
                done = True
            except Killed:
                pass
            fuse.at = 0
            return done

        yield run
        if done:
            assert at > 2
            return
    raise AssertionError("it never got to its end")


def said(entries: list[Entry], mine: bool) -> list[str]:
    return [entry.text for entry in entries if entry.kind == "text" and entry.mine == mine]


async def come_back(hotline: Hotline, caller: Caller) -> Caller:
    return await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)


async def unlock(hotline: Hotline, responder: Responder) -> Responder:
    back = await Responder.unlock(hotline.post(), responder.digits)
    await back.tend()
    return back


BEFORE = pytest.param(False, id="before it leaves", marks=pytest.mark.drill)


@pytest.fixture(params=[BEFORE, pytest.param(True, id="after the answer")])
def after(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_killed_while_opening(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, fuse, opened = await hotline.responder(), Fuse(), set()
        async for run in every_death(fuse):
            caller = await Caller.start(hotline.post(fuse), hotline.root_pk)
            survived = await run(lambda caller=caller: caller.open(DOOR, "Help."))  # type: ignore[misc]
            try:
                back = await come_back(hotline, caller)
            except NoVault:
                assert not survived
                continue
            assert back.case is not None
            assert back.case.lock is None
            opened.add(back.case_id)
        assert {one.case_id for one in await responder.queue()} == opened

    play(story)


def test_killed_while_replying_to_a_responder(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller, fuse = await hotline.responder(), await hotline.caller(), Fuse()
        await hotline.met(responder, caller)
        await caller.read()
        sent: list[str] = []
        async for run in every_death(fuse):
            current = await Caller.come_back(hotline.post(fuse), hotline.root_pk, caller.digits)
            text = f"reply {len(sent)} and {fuse.at}"
            await run(lambda current=current, text=text: current.reply(text))  # type: ignore[misc]
            back = await come_back(hotline, caller)
            if text not in said(back.thread(), mine=True):
                await back.reply(text)
            sent.append(text)
        await responder.read()
        assert caller.case_id is not None
        thread = responder.cases[caller.case_id].thread
        assert thread is not None
        assert said(thread.all(), mine=False) == sent

    play(story)


@pytest.mark.drill
def test_killed_while_reading(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller, fuse = await hotline.responder(), await hotline.caller(), Fuse()
        await hotline.met(responder, caller)
        assert caller.case_id is not None
        sent: list[str] = []
        async for run in every_death(fuse):
            sent.append(f"answer {len(sent)}")
            await responder.reply(caller.case_id, sent[-1])

            async def read() -> None:
                await (await Caller.come_back(hotline.post(fuse), hotline.root_pk, caller.digits)).read()

            await run(read)
            back = await come_back(hotline, caller)
            await back.read()
            assert said(back.thread(), mine=False) == sent

    play(story)


def test_killed_while_erasing(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, fuse = await hotline.responder(), Fuse()
        async for run in every_death(fuse):
            caller = await Caller.start(hotline.post(fuse), hotline.root_pk)
            await caller.open(DOOR, "Help.")
            await run(caller.erase_everything)
            try:
                back = await come_back(hotline, caller)
                await back.erase_everything()
            except NoVault:
                pass
            with pytest.raises(NoVault):
                await come_back(hotline, caller)
        assert await responder.queue() == []

    play(story)


def test_killed_while_claiming_and_accepting(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        fuse, first = Fuse(), await hotline.responder()
        async for run in every_death(fuse):
            caller = await hotline.caller()
            assert caller.case_id is not None
            responder = await Responder.unlock(hotline.post(fuse), first.digits)
            await responder.queue()

            async def take(responder: Responder = responder, name: Any = caller.case_id) -> None:
                await responder.claim(name)
                await responder.accept(name)

            await run(take)
            back = await unlock(hotline, first)
            if caller.case_id not in back.cases:
                await back.queue()
                await back.claim(caller.case_id)
            if back.cases[caller.case_id].stage == "claimed":
                assert back.cases[caller.case_id].claims == 0
                await back.accept(caller.case_id)
            assert back.cases[caller.case_id].term == 0
            assert [entry.kind for entry in await caller.read(3)] == ["hello"]
            await back.close(caller.case_id, "advice", "Goodbye.")

    play(story)


def test_killed_while_answering_and_renewing(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        first, caller, fuse = await hotline.responder(), await hotline.caller(), Fuse()
        await hotline.met(first, caller)
        assert caller.case_id is not None
        name, sent = caller.case_id, list[str]()
        async for run in every_death(fuse):
            responder = await Responder.unlock(hotline.post(fuse), first.digits)
            sent.append(f"answer {len(sent)}")
            await run(lambda responder=responder, text=sent[-1]: responder.reply(name, text))  # type: ignore[misc]
            back = await unlock(hotline, first)
            thread = back.cases[name].thread
            assert thread is not None
            if sent[-1] not in said(thread.all(), mine=True):
                await back.reply(name, sent[-1])
            assert not back.cases[name].renew_due
        await caller.read(3)
        assert said(caller.thread(), mine=False) == sent

    play(story)


@pytest.mark.drill
@pytest.mark.parametrize("way", ["close", "put back"])
def test_killed_while_closing_or_putting_back(play: Play[None], way: str) -> None:
    async def story(hotline: Hotline) -> None:
        first, second, fuse, left = await hotline.responder(), await hotline.responder(), Fuse(), 0
        async for run in every_death(fuse):
            caller = await hotline.caller()
            assert caller.case_id is not None
            responder = await Responder.unlock(hotline.post(fuse), first.digits)
            await hotline.met(responder, caller)
            name = caller.case_id

            async def leave(responder: Responder = responder, name: Any = name) -> None:
                if way == "close":
                    await responder.close(name, "advice", "Goodbye.")
                else:
                    await responder.put_back(name)

            await run(leave)
            back = await unlock(hotline, first)
            if name in back.cases:
                await (back.close(name, "advice", "Goodbye.") if way == "close" else back.put_back(name))
            assert name not in back.cases
            offered = [one.case_id for one in await second.queue()]
            assert (name in offered) == (way == "put back")
            kinds = [entry.kind for entry in await caller.read(3)]
            assert kinds == ["hello", "closing" if way == "close" else "notice"]
            await caller.erase_everything()
            left += 1
        await (await unlock(hotline, first)).tend()
        coordinator = await hotline.coordinator()
        await coordinator.tend()
        reports = [note for note in coordinator.notes if note["kind"] == "closing report"]
        assert len(reports) == (left if way == "close" else 0)

    play(story)


def test_killed_while_enrolling(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, fuse, count = await hotline.coordinator(), Fuse(), 0
        async for run in every_death(fuse):
            link = await coordinator.invite("responder", DESKS)
            responder = await Responder.start(hotline.post(fuse), link)
            survived = await run(responder.introduce)
            try:
                back = await unlock(hotline, responder)
            except NoVault:
                assert not survived
                continue
            (newcomer,) = await coordinator.pending()
            assert newcomer.words == back.device_words
            await coordinator.approve(newcomer.id)
            await back.tend()
            assert back.approved
            with pytest.raises(LinkUsed):
                await Responder.enrol(hotline.post(), link)
            count += 1
        assert len(coordinator.members) == count

    play(story)


@pytest.mark.drill
def test_killed_while_the_approval_is_read(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, fuse = await hotline.coordinator(), Fuse()
        async for run in every_death(fuse):
            responder = await Responder.enrol(hotline.post(fuse), await coordinator.invite("responder", ["duty"]))
            (newcomer,) = await coordinator.pending()
            await coordinator.approve(newcomer.id)
            await run(responder.tend)
            back = await unlock(hotline, responder)
            assert back.approved
            assert await back.queue() == []

    play(story)


def test_killed_while_approving(play: Play[None], after: bool) -> None:
    async def story(hotline: Hotline) -> None:
        fuse, count = Fuse(), 0
        async for run in every_death(fuse, after):
            coordinator = await hotline.coordinator(fuse)
            responder = await Responder.enrol(hotline.post(), await coordinator.invite("responder", ["duty"]))
            (newcomer,) = await coordinator.pending()
            await run(lambda coordinator=coordinator, name=newcomer.id: coordinator.approve(name))  # type: ignore[misc]
            count += 1
            back = await hotline.coordinator()
            await back.tend()
            if newcomer.id not in back.members:
                await back.approve(newcomer.id)
            await responder.tend()
            assert responder.approved
            assert await responder.queue() == []
            assert len(back.members) == count

    play(story)


@pytest.mark.drill
def test_killed_while_revoking(play: Play[None], after: bool) -> None:
    async def story(hotline: Hotline) -> None:
        fuse, stays = Fuse(), await hotline.responder()
        async for run in every_death(fuse, after):
            goes = await hotline.responder(["court"])
            coordinator = await hotline.coordinator(fuse)
            name = list(coordinator.members)[-1]
            await run(lambda coordinator=coordinator, name=name: coordinator.revoke(name))  # type: ignore[misc]
            back = await hotline.coordinator()
            await back.tend()
            if name in back.members:
                await back.revoke(name)
            assert back.directory is not None
            assert len(back.directory.members) == 1
            caller = await hotline.caller()
            assert caller.case_id in [one.case_id for one in await stays.queue()]
            await caller.erase_everything()
            assert not any(one.secrets == goes.state.now.keyring.secrets for one in [stays.state.now.keyring])

    play(story)


def test_a_case_that_ended_while_its_client_was_dead_is_not_opened_again(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, fuse = await hotline.responder(), Fuse(at=0, after=True)
        caller = await Caller.start(hotline.post(fuse), hotline.root_pk)
        fuse.count, fuse.at = 0, 2  # the opening has arrived, its answer is lost
        with pytest.raises(Killed):
            await caller.open(DOOR, "Help.")
        (waiting,) = await responder.queue()
        await responder.claim(waiting.case_id)
        await responder.accept(waiting.case_id)
        await responder.close(waiting.case_id, "advice", "Goodbye.")
        back = await come_back(hotline, caller)
        await back.read()
        assert back.closed
        assert await responder.queue() == []

    play(story)
