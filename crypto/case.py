"""A case: three slots, card, conflict sheet and body, and the right to claim it. docs/protocol.md, 4 and 5.

claim     = signer(kdf(case_key, "case/claim"))              case_id is its public key
card_key  = kdf(case_key, "case/card", card_lock(lock))      desk members
sheet_key = kdf(case_key, "case/sheet", sheet_lock(lock))    caller and claimants
body_key  = kdf(case_key, "case/body", body_lock(lock))      caller and who accepted
root      = kdf(case_key, "conversation/root", term_lock)    caller and who accepted as that number, only
slot      = u16(bucket) ‖ seal(desk.seal_pk, "slot", case_id; case_key)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from crypto import hashing, signing
from crypto.errors import DecryptError, FormatError, NoMatch
from crypto.hashing import dump_json, kdf, parse_object, u8, u16, u32
from crypto.sealing import box, fresh_pair, open_sealed, pad, pair, seal, unbox, unpad
from crypto.sizes import (
    BODY_PADDED,
    CARD_PADDED,
    CLAIM_REQUEST,
    HOLD_REQUEST,
    KEY,
    OPEN_REQUEST,
    RENEW_REQUEST,
    REPLY_KEYS,
    SEAL_PUBLIC_KEY,
    SHEET_PADDED,
    TIERS,
    VISIBLE_SLOT,
    CaseId,
    Hour,
)

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the caller draws for a case: 32 bytes each."""

    case_key: bytes = field(repr=False)
    lock: bytes = field(repr=False)
    close_seed: bytes = field(repr=False)
    reply_seeds: tuple[bytes, ...] = field(repr=False)

    @property
    def case_id(self) -> CaseId:
        """The public name of the case."""
        return case_id(self.case_key)


@dataclass(frozen=True, slots=True)
class SlotFor:
    """Where a slot goes: the bucket, and the desk's sealing key, or None for a slot that nobody opens."""

    bucket: int
    seal_pk: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class VisibleSlot:
    """A slot as the server shows it to members, and what a member makes of it when it opens."""

    visible: Hour
    opened: Hour
    tier: int
    case_id: CaseId = field(repr=False)
    seal: bytes = field(repr=False)
    card_lock: bytes = field(repr=False)
    card: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Body:
    """The narrative document, and the caller's reply keys for terms 0 to 3."""

    reply_pks: tuple[bytes, ...] = field(repr=False)
    document: Document = field(repr=False)


def draw() -> Secrets:
    """Fresh secrets for one case."""
    seeds = [token_bytes(KEY) for _ in range(3 + REPLY_KEYS)]
    return Secrets(seeds[0], seeds[1], seeds[2], tuple(seeds[3:]))


def case_id(case_key: bytes) -> CaseId:
    """The public key of the right to claim."""
    return CaseId(signing.signer(_claim_seed(case_key)))


def root(case_key: bytes, term_lock: bytes) -> bytes:
    """The conversation's root for the term that `term_lock` belongs to."""
    return kdf(case_key, "conversation/root", term_lock)


def seal_case(
    secrets: Secrets, release: int, slots: Sequence[SlotFor], card: Document, sheet: Document, body: Document
) -> bytes:
    """The payload of an opening, 23183 bytes. TooLong when a document does not fit; FormatError for a bad desk key."""
    if len(slots) != TIERS or len(secrets.reply_seeds) != REPLY_KEYS:
        raise FormatError("a case has three slots and four reply keys")
    name = secrets.case_id
    card_key = kdf(secrets.case_key, "case/card", hashing.card_lock(secrets.lock))
    sheet_key = kdf(secrets.case_key, "case/sheet", hashing.sheet_lock(secrets.lock))
    body_key = kdf(secrets.case_key, "case/body", hashing.body_lock(secrets.lock))
    reply_pks = b"".join(pair(seed).public for seed in secrets.reply_seeds)
    return OPEN_REQUEST.pack(
        case_id=name,
        close_pk=signing.signer(secrets.close_seed),
        lock=secrets.lock,
        release=u8(release),
        slots=b"".join(_seal_slot(slot, name, secrets.case_key) for slot in slots),
        card=box(card_key, "card", name, content=pad(dump_json(card), CARD_PADDED)),
        sheet=box(sheet_key, "sheet", name, content=pad(dump_json(sheet), SHEET_PADDED)),
        body=box(body_key, "body", name, content=pad(reply_pks + dump_json(body), BODY_PADDED)),
    )


def _seal_slot(slot: SlotFor, name: CaseId, case_key: bytes) -> bytes:
    seal_pk = fresh_pair().public if slot.seal_pk is None else slot.seal_pk
    return u16(slot.bucket) + seal(seal_pk, "slot", name, content=case_key)


def read_slots(answer: bytes) -> tuple[VisibleSlot, ...]:
    """Split what a bucket gave. FormatError when it is no whole number of slots."""
    if len(answer) % VISIBLE_SLOT.size:
        raise FormatError("a bucket's answer is no whole number of slots")
    return tuple(_visible_slot(answer[at : at + VISIBLE_SLOT.size]) for at in range(0, len(answer), VISIBLE_SLOT.size))


def _visible_slot(record: bytes) -> VisibleSlot:
    parts = VISIBLE_SLOT.unpack(record)
    visible, opened, tier = (hashing.number(parts[name]) for name in ("visible", "opened", "tier"))
    name = CaseId(parts["case_id"])
    return VisibleSlot(Hour(visible), Hour(opened), tier, name, parts["seal"], parts["card_lock"], parts["card"])


def open_slot(seeds: Iterable[bytes], slot: VisibleSlot) -> tuple[bytes, Document]:
    """The case key and the card, from the first of the seeds that opens the slot.

    NoMatch unless the case id follows from the key and the card opens: a slot crafted for two desks shows a card at
    one of them at most.
    """
    for seed in seeds:
        try:
            case_key = open_sealed(seed, "slot", slot.case_id, sealed=slot.seal)
            if case_id(case_key) != slot.case_id:
                continue
            card_key = kdf(case_key, "case/card", slot.card_lock)
            return case_key, parse_object(unpad(unbox(card_key, "card", slot.case_id, boxed=slot.card)))
        except (NoMatch, DecryptError, FormatError):
            continue
    raise NoMatch("no seed opens this slot")


def open_sheet(case_key: bytes, sheet_lock: bytes, boxed: bytes) -> Document:
    """The conflict sheet. DecryptError or FormatError when it is not this case's."""
    key = kdf(case_key, "case/sheet", sheet_lock)
    return parse_object(unpad(unbox(key, "sheet", case_id(case_key), boxed=boxed)))


def open_body(case_key: bytes, body_lock: bytes, boxed: bytes) -> Body:
    """The body. DecryptError or FormatError when it is not this case's."""
    key = kdf(case_key, "case/body", body_lock)
    content = unpad(unbox(key, "body", case_id(case_key), boxed=boxed))
    end = REPLY_KEYS * SEAL_PUBLIC_KEY
    reply_pks = tuple(content[at : at + SEAL_PUBLIC_KEY] for at in range(0, end, SEAL_PUBLIC_KEY))
    return Body(reply_pks, parse_object(content[end:]))


def claim(case_key: bytes, lease_pk: bytes, member_secret: bytes) -> bytes:
    """The payload of a claim."""
    name = case_id(case_key)
    signature = signing.sign(_claim_seed(case_key), "claim", name, lease_pk)
    return CLAIM_REQUEST.pack(secret=member_secret, case_id=name, lease_pk=lease_pk, signature=signature)


def hold(verb: str, lease_seed: bytes, name: CaseId, member_secret: bytes) -> bytes:
    """The payload of "accept", "put back" or "close", signed with the lease."""
    signature = signing.sign(lease_seed, verb, name)
    return HOLD_REQUEST.pack(secret=member_secret, case_id=name, signature=signature)


def renew(lease_seed: bytes, name: CaseId, member_secret: bytes, hour: Hour) -> bytes:
    """The payload that makes the lease last from this hour."""
    signature = signing.sign(lease_seed, "renew", name, u32(hour))
    return RENEW_REQUEST.pack(secret=member_secret, case_id=name, hour=u32(hour), signature=signature)


def _claim_seed(case_key: bytes) -> bytes:
    return kdf(case_key, "case/claim")
