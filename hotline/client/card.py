"""The card as a caller's client writes it: what a responder sees before claiming. docs/protocol.md, 4."""

from collections.abc import Sequence
from typing import Any

from crypto.directory import encode_key
from crypto.hashing import dump_json
from crypto.sizes import CARD_PADDED, PAD_LENGTH
from hotline.triage.deadlines import Deadline
from hotline.triage.evaluate import Card

Json = dict[str, Any]
ROOM_BYTES = CARD_PADDED - PAD_LENGTH


def card_document(card: Card, deadlines: Sequence[Deadline], directory_hash: bytes) -> Json:
    """What triage came to, as it is sealed to the desks.

    The dates that a person gave are not on it; they ride in the body. When all does not fit, the rules go first, then
    deadlines from the last on, which are those passed, those without a date, and those furthest ahead.
    """
    document = {
        "matter": card.matter,
        "also": list(card.also),
        "urgency": card.urgency,
        "licence": card.licence,
        "release": card.release,
        "language": card.language,
        "state": card.state,
        "needs": [],
        "deadlines": [_compact(one) for one in deadlines],
        "directory": encode_key(directory_hash),
        "rules": list(card.rules),
    }
    if not _fits(document):
        del document["rules"]
    while document["deadlines"] and not _fits(document):
        document["deadlines"] = document["deadlines"][:-1]
    return document


def _compact(one: Deadline) -> Json:
    fields = {"id": one.id, "due": one.due, "alarm": one.alarm, "earliest": one.earliest}
    return {name: value for name, value in fields.items() if value is not None}


def _fits(document: Json) -> bool:
    return len(dump_json(document)) <= ROOM_BYTES
