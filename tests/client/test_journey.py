"""The whole way, with real peers and a real server: opened, claimed, accepted, answered, closed, erased."""

from typing import Any

import pytest

from hotline.client.caller import Caller
from hotline.client.errors import CaseEnded, NoVault
from hotline.client.responder import Responder
from hotline.client.responder_state import ResponderState
from tests.client.conftest import DOOR, Hotline, Play


def texts(entries: list[Any]) -> list[str]:
    return [entry.text for entry in entries if entry.kind == "text"]


def test_a_case_is_opened_claimed_accepted_answered_closed_and_erased(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller = await hotline.caller(names=[{"role": "other_side", "name": "Ana Pérez"}], callback="after six")
        assert caller.case_id is not None
        assert caller.term is None
        responder = await hotline.responder()
        (waiting,) = await responder.queue()
        assert waiting.case_id == caller.case_id
        assert (waiting.card["urgency"], waiting.card["matter"]) == ("U0", "enforcement_in_progress")

        claimed = await responder.claim(waiting.case_id)
        assert (claimed.claims, claimed.body) == (0, {})
        (hit,) = responder.conflicts(waiting.case_id, ["perez ana", "Someone Else"])
        assert hit.sure
        held = await responder.accept(waiting.case_id)
        assert (held.term, held.body["words"], held.body["callback"]) == (0, "They are at the door.", "after six")

        assert [entry.kind for entry in await caller.read()] == ["hello"]
        await caller.reply("What shall I do?")
        assert texts([entry for _, entry in await responder.read()]) == ["What shall I do?"]
        await responder.reply(waiting.case_id, "Do not open the door.")
        assert texts(await caller.read()) == ["Do not open the door."]

        await responder.close(waiting.case_id, "advice", "If they come back, call us.")
        assert [entry.kind for entry in await caller.read()] == ["closing"]
        assert caller.closed
        with pytest.raises(CaseEnded):
            await caller.reply("Thank you")
        assert await responder.queue() == []

        coordinator = await hotline.coordinator()
        await coordinator.tend()
        assert [note["kind"] for note in coordinator.notes] == ["closing report"]

        await caller.erase_everything()
        with pytest.raises(NoVault):
            await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)

    play(story)


def test_a_caller_comes_back_with_her_codename_alone(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller = await hotline.caller()
        await caller.reply("One more thing, before anyone has come.")
        responder = await hotline.responder()
        await hotline.met(responder, caller)
        back = await Caller.come_back(hotline.post(), hotline.root_pk, " ".join(caller.codename("es")), "es")
        assert back.case_id == caller.case_id
        assert [entry.kind for entry in await back.read()] == ["hello"]
        assert [entry.kind for entry in back.thread()] == ["opening", "text", "hello"]
        assert texts([entry for _, entry in await responder.read()]) == ["One more thing, before anyone has come."]

    play(story)


def test_the_volunteer_names_the_desk_whose_key_opened_the_case(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await hotline.caller(), await hotline.responder(["duty"])
        assert caller.case is not None
        assert await responder.queue() == []
        hotline.clock.forward(minutes=16)
        await hotline.met(responder, caller)
        (hello,) = await caller.read()
        assert hello.document["desk"] == "duty" == caller.case.desks[-1]
        assert len(caller.case.desks) == 3
        back = await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)
        assert back.case is not None
        assert back.case.desks == caller.case.desks

    play(story)


def test_what_did_not_fit_beside_her_words_comes_with_them(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await hotline.caller("One.", more=["Two.", "Three."]), await hotline.responder()
        await hotline.met(responder, caller)
        await caller.read()
        assert texts([entry for _, entry in await responder.read()]) == ["Two.", "Three."]
        assert [entry.text for entry in caller.thread() if entry.mine] == ["One.", "Two.", "Three."]

    play(story)


@pytest.mark.parametrize("kind", ["another", "lost", "opening"])
def test_what_a_client_notes_by_itself_nobody_can_say_to_it(play: Play[None], kind: str) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await hotline.caller(), await hotline.responder()
        await hotline.met(responder, caller)
        assert caller.case_id is not None
        name = caller.case_id

        def lie(state: ResponderState) -> None:
            state.case(name).thread.say({"kind": kind, "text": "I am another."})  # type: ignore[union-attr]

        await responder.state.note(lie)
        await responder.reply(name, "The end.")
        assert [(entry.kind, entry.text) for entry in await caller.read(2)][1:] == [
            ("text", "I am another."),
            ("text", "The end."),
        ]

    play(story)


def test_a_responder_comes_back_with_her_codename_alone(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await hotline.caller(), await hotline.responder()
        await hotline.met(responder, caller)
        back = await Responder.unlock(hotline.post(), " ".join(responder.codename()))
        await back.tend()
        assert list(back.cases) == [caller.case_id]
        assert caller.case_id is not None
        await back.reply(caller.case_id, "I am here.")
        assert texts(await caller.read()) == ["I am here."]

    play(story)


def test_a_text_longer_than_a_cell_arrives_whole(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller, responder = await hotline.caller(), await hotline.responder()
        await hotline.met(responder, caller)
        await caller.read()
        long = "¿Qué hago? " * 1200
        await caller.reply(long)
        assert "".join(texts([entry for _, entry in await responder.read()])) == long

    play(story)


def test_every_desk_of_the_sample_between_them_takes_each_scenario(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder = await hotline.responder(["duty"])
        caller = await Caller.start(hotline.post(), hotline.root_pk)
        await caller.open({**DOOR, "now": "worried", "state": "abroad", "language": "mam"}, "From far away.")
        await responder.queue()
        assert caller.card["urgency"] == "U4"

    play(story)
