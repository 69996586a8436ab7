"""What a caller's card says of deadlines, and what it leaves to the body."""

import json
from collections.abc import Sequence

import pytest

from crypto.hashing import dump_json
from crypto.sizes import CARD_PADDED, PAD_LENGTH
from hotline.client.caller import Caller
from hotline.client.card import card_document
from hotline.client.errors import NoVault
from hotline.client.post import Post
from hotline.triage.deadlines import Deadline, WrongDate
from hotline.triage.evaluate import Card, evaluate
from hotline.triage.shipped import shipped, shipped_pack
from tests.client.conftest import DESKS, Hotline, Play

HELD = {"now": "detained", "papers": ["third_country"], "ordered": "judge", "state": "US-CA", "language": "es"}
DATES = {"notice": "2026-03-05T14:30", "decision": "2026-03-04"}
HASH = bytes(32)


def a_card() -> Card:
    return evaluate(shipped_pack(*shipped()), HELD)


def some(count: int) -> list[Deadline]:
    return [Deadline(f"deadline_{n}", f"2027-01-{n + 10}", "2027-01-01", None, False, None) for n in range(count)]


def ids(document: dict[str, object]) -> list[str]:
    listed = document["deadlines"]
    assert isinstance(listed, list)
    return [one["id"] for one in listed]


def test_what_is_not_there_takes_no_room() -> None:
    found = [
        Deadline("fear", "2026-03-14", "2026-03-07", "2026-03-08T16:00Z", True, None),
        Deadline("habeas", None, None, None, False, "No limit."),
    ]
    assert card_document(a_card(), found, HASH)["deadlines"] == [
        {"id": "fear", "due": "2026-03-14", "alarm": "2026-03-07", "earliest": "2026-03-08T16:00Z"},
        {"id": "habeas"},
    ]


@pytest.mark.parametrize("count", range(40))
def test_rules_go_first_when_a_card_is_full_then_the_last_deadlines(count: int) -> None:
    document = card_document(a_card(), some(count), HASH)
    room = CARD_PADDED - PAD_LENGTH
    assert len(dump_json(document)) <= room
    kept = ids(document)
    assert kept == [one.id for one in some(count)][: len(kept)]
    fuller = {**document, "deadlines": [*card_document(a_card(), some(len(kept) + 1), HASH)["deadlines"], {}]}
    assert len(kept) == count or ("rules" not in document and len(dump_json(fuller)) > room - 60)
    assert ("rules" in document) == (len(dump_json({**document, "rules": list(a_card().rules)})) <= room)


def test_deadlines_ride_on_the_card_and_the_dates_in_the_body(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller = await Caller.start(hotline.post(), hotline.root_pk)
        await caller.open(HELD, "They said tomorrow.", dates=DATES)
        responder = await hotline.responder(DESKS)
        (waiting,) = await responder.queue()
        by_id = {one["id"]: one for one in waiting.card["deadlines"]}
        assert by_id["removal_appeal"] == {
            "id": "removal_appeal", "due": "2026-04-03", "alarm": "2026-03-24", "earliest": "2026-03-16",
        }  # fmt: skip
        assert by_id["third_country"]["due"] == "2026-03-06T22:30Z"
        assert by_id["habeas"] == {"id": "habeas"}
        shown = json.dumps(waiting.card)
        assert not any(date in shown for date in DATES.values())
        claimed = await responder.claim(waiting.case_id)
        assert not any(date in json.dumps([claimed.sheet, claimed.body]) for date in DATES.values())
        assert (await responder.accept(waiting.case_id)).body["dates"] == DATES

    play(story)


class MeasuredPost(Post):
    """Keeps the size of all that leaves."""

    sent: list[tuple[str, int]]

    async def carry(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        self.sent.append((method, len(body)))
        return await super().carry(method, path, body)


def test_a_case_with_dates_looks_on_the_wire_like_one_without(play: Play[None]) -> None:
    async def sizes(hotline: Hotline, dates: dict[str, str]) -> Sequence[tuple[str, int]]:
        post = MeasuredPost(hotline.url, hotline.clock.time)
        hotline.posts.append(post)
        post.sent = []
        await (await Caller.start(post, hotline.root_pk)).open(HELD, "They said tomorrow.", dates=dates)
        return post.sent

    async def story(hotline: Hotline) -> None:
        assert await sizes(hotline, DATES) == await sizes(hotline, {})

    play(story)


def test_a_date_that_cannot_be_is_told_before_anything_is_kept(play: Play[None]) -> None:
    async def story(hotline: Hotline) -> None:
        caller = await Caller.start(hotline.post(), hotline.root_pk)
        with pytest.raises(WrongDate):
            await caller.open(HELD, "Help.", dates={"decision": "2026-02-30"})
        assert caller.case is None
        with pytest.raises(NoVault):
            await Caller.come_back(hotline.post(), hotline.root_pk, caller.digits)

    play(story)
