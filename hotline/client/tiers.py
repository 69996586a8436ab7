"""To whom a case is sealed: the desks of its card, and what fills the places that are left. docs/protocol.md, 4."""

from collections.abc import Sequence

from crypto.case import SlotFor
from crypto.directory import Desk, Directory
from crypto.sizes import TIERS, Hour
from hotline.client.errors import NoDesk
from hotline.triage.evaluate import Card
from hotline.triage.route import route


def desks_for(directory: Directory, card: Card, now: float) -> list[Desk]:
    """Up to three, in the order of tiers; each can open what is sealed to it now. `now` is in seconds since 1970."""
    hour = Hour(int(now // 3600))
    desks = [directory.desk(desk_id) for desk_id in route(directory, card, int(now))]
    return [desk for desk in desks if desk is not None and desk.epoch_at(hour) is not None]


def slots_for(desks: Sequence[Desk], hour: Hour) -> list[SlotFor]:
    """Three: the desks' in their order, then those that nobody opens, so that no desk waits behind one. NoDesk."""
    epochs = [(desk.bucket, desk.epoch_at(hour)) for desk in desks]
    slots = [SlotFor(bucket, epoch.seal_pk) for bucket, epoch in epochs if epoch is not None]
    if not slots:
        raise NoDesk
    return [*slots, *[SlotFor(slots[0].bucket, None)] * (TIERS - len(slots))]
