"""Attack 7: a revoked member with all she held, and directories that are out of date."""

import pytest

from crypto import case
from crypto import directory as directories
from crypto.directory import encode_key
from crypto.errors import BrokenHistory, ExpiredDirectory, NoMatch, OlderDirectory
from crypto.hashing import digest, parse_object
from crypto.sizes import CLAIM, DIRECTORY_HEAD, KEY, REFUSED, RENEW, Hour
from hotline.client.caller import Caller
from hotline.client.coordinator import Coordinator
from hotline.client.coordinator_state import Office
from hotline.client.errors import NotMember, Revoked
from hotline.client.post import Post, fetch_directory
from hotline.client.seen import SeenDirectories
from tests.client.conftest import DOOR, Hotline, Play, hotline, play

__all__ = ["hotline", "play"]


class StalePost(Post):
    """What a dishonest server does: it shows a directory of its choice."""

    shown: bytes = b""

    async def directory_file(self) -> bytes:
        return self.shown or await super().directory_file()


def signed(coordinator: Coordinator[Office], file: bytes, **changes: object) -> bytes:
    """Another directory by the same coordinator."""
    document = parse_object(file[DIRECTORY_HEAD:]) | changes
    office = coordinator.office
    assert office.certificate is not None
    return directories.build(office.certificate, office.sign_seed, document)


def test_who_was_revoked_reads_claims_and_renews_nothing(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        stays, goes = await hotline.responder(), await hotline.responder()
        before, held = await hotline.caller(), await hotline.caller()
        assert before.case_id is not None
        assert held.case_id is not None
        await hotline.met(goes, held)
        cards = {one.case_id: one for one in await goes.queue()}
        secret, seeds = (
            goes.state.now.keyring.secret(goes.directory),
            [one.seed for one in goes.state.now.keyring.seeds],
        )
        coordinator = await hotline.coordinator()
        await coordinator.revoke(list(coordinator.members)[-1])

        with pytest.raises(NotMember):
            await goes.post.slots(secret, 1, Hour(0))
        old_card = cards[before.case_id]
        claim = case.claim(old_card.case_key, bytes(KEY), secret)
        assert (await goes.post.send(CLAIM, claim)).status == REFUSED
        lease = goes.cases[held.case_id].lease_seed
        renewal = case.renew(lease, held.case_id, secret, goes.post.hour())
        assert (await goes.post.send(RENEW, renewal)).status == REFUSED
        with pytest.raises(Revoked):
            await goes.queue()

        after = await hotline.caller()
        waiting = await stays.queue()
        assert {before.case_id, after.case_id} <= {one.case_id for one in waiting}
        new_secret = stays.state.now.keyring.secret(stays.directory)
        desk = stays.directory.desk("federal")
        assert desk is not None
        slots = await stays.post.slots(new_secret, desk.bucket, Hour(0))
        for slot in slots:
            if slot.case_id == after.case_id:
                with pytest.raises(NoMatch):
                    case.open_slot(seeds, slot)

    play(story)


def test_a_client_refuses_what_is_expired_lower_or_breaks_the_history(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator = await hotline.coordinator()
        post = StalePost(hotline.url, hotline.clock.time)
        hotline.posts.append(post)
        first = await post.directory_file()
        old = await fetch_directory(post, hotline.root_pk)
        newer = await coordinator.publish()
        known = (newer.version, newer.hash)

        post.shown = first
        with pytest.raises(OlderDirectory):
            await fetch_directory(post, hotline.root_pk, known)
        post.shown = signed(coordinator, first, version=newer.version + 1)
        with pytest.raises(BrokenHistory):
            await fetch_directory(post, hotline.root_pk, known)
        post.shown = first
        hotline.clock.forward(minutes=60 * (old.expires - old.issued))
        with pytest.raises(ExpiredDirectory):
            await fetch_directory(post, hotline.root_pk)
        with pytest.raises(ExpiredDirectory):
            await Caller.start(post, hotline.root_pk)

    play(story)


def test_a_card_that_names_a_superseded_directory_alerts_the_coordinator(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator, responder = await hotline.coordinator(), await hotline.responder()
        await coordinator.publish()
        stale = StalePost(hotline.url, hotline.clock.time)
        hotline.posts.append(stale)
        stale.shown = await stale.directory_file()
        hotline.clock.forward(minutes=30)
        await coordinator.publish()
        await responder.tend()
        hotline.clock.forward(minutes=60 * 3)
        victim = await Caller.start(stale, hotline.root_pk)
        await victim.open(DOOR, "They are at the door.")
        honest = await hotline.caller()

        waiting = await responder.queue()
        assert {one.case_id for one in waiting} == {victim.case_id, honest.case_id}
        await coordinator.tend()
        (alert,) = [note for note in coordinator.notes if note["kind"] == "alert"]
        assert alert["directory"] == encode_key(digest(stale.shown))

    play(story)


def test_a_card_that_names_an_unknown_directory_is_doubtful_and_a_fresh_members_first_is_not() -> None:
    seen = SeenDirectories()
    assert seen.doubtful(encode_key(bytes(32)), Hour(10))
