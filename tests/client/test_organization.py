"""Directories that follow one another, keys that count, links, and a second coordinator."""

import json
from itertools import pairwise
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest

from crypto.directory import encode_key, verify_file
from crypto.hashing import digest
from crypto.sealing import pair
from crypto.sizes import KEY, Hour
from hotline import sample
from hotline.client.board import Board
from hotline.client.coordinator import Coordinator
from hotline.client.draft import Change, due, next_draft
from hotline.client.enrolment import make_link, read_link
from hotline.client.errors import LinkExpired, LinkUsed, LinkWrong, NotApproved
from hotline.client.keyring import Keyring, Seed
from hotline.client.post import fetch_directory
from hotline.client.responder import Responder
from hotline.triage.evaluate import evaluate
from hotline.triage.pack import PACKS, load_pack
from hotline.triage.route import route
from tests.client.conftest import QUICK, Hotline, Play

NOW = Hour(500_000)
UNTIL = Hour(NOW + 24 * 60)
FIRST = {**sample.plan(QUICK), "site": encode_key(bytes(KEY))}


def draft(standing: dict[str, Any], now: int, change: Change | None = None, secret_hours: int = 0) -> dict[str, Any]:
    known = (standing["version"], digest(json.dumps(standing).encode())) if "version" in standing else None
    drawn = next_draft(standing, known, change or Change(), Hour(now), UNTIL, secret_hours, lambda: token_bytes(KEY))
    return drawn.document


def keys(document: dict[str, Any], desk: int, now: int) -> list[str]:
    return [epoch["seal_pk"] for epoch in document["desks"][desk]["epochs"] if epoch["to"] > now]


def test_epochs_are_prepared_for_eight_days_end_to_end_and_kept_from_day_to_day() -> None:
    document = draft(FIRST, NOW)
    for desk in document["desks"]:
        ends = [(epoch["from"], epoch["to"]) for epoch in desk["epochs"]]
        assert ends[0][0] == NOW
        assert ends[-1][1] >= NOW + 192
        assert all(one[1] == two[0] for one, two in pairwise(ends))
    later = draft(document, NOW + 24)
    assert set(keys(document, 0, NOW + 24)) <= set(keys(later, 0, NOW + 24))
    assert later["history"][0] != document["history"]


def test_a_directory_is_due_after_a_day() -> None:
    document = draft(FIRST, NOW)
    assert not due(document, NOW)
    assert due(document, Hour(NOW + 24))


def test_new_keys_for_a_desk_replace_all_prepared_and_leave_other_desks_alone() -> None:
    document = draft(FIRST, NOW)
    later = draft(document, NOW + 5, Change(("federal",), True))
    assert not set(keys(document, 0, NOW + 5)) & set(keys(later, 0, NOW + 5))
    assert keys(document, 1, NOW + 5) == keys(later, 1, NOW + 5)
    assert len(later["members"]) == 1
    assert later["members"] != document["members"]


def test_a_desk_made_new_within_the_hour_of_its_epoch_has_no_epoch_twice() -> None:
    document = draft(FIRST, NOW)
    later = draft(document, NOW, Change(("federal",), True))
    starts = [epoch["from"] for epoch in later["desks"][0]["epochs"]]
    assert len(set(starts)) == len(starts)


def test_the_member_secret_changes_weekly_and_overlaps_for_a_day() -> None:
    one = draft(FIRST, NOW)
    two = draft(one, NOW + 168, secret_hours=168)
    assert two["members"][1:] == one["members"]
    three = draft(two, NOW + 192, secret_hours=24)
    assert three["members"] == two["members"][:1]


def test_a_seed_counts_only_if_its_key_stands_in_the_directory(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder = await hotline.responder()
        ring = Keyring()
        invented = [["federal", responder.post.hour(), responder.post.hour() + 24, encode_key(token_bytes(KEY))]]
        ring.take({"kind": "keys", "seeds": {"federal": [one[1:] for one in invented]}, "members": []})
        ring.prove(responder.directory)
        assert ring.seeds == []
        assert len(ring.unproven) == 1

    play(story)


def test_a_seed_is_destroyed_two_hours_after_its_last_case_must_have_ended() -> None:
    ring = Keyring([Seed("federal", NOW, Hour(NOW + 24), bytes(KEY))])
    ring.forget(Hour(NOW + 24 + 168 + 1), 168)
    assert ring.seeds
    ring.forget(Hour(NOW + 24 + 168 + 2), 168)
    assert ring.seeds == []


def test_seeds_are_tried_nearest_first() -> None:
    seeds = [Seed("federal", Hour(NOW + 24 * day), Hour(NOW + 24 * day + 24), bytes([day]) * KEY) for day in range(5)]
    ring = Keyring(seeds)
    opened = Hour(NOW + 24 * 2 + 3)
    assert ring.near(opened, [0]) == [seeds[2]]
    assert ring.near(opened, [1]) == [seeds[1], seeds[3]]


def test_a_link_reads_back_and_a_broken_one_says_so() -> None:
    link = make_link("https://hotline.example", bytes(KEY), bytes([1]) * KEY, pair(bytes(KEY)).public)
    assert read_link(f"  {link}\n") == link
    for wrong in ("", "https://hotline.example/desk#", str(link)[:-3], str(link).replace("/desk#", "/")):
        with pytest.raises(LinkWrong):
            read_link(wrong)


def test_a_link_is_good_for_one_device(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator = await hotline.coordinator()
        link = await coordinator.invite("responder", ["duty"])
        first = await Responder.enrol(hotline.post(), link)
        with pytest.raises(LinkUsed):
            await Responder.enrol(hotline.post(), link)
        (newcomer,) = await coordinator.pending()
        assert newcomer.words == first.device_words
        with pytest.raises(NotApproved):
            await first.queue()

    play(story)


def test_a_link_is_not_waited_for_after_two_days_and_not_taken_for_another_coordinators(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        coordinator = await hotline.coordinator()
        link = await coordinator.invite("responder", ["duty"])
        await Responder.enrol(hotline.post(), link)
        other = make_link(hotline.url, bytes(KEY), hotline.root_pk, pair(bytes(KEY)).public)
        with pytest.raises(LinkExpired):
            await Responder.enrol(hotline.post(), str(other))
        hotline.clock.forward(minutes=49 * 60)
        assert await coordinator.pending() == []

    play(story)


def test_a_second_coordinator_is_certified_publishes_and_lets_people_in(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        first = await hotline.coordinator()
        link = await first.invite("coordinator", [])
        device = await Responder.enrol(hotline.post(), link)
        await sample.look_once(first.post, hotline.root, first)
        second = await Coordinator.unlock(hotline.post(), device.digits)
        for _ in range(2):
            await device.tend()
            await sample.look_once(first.post, hotline.root, first)
        second = await Coordinator.unlock(hotline.post(), device.digits)
        await second.tend()
        published = await second.publish()
        assert len(published.coordinators) == 2

        newcomer = await Responder.enrol(hotline.post(), await second.invite("responder", ["duty"]))
        (waiting,) = await second.pending()
        await second.approve(waiting.id)
        caller = await hotline.caller()
        hotline.clock.forward(minutes=20)
        assert caller.case_id in [one.case_id for one in await second.waiting()]
        assert newcomer.state.now.enrolment is not None
        await newcomer.tend()
        assert newcomer.approved
        await second.revoke(waiting.id)
        await first.tend()
        assert caller.case_id in [one.case_id for one in await first.waiting()]

    play(story)


def test_the_board_tries_again_when_keys_have_come(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        responder, caller = await hotline.responder(), await hotline.caller()
        mine, since = responder.state.now, Hour(0)
        secret = mine.keyring.secret(responder.directory)
        slots = [slot for bucket in (1, 2) for slot in await responder.post.slots(secret, bucket, since)]
        board = Board()
        classes = responder.directory.policy.urgencies
        assert board.show(slots, since, mine.device_seed, Keyring(), classes) == []
        shown = board.show([], Hour(1 << 31), mine.device_seed, mine.keyring, classes)
        assert [one.case_id for one in shown] == [caller.case_id]

    play(story)


def test_every_scenario_finds_a_desk_of_the_sample_and_the_duty_desk(
    play: Play[None], scenarios: list[dict[str, Any]]
) -> None:
    async def story(hotline: Hotline) -> None:
        directory = await fetch_directory(hotline.post(), hotline.root_pk)
        assert verify_file(await hotline.post().directory_file(), hotline.root_pk, hotline.post().hour()) == directory
        pack = load_pack(PACKS / "us-immigration")
        for one in scenarios:
            desks = route(directory, evaluate(pack, one["answers"]), int(hotline.clock.time()))
            assert 2 <= len(desks) == len(set(desks))
            assert desks[-1] == "duty"

    play(story)


@pytest.fixture
def scenarios() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "scenarios.json").read_text())
    return told
