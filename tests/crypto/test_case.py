"""Cases: who opens what."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crypto import case
from crypto.errors import (
    DecryptError,
    FormatError,
    NoMatch,
)
from crypto.hashing import card_lock, sheet_lock, u8, u32
from crypto.sealing import fresh_pair
from crypto.sizes import OPEN_REQUEST
from tests.crypto.strategies import quick, refused, spoil


def sealed_case() -> tuple[case.Secrets, list[bytes], dict[str, bytes]]:
    secrets, seeds = case.draw(), [fresh_pair() for _ in range(2)]
    slots = [case.SlotFor(at, key) for at, key in enumerate((seeds[0].public, seeds[1].public, None))]
    payload = case.seal_case(secrets, 0, slots, {"matter": "x"}, {"names": []}, {"text": "y"})
    return secrets, [one.seed for one in seeds], OPEN_REQUEST.unpack(payload)


def slot_of(fields: dict[str, bytes], seal_: bytes, lock: bytes) -> case.VisibleSlot:
    record = u32(1) + u32(1) + u8(0) + fields["case_id"] + seal_ + card_lock(lock) + fields["card"]
    [slot] = case.read_slots(record)
    return slot


@quick
@given(st.data())
def test_a_spoiled_slot_matches_nobody(data: Any) -> None:
    secrets, seeds, fields = sealed_case()
    slot = slot_of(fields, fields["slots"][2:1170], secrets.lock)
    record = u32(1) + u32(1) + u8(0) + slot.case_id + slot.seal + slot.card_lock + slot.card
    spoiled = spoil(data.draw, record[9:])
    if len(spoiled) != len(record) - 9:
        refused(FormatError, lambda: case.read_slots(record[:9] + spoiled))
    else:
        [changed] = case.read_slots(record[:9] + spoiled)
        refused(NoMatch, lambda: case.open_slot(seeds, changed))


def test_each_desk_opens_its_own_slot_alone() -> None:
    secrets, seeds, fields = sealed_case()
    for own, other, at in ((0, 1, 2), (1, 0, 1172)):
        slot = slot_of(fields, fields["slots"][at : at + 1168], secrets.lock)
        assert case.open_slot([seeds[other], seeds[own]], slot) == (secrets.case_key, {"matter": "x"})
        refused(NoMatch, lambda slot=slot, other=other: case.open_slot([seeds[other]], slot))  # type: ignore[misc]
    nobodys = slot_of(fields, fields["slots"][2342:], secrets.lock)
    refused(NoMatch, lambda: case.open_slot(seeds, nobodys))


@quick
@given(st.data())
def test_sheet_and_body_open_with_their_own_lock_alone(data: Any) -> None:
    secrets, _, fields = sealed_case()
    right, wrong = sheet_lock(secrets.lock), card_lock(secrets.lock)
    assert case.open_sheet(secrets.case_key, right, fields["sheet"]) == {"names": []}
    refused(DecryptError, lambda: case.open_sheet(secrets.case_key, wrong, fields["sheet"]))
    refused(DecryptError, lambda: case.open_sheet(secrets.case_key, right, spoil(data.draw, fields["sheet"])))
    refused(DecryptError, lambda: case.open_body(secrets.case_key, right, spoil(data.draw, fields["body"])))
