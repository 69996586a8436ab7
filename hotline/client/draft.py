"""The next directory: what stands, with epochs prepared, secrets renewed and desks given new keys. docs/protocol.md, 3.

Pure: the document that stands, or the plan of one that never did, becomes the document to be signed, and the seeds and
secret that were drawn for it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from crypto.directory import DIRECTORY_HOURS, HISTORY, encode_key
from crypto.hashing import digest
from crypto.sealing import pair
from crypto.sizes import Hour
from hotline.client.keyring import Seed

Json = dict[str, Any]
Draw = Callable[[], bytes]
EPOCH_HOURS = 24
PREPARED_HOURS = 8 * 24
ENDED_KEPT_HOURS = 24
SECRET_HOURS = 7 * 24
OVERLAP_HOURS = 24


@dataclass(frozen=True, slots=True)
class Change:
    """What a coordinator wants of the next directory beside renewal.

    New keys for `desks`, a new member `secret` in place of all others, and coordinators to `drop`.
    """

    desks: tuple[str, ...] = ()
    secret: bool = False
    drop: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """A directory to be published, and what was drawn for it."""

    document: Json = field(repr=False)
    change: Change
    seeds: list[Seed] = field(repr=False, default_factory=list)
    secret: bytes | None = field(repr=False, default=None)


def next_draft(
    standing: Json,
    known: tuple[int, bytes] | None,
    change: Change,
    now: Hour,
    until: Hour,
    secret_hours: int,
    draw: Draw,
) -> Draft:
    """The draft that follows the file `known` (its version and hash), or the first of all.

    `standing` is the document that stands or, at first, one without epochs, secrets and history; `until` the hour at
    which the certificate ends; `secret_hours` the age of the newest member secret.
    """
    history = list(standing.get("history", []))
    document = {
        **standing,
        "version": 1 if known is None else known[0] + 1,
        "issued": now,
        "expires": min(now + DIRECTORY_HOURS, until),
        "history": ([encode_key(known[1]), *history] if known else [])[:HISTORY],
    }
    draft = Draft(document, change)
    document["desks"] = [_renewed(desk, desk["id"] in change.desks, draft, now, draw) for desk in standing["desks"]]
    document["coordinators"] = [one for one in standing.get("coordinators", []) if one["id"] not in change.drop]
    members = list(standing.get("members", []))
    if change.secret or not members or secret_hours >= SECRET_HOURS:
        draft.secret = draw()
        document["members"] = [encode_key(digest(draft.secret)), *([] if change.secret else members[:1])]
    elif secret_hours >= OVERLAP_HOURS:
        document["members"] = members[:1]
    return draft


def due(document: Json, now: Hour) -> bool:
    """Whether a directory is a day old, or some desk has less than a week of epochs prepared."""
    last = min((max((epoch["to"] for epoch in desk["epochs"]), default=0) for desk in document["desks"]), default=0)
    return bool(now >= document["issued"] + EPOCH_HOURS or last < now + PREPARED_HOURS - EPOCH_HOURS)


def _renewed(desk: Json, from_now: bool, draft: Draft, now: Hour, draw: Draw) -> Json:
    epochs = [dict(epoch) for epoch in desk.get("epochs", []) if epoch["to"] > now - ENDED_KEPT_HOURS]
    if from_now:
        epochs = [epoch for epoch in epochs if epoch["from"] < now]
        if epochs:
            epochs[-1]["to"] = min(epochs[-1]["to"], now)
    start = epochs[-1]["to"] if epochs else now
    while start < now + PREPARED_HOURS:
        end = min(start - start % EPOCH_HOURS + EPOCH_HOURS, now + DIRECTORY_HOURS + EPOCH_HOURS)
        seed = Seed(desk["id"], Hour(start), Hour(end), draw())
        draft.seeds.append(seed)
        epochs.append({"from": start, "to": end, "seal_pk": encode_key(pair(seed.seed).public)})
        start = end
    return {**desk, "epochs": epochs}


def with_coordinators(document: Json, coordinators: Collection[tuple[str, bytes, bytes]]) -> Json:
    """The document with these ids, signing and sealing keys among its coordinators."""
    added = {name for name, _, _ in coordinators}
    kept = [one for one in document.get("coordinators", []) if one["id"] not in added]
    named = [{"id": n, "sign_pk": encode_key(sign), "seal_pk": encode_key(seal)} for n, sign, seal in coordinators]
    return {**document, "coordinators": [*kept, *named]}
