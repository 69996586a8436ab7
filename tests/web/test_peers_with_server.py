"""JavaScript peers and a real server: among themselves, and with Python peers."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from crypto.directory import decode_key
from crypto.sizes import CaseId
from hotline import sample
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.errors import NoVault
from hotline.client.post import fetch_directory
from hotline.client.responder import Responder
from tests.client import conftest as client
from tests.client.conftest import DESKS, DOOR, QUICK, Hotline, Play
from tests.crypto.bridge import needs_node
from tests.web.players import PeerFailed, Player, Start, id_of, players

pytestmark = needs_node
hotline = client.hotline
play = client.play

Story = Callable[[Hotline, Start], Awaitable[None]]
DATED = {**DOOR, "ordered": "judge"}
DATES = {"decision": "2026-03-04"}
GOODBYE = ("advice", "If they come back, call us.")


def tell(play: Play[None], story: Story) -> None:
    async def whole(hotline: Hotline) -> None:
        async with players(hotline) as start:
            await story(hotline, start)

    play(whole)


def kinds(entries: list[Any]) -> list[str]:
    return [entry["kind"] for entry in entries]


def texts(entries: list[Any], mine: bool = False) -> list[str]:
    return [entry["text"] for entry in entries if entry["kind"] == "text" and entry["mine"] == mine]


def said(entries: list[Any], mine: bool = False) -> list[str]:
    return [entry.text for entry in entries if entry.kind == "text" and entry.mine == mine]


async def open_case(
    hotline: Hotline, start: Start, words: str = "They are at the door.", more: Sequence[str] = ()
) -> Player:
    caller = await (await start()).make("Caller.start", hotline.root_pk)
    names = [{"role": "other_side", "name": "Ana Pérez"}]
    await caller.call("open", DATED, words, names, "after six", DATES, list(more), show=["caseId", "digits"])
    return caller


async def enrol(hotline: Hotline, start: Start, role: str = "responder") -> Player:
    coordinator = await hotline.coordinator()
    link = await coordinator.invite(role, DESKS)
    member = await (await start()).make("Responder.enrol", link, show=["digits", "deviceWords"])
    (newcomer,) = await coordinator.pending()
    assert list(newcomer.words) == member.seen["deviceWords"]
    await coordinator.approve(newcomer.id)
    await member.call("tend", show=["approved", "digits", "desks"])
    assert member.seen["approved"]
    return member


async def coordinator(hotline: Hotline, start: Start) -> Player:
    """A coordinator in JavaScript, certified and with keys."""
    member = await enrol(hotline, start, "coordinator")
    first = await hotline.coordinator()
    await first.tend()
    ((name, one),) = first.members.items()
    assert one.sign_pk is not None
    await first.certify(name, hotline.root.certificate(one.sign_pk, hotline.post().hour()))
    await first.publish()
    second = await (await start()).make("Coordinator.unlock", await member.show("digits"))
    await second.call("tend")
    return second


async def take(responder: Player, name: str) -> Any:
    await responder.call("queue")
    await responder.call("claim", name)
    return await responder.call("accept", name)


async def caller_thread(hotline: Hotline, start: Start, digits: str, in_python: bool) -> list[tuple[str, bool, str]]:
    """What stands in a caller's thread, read by one language or the other once she is up to date."""
    if in_python:
        back = await Caller.come_back(hotline.post(), hotline.root_pk, digits)
        await back.read(3)
        return [(entry.kind, entry.mine, entry.text) for entry in back.thread()]
    player = await (await start()).make("Caller.comeBack", hotline.root_pk, digits)
    await player.call("read", 3)
    found = [(entry["kind"], entry["mine"], entry["text"]) for entry in await player.show("thread")]
    player.leave()
    return found


def test_a_javascript_caller_and_a_python_responder(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        responder, caller = await hotline.responder(), await open_case(hotline, start)
        (waiting,) = await responder.queue()
        assert id_of(waiting.case_id) == caller.seen["caseId"]
        assert (waiting.card["urgency"], waiting.card["matter"]) == ("U0", "enforcement_in_progress")
        claimed = await responder.claim(waiting.case_id)
        assert claimed.sheet == {"names": [{"role": "other_side", "name": "Ana Pérez"}]}
        due = {"due": "2026-04-03", "alarm": "2026-03-24", "earliest": "2026-03-16"}
        assert {"id": "removal_appeal", **due} in waiting.card["deadlines"]
        held = await responder.accept(waiting.case_id)
        assert (held.body["words"], held.body["callback"]) == ("They are at the door.", "after six")
        assert held.body["dates"] == DATES
        (hello,) = await caller.call("read", show=["case.desks"])
        assert (hello["kind"], hello["desk"]) == ("hello", caller.seen["case.desks"][0])
        long = "¿Qué hago? 😀 " * 900
        await caller.call("reply", long)
        assert "".join(said([entry for _, entry in await responder.read()])) == long
        await responder.reply(waiting.case_id, "Do not open the door.")
        assert texts(await caller.call("read")) == ["Do not open the door."]
        await responder.close(waiting.case_id, *GOODBYE)
        assert kinds(await caller.call("read")) == ["closing"]
        with pytest.raises(PeerFailed, match="CaseEnded"):
            await caller.call("reply", "Thank you")
        digits = await caller.show("digits")
        await caller.call("eraseEverything")
        with pytest.raises(NoVault):
            await Caller.come_back(hotline.post(), hotline.root_pk, digits)

    tell(play, story)


def test_a_python_caller_and_a_javascript_responder(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        responder = await enrol(hotline, start)
        caller = await hotline.caller(names=[{"role": "self", "name": "Ana Pérez"}])
        await caller.reply("One more thing, before anyone has come.")
        name = id_of(caller.case_id)
        (waiting,) = await responder.call("queue")
        assert (waiting["caseId"], waiting["urgency"]) == (name, "U0")
        claimed = await responder.call("claim", name)
        assert (claimed["claims"], claimed["body"]) == (0, {})
        (hit,) = await responder.call("conflicts", name, ["PEREZ, Ana", "Someone Else"])
        assert (hit["client"], hit["sure"]) == ("PEREZ, Ana", True)
        held = await responder.call("accept", name)
        assert (held["term"], held["body"]["words"]) == (0, "They are at the door.")
        (hello,) = await caller.read()
        assert caller.case is not None
        assert (hello.kind, hello.document["desk"]) == ("hello", caller.case.desks[0])
        ((_, entry),) = await responder.call("read")
        assert entry["text"] == "One more thing, before anyone has come."
        await responder.call("reply", name, "I am here.")
        assert said(await caller.read()) == ["I am here."]
        await responder.call("close", name, *GOODBYE, show=["cases"])
        assert responder.seen["cases"] == {}
        assert [entry.kind for entry in await caller.read()] == ["closing"]
        coordinator = await hotline.coordinator()
        await coordinator.tend()
        assert [note["kind"] for note in coordinator.notes] == ["closing report"]
        with pytest.raises(PeerFailed, match="NoCase"):
            await responder.call("claim", name)

    tell(play, story)


@pytest.mark.drill
def test_two_javascript_responders_and_a_javascript_caller(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        first, second, caller = (
            await enrol(hotline, start),
            await enrol(hotline, start),
            await open_case(hotline, start, more=["And quickly."]),
        )
        name = caller.seen["caseId"]
        await second.call("queue")
        await take(first, name)
        with pytest.raises(PeerFailed, match="AlreadyTaken"):
            await second.call("claim", name)
        assert kinds(await caller.call("read")) == ["hello"]
        await caller.call("reply", "Who are you?")
        await first.call("putBack", name)
        assert await first.call("queue") == []
        held = await take(second, name)
        assert (held["term"], held["claims"]) == (1, 1)
        assert kinds(await caller.call("read", 14)) == ["notice", "another", "hello"]
        await caller.call("reply", "And you?")
        told = [entry["text"] for _, entry in await second.call("read")]
        assert told == ["And quickly.", "Who are you?", "And you?"]
        assert await caller.show("term") == 1

    tell(play, story)


def test_erased_case_is_gone_from_the_vault_of_a_javascript_responder(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        responder, first, second = await enrol(hotline, start), await hotline.caller(), await hotline.caller()
        names = [id_of(caller.case_id) for caller in (first, second)]
        for name in names:
            await take(responder, name)
            await responder.call("reply", name, "Do not open the door.")
        await first.erase_everything()
        hotline.clock.forward(minutes=120)  # a peer's clock does not move, and it learns the hour from the server
        await responder.call("tend", show=["cases", "digits"])
        assert list(responder.seen["cases"]) == names[1:]
        await second.erase_everything()
        back = await (await start()).make("Responder.unlock", responder.seen["digits"], show=["cases"])
        assert list(back.seen["cases"]) == names[1:]
        await back.call("tend", show=["cases"])
        assert back.seen["cases"] == {}
        kept = await Responder.unlock(hotline.post(), responder.seen["digits"])
        assert kept.state.now.to_json()["cases"] == []

    tell(play, story)


def test_javascript_responder_keeps_no_sheet_of_a_claim_that_lapsed(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        responder, caller = await enrol(hotline, start), await hotline.caller()
        await responder.call("queue")
        await responder.call("claim", id_of(caller.case_id))
        await responder.call("tend", show=["cases"])
        assert list(responder.seen["cases"]) == [id_of(caller.case_id)]
        hotline.clock.forward(minutes=120)
        await responder.call("tend", show=["cases"])
        assert responder.seen["cases"] == {}

    tell(play, story)


@pytest.mark.drill
def test_a_caller_goes_to_and_fro_between_the_languages(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        responder, caller = await hotline.responder(), await open_case(hotline, start)
        digits, name = caller.seen["digits"], CaseId(decode_key(caller.seen["caseId"]))
        await responder.queue()
        await responder.claim(name)
        await responder.accept(name)
        words = await caller.call("codename", "es")
        caller.leave()
        wanted = ["opening", "hello"]
        for turn in range(2):
            in_python = await Caller.come_back(hotline.post(), hotline.root_pk, " ".join(words), "es")
            await in_python.read()
            await in_python.reply(f"from Python {turn}")
            await responder.reply(name, f"to JavaScript {turn}")
            player = await (await start()).make("Caller.comeBack", hotline.root_pk, digits)
            assert texts(await player.call("read"))[-1] == f"to JavaScript {turn}"
            await player.call("reply", f"from JavaScript {turn}")
            assert json.loads(json.dumps(in_python.case and in_python.case.card)) == await player.show("card")
            player.leave()
            wanted += ["text"] * 3
        last = await Caller.come_back(hotline.post(), hotline.root_pk, digits)
        assert [entry.kind for entry in last.thread()] == wanted
        sent = ["from Python 0", "from JavaScript 0", "from Python 1", "from JavaScript 1"]
        assert said(last.thread(), mine=True) == sent
        assert said([entry for _, entry in await responder.read()]) == sent

    tell(play, story)


def test_what_one_language_keeps_of_a_member_the_other_reads_and_writes_alike(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        first, caller = await hotline.responder(), await hotline.caller()
        await hotline.met(first, caller)
        await caller.reply("Hello?")
        await first.read()
        player = await (await start()).make("Responder.unlock", first.digits)
        assert await player.show("state.now.toJson") == json.loads(json.dumps(first.state.now.to_json()))
        await player.call("reply", id_of(caller.case_id), "From JavaScript.")
        back = await Responder.unlock(hotline.post(), first.digits)
        assert await player.show("state.now.toJson") == json.loads(json.dumps(back.state.now.to_json()))
        assert caller.case_id is not None
        await back.reply(caller.case_id, "From Python.")
        assert said(await caller.read(2)) == ["From JavaScript.", "From Python."]

    tell(play, story)


@pytest.mark.drill
def test_a_javascript_coordinator_invites_approves_and_revokes(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        second, first = await coordinator(hotline, start), await hotline.coordinator()
        digits = await second.show("member.digits")
        link = await second.call("invite", "responder", ["court", "duty"])
        responder = await Responder.enrol(hotline.post(), link)
        (newcomer,) = await second.call("pending")
        assert newcomer["words"] == list(responder.device_words)
        await second.call("approve", newcomer["id"])
        await responder.tend()
        caller = await hotline.caller()
        assert [one.case_id for one in await responder.queue()] == [caller.case_id]
        assert [one["caseId"] for one in await second.call("waiting")] == [id_of(caller.case_id)]
        await second.call("revoke", newcomer["id"], show=["members", "state.now.toJson"])
        assert second.seen["members"] == {}
        late = await hotline.caller()
        await first.tend()
        assert id_of(late.case_id) in [id_of(one.case_id) for one in await first.waiting()]
        assert first.directory is not None
        assert len(first.directory.members) == 1
        again = await Coordinator.unlock(hotline.post(), digits)
        assert json.loads(json.dumps(again.state.now.to_json())) == second.seen["state.now.toJson"]
        with pytest.raises(PeerFailed, match="NotApproved"):
            await (await start()).make("Coordinator.unlock", responder.digits)

    tell(play, story)


def test_a_javascript_coordinator_publishes_no_directory_that_names_no_pack(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        digits, plan = await (await coordinator(hotline, start)).show("member.digits"), sample.plan(QUICK)
        office = await Coordinator.unlock(hotline.post(), digits)
        await office.replan({name: value for name, value in plan.items() if name != "pack"})
        second = await (await start()).make("Coordinator.unlock", digits)
        standing = (await fetch_directory(hotline.post(), hotline.root_pk)).version
        with pytest.raises(PeerFailed, match="NoPack"):
            await second.call("publish")
        assert (await fetch_directory(hotline.post(), hotline.root_pk)).version == standing
        office = await Coordinator.unlock(hotline.post(), digits)
        await office.replan(plan)
        third = await (await start()).make("Coordinator.unlock", digits)
        await third.call("publish")
        published = await fetch_directory(hotline.post(), hotline.root_pk)
        assert (published.version, published.pack) == (standing + 1, plan["pack"])

    tell(play, story)


def test_a_watcher_hears_of_a_new_case(play: Play[None]) -> None:
    async def story(hotline: Hotline, start: Start) -> None:
        responder = await enrol(hotline, start)
        heard = asyncio.create_task(responder.first_news())
        async with asyncio.timeout(30):
            while not heard.done():
                await hotline.caller()
                await asyncio.wait([heard], timeout=1.0)
        assert set(heard.result()) <= {1, 2}

    tell(play, story)
