"""Stories in which a JavaScript peer dies at requests of the test's choice, and comes back.

Each ends with the first act that survives.

What one language left in a vault, the other goes on with: a client killed at an odd request comes back in Python, one
killed at an even request in JavaScript.
"""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from crypto.sizes import CaseId
from hotline.client.caller import Caller
from hotline.client.errors import LinkUsed, NoVault
from hotline.client.responder import Responder
from tests.client.conftest import DESKS, DOOR, Hotline, Play
from tests.web.players import Death, PeerFailed, Start, deaths, id_of, survives
from tests.web.test_peers_with_server import GOODBYE, caller_thread, open_case, said, take, tell

Story = Callable[[Hotline, Start, Sequence[Death]], Awaitable[None]]


async def opening(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    responder, opened = await hotline.responder(), set[str]()
    for death in deaths:
        caller = await (await start()).make("Caller.start", hotline.root_pk, show=["digits"])
        digits = caller.seen["digits"]
        survived = await survives(lambda: caller.call("open", DOOR, "Help.", death=death))  # noqa: B023
        opened.add(await _come_back(hotline, start, digits, death))
        if survived:
            assert death.at > 2
            break
    assert {id_of(one.case_id) for one in await responder.queue()} == opened


async def _come_back(hotline: Hotline, start: Start, digits: str, death: Death) -> str:
    """The case of a caller who came back, in Python or JavaScript; it is acknowledged by then."""
    if death.at % 2:
        back = await Caller.come_back(hotline.post(), hotline.root_pk, digits)
        assert back.case is not None
        assert back.case.lock is None
        return id_of(back.case_id)
    player = await (await start()).make("Caller.comeBack", hotline.root_pk, digits, show=["caseId", "case.lock"])
    assert player.seen["case.lock"] is None
    player.leave()
    return str(player.seen["caseId"])


async def replying(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    responder, caller = await hotline.responder(), await hotline.caller()
    await hotline.met(responder, caller)
    await caller.read()
    sent: list[str] = []
    for death in deaths:
        sent.append(f"reply {death.at}")
        player = await (await start()).make("Caller.comeBack", hotline.root_pk, caller.digits)
        survived = await survives(lambda: player.call("reply", sent[-1], death=death))  # noqa: B023
        thread = await caller_thread(hotline, start, caller.digits, in_python=death.at % 2 == 1)
        if sent[-1] not in [text for _, mine, text in thread if mine]:
            await (await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)).reply(sent[-1])
        if survived:
            assert death.at > 2
            break
    await responder.read()
    assert caller.case_id is not None
    thread_here = responder.cases[caller.case_id].thread
    assert thread_here is not None
    assert said(thread_here.all()) == sent


async def reading(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    responder, caller = await hotline.responder(), await hotline.caller()
    await hotline.met(responder, caller)
    assert caller.case_id is not None
    sent: list[str] = []
    for death in deaths:
        sent.append(f"answer {death.at}")
        await responder.reply(caller.case_id, sent[-1])
        player = await start()
        args = (hotline.root_pk, caller.digits)
        survived = await survives(lambda: player.make("Caller.comeBack", *args, call="read", death=death))  # noqa: B023
        thread = await caller_thread(hotline, start, caller.digits, in_python=death.at % 2 == 1)
        assert [text for kind, mine, text in thread if kind == "text" and not mine] == sent
        if survived:
            assert death.at > 2
            break


async def erasing(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    responder = await hotline.responder()
    for death in deaths:
        caller = await open_case(hotline, start)
        digits = caller.seen["digits"]
        survived = await survives(lambda: caller.call("eraseEverything", death=death))  # noqa: B023
        with pytest.raises(NoVault):
            await Caller.come_back(hotline.post(), hotline.root_pk, digits)
        if survived:
            break
    assert await responder.queue() == []


async def claiming_and_accepting(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    first, claiming, apart = await hotline.responder(), 0, deaths[1].at - deaths[0].at
    for death in deaths:
        caller = await hotline.caller()
        name = id_of(caller.case_id)
        responder = await (await start()).make("Responder.unlock", first.digits)
        await responder.call("queue")
        survived = await survives(lambda: responder.call("claim", name, death=death))  # noqa: B023
        if survived:
            left = Death(death.at - claiming)
            survived = await survives(lambda: responder.call("accept", name, death=left))  # noqa: B023
        else:
            claiming = death.at
        await _go_on(hotline, start, first.digits, caller.case_id, in_python=death.at % 2 == 1)
        assert [entry.kind for entry in await caller.read(3)] == ["hello", "closing"]
        if survived:
            assert (claiming + apart > 3, left.at > 2) == (True, True)
            break
    coordinator = await hotline.coordinator()
    await coordinator.tend()
    reports = [note for note in coordinator.notes if note["kind"] == "closing report"]
    assert len(reports) == deaths.index(death) + 1


async def _go_on(hotline: Hotline, start: Start, digits: str, name: CaseId | None, in_python: bool) -> None:
    """Claim and accept what was not yet, and close the case."""
    assert name is not None
    if in_python:
        back = await Responder.unlock(hotline.post(), digits)
        await back.tend()
        if name not in back.cases:
            await back.queue()
            await back.claim(name)
        if back.cases[name].stage == "claimed":
            assert back.cases[name].claims == 0
            await back.accept(name)
        assert back.cases[name].term == 0
        await back.close(name, *GOODBYE)
        return
    player, text = await (await start()).make("Responder.unlock", digits), id_of(name)
    await player.call("tend", show=["cases"])
    if text not in player.seen["cases"]:
        await player.call("queue")
        await player.call("claim", text, show=["cases"])
    if player.seen["cases"][text]["stage"] == "claimed":
        assert player.seen["cases"][text]["claims"] == 0
        await player.call("accept", text, show=["cases"])
    assert player.seen["cases"][text]["term"] == 0
    await player.call("close", text, *GOODBYE)
    player.leave()


async def answering_and_renewing(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    first, caller = await hotline.responder(), await hotline.caller()
    await hotline.met(first, caller)
    assert caller.case_id is not None
    name, sent = caller.case_id, list[str]()
    for death in deaths:
        sent.append(f"answer {death.at}")
        responder = await (await start()).make("Responder.unlock", first.digits)
        survived = await survives(lambda: responder.call("reply", id_of(name), sent[-1], death=death))  # noqa: B023
        back = await Responder.unlock(hotline.post(), first.digits)
        await back.tend()
        thread = back.cases[name].thread
        assert thread is not None
        if sent[-1] not in said(thread.all(), mine=True):
            await back.reply(name, sent[-1])
        assert not back.cases[name].renew_due
        if survived:
            assert death.at > 4
            break
    await caller.read(3)
    assert said(caller.thread()) == sent


async def closing(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    await _ending(hotline, start, deaths, "close")


async def putting_back(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    await _ending(hotline, start, deaths, "putBack")


async def _ending(hotline: Hotline, start: Start, deaths: Sequence[Death], way: str) -> None:
    first, second = await hotline.responder(), await hotline.responder()
    for death in deaths:
        caller = await hotline.caller()
        name, args = id_of(caller.case_id), GOODBYE if way == "close" else ()
        responder = await (await start()).make("Responder.unlock", first.digits)
        await take(responder, name)
        survived = await survives(lambda: responder.call(way, name, *args, death=death))  # noqa: B023
        back = await (await start()).make("Responder.unlock", first.digits)
        await back.call("tend", show=["cases"])
        if name in back.seen["cases"]:
            await back.call(way, name, *args)
        back.leave()
        offered = [id_of(one.case_id) for one in await second.queue()]
        assert (name in offered) == (way == "putBack")
        assert [entry.kind for entry in await caller.read(3)] == [
            "hello",
            "closing" if way == "close" else "notice",
        ]
        await caller.erase_everything()
        if survived:
            assert death.at > 4
            break


async def enrolling(hotline: Hotline, start: Start, deaths: Sequence[Death]) -> None:
    coordinator, count = await hotline.coordinator(), 0
    for death in deaths:
        link = await coordinator.invite("responder", DESKS)
        player = await (await start()).make("Responder.start", link, show=["digits"])
        digits = player.seen["digits"]
        survived = await survives(lambda: player.call("introduce", death=death))  # noqa: B023
        back = await Responder.unlock(hotline.post(), digits)
        await back.tend()
        (newcomer,) = await coordinator.pending()
        await coordinator.approve(newcomer.id)
        again = await (await start()).make("Responder.unlock", digits)
        await again.call("tend", show=["approved", "deviceWords"])
        assert (again.seen["approved"], again.seen["deviceWords"]) == (True, list(newcomer.words))
        with pytest.raises(LinkUsed):
            await Responder.enrol(hotline.post(), link)
        with pytest.raises(PeerFailed, match="LinkUsed"):
            await again.make("Responder.enrol", link)
        again.leave()
        count += 1
        if survived:
            break
    assert len(coordinator.members) == count


STORIES: tuple[Story, ...] = (
    opening,
    replying,
    reading,
    erasing,
    claiming_and_accepting,
    answering_and_renewing,
    closing,
    putting_back,
    enrolling,
)


def goes_on(play: Play[None], killed: Story, apart: int = 1) -> None:
    """One of the stories, with a peer killed at so many requests further on each time."""

    async def story(hotline: Hotline, start: Start) -> None:
        await killed(hotline, start, deaths(apart))

    tell(play, story)
