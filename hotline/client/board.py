"""The queue: which of a bucket's slots open with one's seeds, each case once. docs/protocol.md, 5, 1 and 2.

Kept in memory only. Whether a slot opens is found out once; those that do not are tried with further seeds only when
nothing new was found with nearer ones, so that clutter does not hide an honest case.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from crypto.case import VisibleSlot, open_slot
from crypto.errors import NoMatch
from crypto.sizes import CaseId, Hour
from hotline.client.keyring import Keyring

Json = dict[str, Any]
DISTANCES = ((0,), (1,), (2,))
REST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits, as its card tells it. Hours since 1970. `desk` is whose seed opened it, if not the device.

    `urgency` is the class on the card; the last one when the card says nothing that is known.
    """

    case_id: CaseId = field(repr=False)
    case_key: bytes = field(repr=False)
    card: Mapping[str, Any] = field(repr=False)
    opened: Hour
    visible: Hour
    tier: int
    desk: str
    urgency: str


@dataclass(slots=True)
class Board:
    """What was seen in one's buckets."""

    waiting: dict[CaseId, Waiting] = field(default_factory=dict)
    _classes: Sequence[str] = ()
    _failed: dict[tuple[CaseId, int], tuple[VisibleSlot, int]] = field(default_factory=dict)
    _tried_with: frozenset[bytes] = field(repr=False, default=frozenset())

    def show(
        self, slots: Iterable[VisibleSlot], since: Hour, device_seed: bytes, keyring: Keyring, classes: Sequence[str]
    ) -> list[Waiting]:
        """All that waits now, by urgency, then age. `slots` are all that became visible from `since` on.

        `classes` are the directory's classes of urgency, from most to least urgent.
        """
        self._classify(classes)
        slots = list(slots)
        present = {slot.case_id for slot in slots}
        self.waiting = {name: one for name, one in self.waiting.items() if name in present or one.visible < since}
        standing = {(slot.case_id, slot.tier) for slot in slots}
        self._failed = {key: one for key, one in self._failed.items() if key in standing or one[0].visible < since}
        seeds = frozenset(one.seed for one in keyring.seeds)
        if not seeds <= self._tried_with:
            slots += [slot for slot, _ in self._failed.values()]
            self._failed.clear()
        self._tried_with = seeds
        fresh = [slot for slot in slots if (slot.case_id, slot.tier) not in self._failed]
        self._try(fresh, device_seed, keyring)
        return sorted(self.waiting.values(), key=lambda one: (classes.index(one.urgency), one.opened, one.case_id))

    def forget(self, name: CaseId) -> None:
        """This case is not to be had."""
        self.waiting.pop(name, None)

    def _classify(self, classes: Sequence[str]) -> None:
        if classes != self._classes:
            self._classes = classes
            self.waiting = {name: replace(one, urgency=self._class(one.card)) for name, one in self.waiting.items()}

    def _class(self, card: Mapping[str, Any]) -> str:
        said = card.get("urgency")
        return str(said) if said in self._classes else self._classes[-1]

    def _try(self, fresh: list[VisibleSlot], device_seed: bytes, keyring: Keyring) -> None:
        found = sum(self._open(slot, 0, [("", device_seed)], keyring) for slot in fresh)
        for distance in (1, 2):
            if found:
                return
            later = [slot for slot, tried in self._failed.values() if tried < distance][-REST_AT_ONCE:]
            found = sum(self._open(slot, distance, [], keyring) for slot in later)

    def _open(self, slot: VisibleSlot, distance: int, more: list[tuple[str, bytes]], keyring: Keyring) -> bool:
        if slot.case_id in self.waiting:
            return False
        near = [(one.desk, one.seed) for one in keyring.near(slot.opened, DISTANCES[distance])]
        for desk, seed in (*more, *near):
            with suppress(NoMatch):
                case_key, card = open_slot([seed], slot)
                self._failed.pop((slot.case_id, slot.tier), None)
                self.waiting[slot.case_id] = Waiting(
                    slot.case_id, case_key, card, slot.opened, slot.visible, slot.tier, desk, self._class(card)
                )
                return True
        self._failed[slot.case_id, slot.tier] = (slot, distance)
        return False
