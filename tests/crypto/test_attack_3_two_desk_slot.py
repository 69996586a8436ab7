"""Attack 3: one slot that two desks' seeds open, to different bytes. ChaCha20-Poly1305 does not commit to its key, so
whoever knows both seeds can make it; it must show a card to one desk at most, and so it shows none.
"""

from secrets import token_bytes

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from crypto import case
from crypto.errors import NoMatch
from crypto.hashing import card_lock, encode, kdf, u8, u32
from crypto.sealing import box, fresh_pair, open_sealed, pad, pair, seal
from crypto.sizes import CaseId
from tests.crypto import reference
from tests.crypto.bridge import call, needs_node

PRIME, WORD = (1 << 130) - 5, 1 << 128
CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def one_time(key: bytes, nonce: bytes) -> tuple[int, int]:
    """The Poly1305 key of RFC 8439, 2.6: r and s."""
    block = Cipher(ChaCha20(key, bytes(4) + nonce), None).encryptor().update(bytes(32))
    return int.from_bytes(block[:16], "little") & CLAMP, int.from_bytes(block[16:], "little")


def tag(r: int, s: int, blocks: list[int]) -> int:
    total = 0
    for block in blocks:
        total = (total + block) * r % PRIME
    return (total + s) % WORD


def opens_under_both(one: tuple[int, int], two: tuple[int, int], first: int) -> bytes | None:
    """A second block of 16 bytes, and the tag that both one-time keys give to the two; None for an unlucky first."""
    (r1, s1), (r2, s2) = one, two
    lengths = WORD + (32 << 64)
    known = (WORD + first) * (r1**3 - r2**3) + lengths * (r1 - r2)
    for carry in range(-4, 5):
        second = (s2 - s1 + carry * WORD - known) * pow(r1**2 - r2**2, -1, PRIME) % PRIME
        blocks = [WORD + first, second, lengths]
        if WORD <= second < 2 * WORD and tag(r1, s1, blocks) == tag(r2, s2, blocks):
            return (second - WORD).to_bytes(16, "little") + tag(r1, s1, blocks).to_bytes(16, "little")
    return None


def two_desk_seal(seeds: list[bytes], name: CaseId, first: bytes | None = None) -> bytes:
    """A seal of 32 bytes that opens under both seeds. `first`: what the first desk is to read in its first half."""
    while True:
        enc = seal(pair(seeds[0]).public, "slot", content=bytes(32))[:1120]
        schedules = [reference.key_schedule(reference.decapsulate(seed, enc), encode("slot", name)) for seed in seeds]
        half = token_bytes(16)
        if first is not None:
            key, nonce = schedules[0]
            half = Cipher(ChaCha20(key, b"\1\0\0\0" + nonce), None).encryptor().update(first)
        one, two = (one_time(key, nonce) for key, nonce in schedules)
        rest = opens_under_both(one, two, int.from_bytes(half, "little"))
        if rest is not None:
            return enc + half + rest


def slot_with(sealed: bytes, name: CaseId, case_key: bytes, lock: bytes) -> case.VisibleSlot:
    part = card_lock(lock)
    card = box(kdf(case_key, "case/card", part), "card", name, content=pad(b'{"matter":"x"}', 1024))
    [slot] = case.read_slots(u32(1) + u32(1) + u8(0) + name + sealed + part + card)
    return slot


@pytest.fixture
def seeds() -> list[bytes]:
    return [fresh_pair().seed for _ in range(2)]


def test_the_attack_is_real_at_the_level_of_seals(seeds: list[bytes]) -> None:
    name = CaseId(token_bytes(32))
    sealed = two_desk_seal(seeds, name)
    read = {open_sealed(seed, "slot", name, sealed=sealed) for seed in seeds}
    assert len(read) == 2


@needs_node
def test_a_slot_that_both_desks_open_shows_a_card_to_neither(seeds: list[bytes]) -> None:
    case_key, lock = token_bytes(32), token_bytes(32)
    name = case.case_id(case_key)
    slot = slot_with(two_desk_seal(seeds, name, case_key[:16]), name, case_key, lock)
    opened = [open_sealed(seed, "slot", name, sealed=slot.seal) for seed in seeds]
    assert opened[0][:16] == case_key[:16]
    for held in (seeds, seeds[::-1], seeds[:1], seeds[1:]):
        with pytest.raises(NoMatch):
            case.open_slot(held, slot)
    asked = {"visible": 1, "opened": 1, "tier": 0, "caseId": name, "seal": slot.seal, "card": slot.card}
    calls = [("case", "openSlot", [held, asked | {"cardLock": slot.card_lock}]) for held in (seeds, seeds[::-1])]
    assert call(*calls) == [{"error": "NoMatch"}] * 2


def test_a_key_that_opens_but_names_another_case_shows_nothing(seeds: list[bytes]) -> None:
    case_key, other, lock = token_bytes(32), token_bytes(32), token_bytes(32)
    name = case.case_id(case_key)
    sealed = seal(pair(seeds[0]).public, "slot", name, content=other)
    with pytest.raises(NoMatch):
        case.open_slot(seeds, slot_with(sealed, name, other, lock))


def test_a_later_seed_is_tried_when_an_earlier_one_opens_to_nothing(seeds: list[bytes]) -> None:
    """The first desk is fooled; a member of both still finds what the second was honestly sent."""
    case_key, lock = token_bytes(32), token_bytes(32)
    name = case.case_id(case_key)
    honest = slot_with(seal(pair(seeds[1]).public, "slot", name, content=case_key), name, case_key, lock)
    assert case.open_slot(seeds, honest)[0] == case_key


def test_a_flood_of_bad_slots_hides_no_honest_case(seeds: list[bytes]) -> None:
    case_key, lock = token_bytes(32), token_bytes(32)
    name = case.case_id(case_key)
    honest = slot_with(seal(pair(seeds[0]).public, "slot", name, content=case_key), name, case_key, lock)
    bad = slot_with(two_desk_seal(seeds, name), name, case_key, lock)
    found = 0
    for slot in [*[bad] * 1000, honest, *[bad] * 1000]:
        try:
            found += case.open_slot(seeds, slot)[0] == case_key
        except NoMatch:
            continue
    assert found == 1
