"""Cases made with the protocol alone and put through the open door: many at once, of any card, or wrong in some way."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crypto import case
from crypto.case import Secrets, SlotFor
from crypto.directory import Directory, encode_key
from crypto.sizes import DONE, OPEN, TIERS, Hour
from hotline.client.post import fetch_directory
from tests.client.conftest import Hotline
from tests.web.conftest import Aside

USUAL: Mapping[str, object] = {
    "matter": "enforcement_in_progress",
    "also": [],
    "urgency": "U0",
    "licence": "supervised",
    "release": "now",
    "language": "es",
    "state": "US-CA",
    "needs": [],
    "deadlines": [],
    "rules": ["u0-officers-here"],
}


def card(directory: Directory, facts: Mapping[str, object]) -> dict[str, object]:
    """A card that is usual but for these facts."""
    return {**USUAL, "directory": encode_key(directory.hash), **facts}


def slot(directory: Directory, desk: str, hour: Hour) -> SlotFor:
    """A slot for the desk's epoch of this hour."""
    found = directory.desk(desk)
    assert found is not None
    epoch = found.epoch_at(hour)
    assert epoch is not None
    return SlotFor(found.bucket, epoch.seal_pk)


def sealed(
    directory: Directory, secrets: Secrets, facts: Mapping[str, object], slots: Sequence[SlotFor], **body: object
) -> bytes:
    """The payload of an opening; `names` go to the conflict sheet, all else of `body` to the body."""
    names = body.pop("names", [])
    document = {"words": "", "callback": None, "attachments": [], "answers": {}, **body}
    return case.seal_case(secrets, 0, slots, card(directory, facts), {"names": names}, document)


def put(aside: Aside, *cards: Mapping[str, object], desk: str = "duty", **body: Any) -> list[str]:
    """Cases with these cards, opened for one desk; their names."""

    async def story(hotline: Hotline) -> list[str]:
        post = hotline.post()
        directory = await fetch_directory(post, hotline.root_pk)
        first = slot(directory, desk, post.hour())
        drawn = [case.draw() for _ in cards]
        slots = [first, *[SlotFor(first.bucket, None)] * (TIERS - 1)]
        payloads = [sealed(directory, one, facts, slots, **body) for one, facts in zip(drawn, cards, strict=True)]
        await send(hotline, payloads)
        return [encode_key(one.case_id) for one in drawn]

    return list(aside(story))


async def send(hotline: Hotline, payloads: Iterable[bytes]) -> None:
    """Through the open door, each with its stamp."""
    post = hotline.post()
    for payload in payloads:
        assert (await post.send(OPEN, payload)).status == DONE
