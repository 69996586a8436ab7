"""Who is refused or taken off is told so, and who meddles with a link lets nobody in."""

import pytest

from crypto import wire
from crypto.conversation import FROM_CALLER, TO_CALLER, Cell
from crypto.sizes import CELL, ERASE, KEY, LOCK
from hotline.client.conversation import AHEAD, TURNS, begin
from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office
from hotline.client.enrolment import newcomer, read_link
from hotline.client.errors import LinkRefused, LinkUsed, NoSuchMember, NoVault, Revoked
from hotline.client.responder import Responder
from tests.client.conftest import Fuse, Hotline, Killed, Play


async def invited(hotline: Hotline) -> tuple[Coordinator[Office], str]:
    coordinator = await hotline.coordinator()
    return coordinator, await coordinator.invite("responder", ["duty"])


def test_who_was_refused_is_told_so_and_her_link_is_dead(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        refused = await Responder.enrol(hotline.post(), link)
        (one,) = await coordinator.pending()
        await coordinator.refuse(one.id)
        back = await hotline.coordinator()
        assert await back.pending() == []
        with pytest.raises(NoSuchMember):
            await back.approve(one.id)
        with pytest.raises(LinkUsed):
            await Responder.enrol(hotline.post(), link)
        with pytest.raises(LinkRefused):
            await refused.tend()
        with pytest.raises(LinkRefused):
            await refused.queue()
        with pytest.raises(LinkRefused):
            await (await Responder.unlock(hotline.post(), refused.digits)).tend()
        assert back.members == {}

    play(story)


def test_only_who_waits_can_be_refused(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        (name,) = coordinator.office.invitations
        with pytest.raises(NoSuchMember):
            await coordinator.refuse(name)
        device = await Responder.enrol(hotline.post(), link)
        await coordinator.pending()
        await coordinator.approve(name)
        with pytest.raises(NoSuchMember):
            await coordinator.refuse(name)
        await device.tend()
        assert device.approved

    play(story)


@pytest.mark.parametrize("after", [False, True])
def test_refusal_is_told_however_often_its_coordinator_dies(play: Play[None], after: bool) -> None:
    async def story(hotline: Hotline) -> None:
        for at in range(1, 6):
            fuse = Fuse(after=after)
            coordinator = await hotline.coordinator(fuse)
            device = await Responder.enrol(hotline.post(), await coordinator.invite("responder", ["duty"]))
            (one,) = await coordinator.pending()
            fuse.at, fuse.count = at, 0
            try:
                await coordinator.refuse(one.id)
            except Killed:
                await (await hotline.coordinator()).tend()
            with pytest.raises(LinkRefused):
                await device.tend()

    play(story)


def test_used_link_says_so_before_there_is_a_codename(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        await Responder.start(hotline.post(), link)
        await Responder.enrol(hotline.post(), link)
        with pytest.raises(LinkUsed):
            await Responder.start(hotline.post(), link)
        (one,) = await coordinator.pending()
        await coordinator.approve(one.id)
        with pytest.raises(LinkUsed):
            await Responder.start(hotline.post(), link)

    play(story)


def test_who_was_revoked_is_told_so_and_keeps_nothing(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        goes, caller = await hotline.responder(), await hotline.caller()
        await hotline.met(goes, caller)
        coordinator = await hotline.coordinator()
        await coordinator.revoke(next(iter(coordinator.members)))
        assert coordinator.office.revoked == {}
        with pytest.raises(Revoked):
            await goes.queue()
        assert goes.board.waiting == {}
        back = await Responder.unlock(hotline.post(), goes.digits)
        with pytest.raises(Revoked):
            await back.tend()
        assert back.cases == {}
        assert (back.state.now.keyring.seeds, back.state.now.keyring.secrets) == ([], [])
        assert [entry.kind for entry in await caller.read(3)] == ["hello", "notice"]

    play(story)


def test_no_key_that_was_not_sent_yet_goes_to_who_is_revoked() -> None:
    conversation = begin(bytes(KEY), TO_CALLER, None)
    for number in range(3):
        conversation.say({"kind": "keys", "number": number})
    conversation.mark_sent(0)
    conversation.say_instead({"kind": "revoked"})
    assert [(one.index, one.document["kind"]) for one in conversation.outbox] == [(0, "keys"), (1, "revoked")]
    assert conversation.next_send == 2


def test_what_a_stranger_writes_into_an_invite_lets_nobody_in_and_stops_no_coordinator(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        told = read_link(link)
        device = await Responder.enrol(hotline.post(), link)
        (one,) = await coordinator.pending()
        place = begin(told.invite, TO_CALLER, None).own_address(0)
        await hotline.post().exchange(Cell(place, bytes(LOCK), bytes(CELL)))
        with pytest.raises(LinkUsed, match="in other hands"):
            await coordinator.approve(one.id)
        await coordinator.tend()
        assert coordinator.members == {}
        assert [note["about"] for note in coordinator.notes] == ["link"]
        for _ in range(TURNS * AHEAD - 1):
            await device.tend()
        with pytest.raises(LinkUsed):
            await device.tend()

    play(story)


def test_who_erases_and_writes_again_once_that_is_possible_has_other_words(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        device = await Responder.enrol(hotline.post(), link)
        place = begin(read_link(link).invite, FROM_CALLER, None).own_address(0)
        await hotline.post().send(ERASE, wire.erase(None, None, [place]))
        hotline.clock.forward(minutes=240)
        attacker = await Responder.enrol(hotline.post(), link)
        (one,) = await coordinator.pending()
        assert one.words == attacker.device_words != device.device_words
        await coordinator.refuse(one.id)
        with pytest.raises(LinkRefused):
            await attacker.tend()

    play(story)


def test_who_writes_after_the_newcomer_does_not_take_her_place(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        told = read_link(link)
        device = await Responder.enrol(hotline.post(), link)
        stranger = newcomer(told.invite, bytes(KEY), told.coordinator(device.directory).seal_pk)
        stranger.say({"kind": "enrol"})
        assert (await hotline.post().exchange(stranger.seal(stranger.outbox[1]))).sent
        (one,) = await coordinator.pending()
        assert one.words == device.device_words
        await coordinator.approve(one.id)
        await device.tend()
        assert device.approved

    play(story)


def test_newcomer_who_claims_to_have_read_what_was_never_said_stops_no_coordinator(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        told = read_link(link)
        await coordinator.tend()
        assert coordinator.directory is not None
        liar = newcomer(told.invite, bytes(KEY), told.coordinator(coordinator.directory).seal_pk)
        liar.seen = 5
        await hotline.post().exchange(liar.seal(liar.outbox[0]))
        assert liar.direction == FROM_CALLER
        assert await coordinator.pending() == []
        await coordinator.tend()
        assert len(coordinator.notes) == 1

    play(story)


def test_device_that_was_never_written_down_leaves_nothing(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, link = await invited(hotline)
        left = await Responder.start(hotline.post(), link)
        with pytest.raises(NoVault):
            await Responder.unlock(hotline.post(), left.digits)
        await Responder.enrol(hotline.post(), link)
        assert len(await coordinator.pending()) == 1

    play(story)
