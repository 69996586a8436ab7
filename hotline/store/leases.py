"""Claiming, accepting, renewing, putting back and closing. docs/protocol.md, 5.

Whoever may is decided by signatures alone; every refusal is None or False, whatever its cause.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto import hashing
from crypto.directory import RELEASES, Policy
from crypto.errors import BadSignature
from crypto.hashing import digest, number, u32
from crypto.signing import verify
from hotline.store.cases import CASE_KIND, spent_case
from hotline.store.connection import Store, hour_of, minute_after

MINUTES_OF_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claimant gets: how many claims there were before, and the conflict sheet with its part of the lock."""

    claims: int
    sheet_lock: bytes = field(repr=False)
    sheet: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What who accepts gets: the term's number, the body, and the parts of the lock for both."""

    term: int
    body_lock: bytes = field(repr=False)
    term_lock: bytes = field(repr=False)
    body: bytes = field(repr=False)


async def claim(store: Store, asked: Mapping[str, bytes], stamp: bytes, policy: Policy, now: float) -> Claimed | None:
    """Hold a case for a conflict check. `asked` has the fields of CLAIM_REQUEST."""
    case_id = asked["case_id"]
    if not _holds(case_id, asked["signature"], "claim", case_id, asked["lease_pk"]):
        return None
    lapse = minute_after(now, policy.claim_minutes)
    answer = await store.run("claim", now, case_id, asked["lease_pk"], digest(asked["secret"]), stamp, lapse=lapse)
    if not answer:
        return None
    claims, record, sheet = answer
    lock = await store.unwrap(CASE_KIND, case_id, record)
    return None if lock is None else Claimed(int(claims), hashing.sheet_lock(lock), sheet)


async def accept(store: Store, asked: Mapping[str, bytes], policy: Policy, now: float) -> Accepted | None:
    """Give the body to who holds the case. `asked` has the fields of HOLD_REQUEST."""
    case_id = asked["case_id"]
    held = await _held(store, asked, "accept", now, case_id)
    if held is None:
        return None
    lapse = minute_after(now, policy.lease_minutes[RELEASES[held[1]]])
    answer = await store.run("accept", now, case_id, held[0], lapse=lapse)
    if not answer:
        return None
    term, record, body = answer
    lock = await store.unwrap(CASE_KIND, case_id, record)
    if lock is None:
        return None
    term_lock = hashing.term_lock(hashing.terms(lock), int(term))
    return Accepted(int(term), hashing.body_lock(lock), term_lock, body)


async def renew(store: Store, asked: Mapping[str, bytes], policy: Policy, now: float) -> bool:
    """Make a lease last from the hour that was signed, this or the last. `asked` has the fields of RENEW_REQUEST."""
    hour = number(asked["hour"])
    if hour not in (hour_of(now), hour_of(now) - 1):
        return False
    lapse = hour * MINUTES_OF_AN_HOUR + policy.renew_minutes
    held = await _held(store, asked, "renew", now, asked["case_id"], u32(hour))
    return held is not None and await _hold(store, asked, held[0], "renew", now, lapse)


async def put_back(store: Store, asked: Mapping[str, bytes], now: float) -> bool:
    """Offer the case again. `asked` has the fields of HOLD_REQUEST."""
    held = await _held(store, asked, "put back", now, asked["case_id"])
    return held is not None and await _hold(store, asked, held[0], "put back", now)


async def close(store: Store, asked: Mapping[str, bytes], now: float) -> bool:
    """Erase the case for its claimant. `asked` has the fields of HOLD_REQUEST."""
    held = await _held(store, asked, "close", now, asked["case_id"])
    return held is not None and await _hold(store, asked, held[0], "close", now)


async def _held(
    store: Store, asked: Mapping[str, bytes], verb: str, now: float, *signed: bytes
) -> tuple[bytes, int] | None:
    """The lease key and release class of a held case, when its holder signed this."""
    answer = await store.run("held", now, asked["case_id"], digest(asked["secret"]))
    if not answer or not _holds(answer[0], asked["signature"], verb, *signed):
        return None
    return answer[0], int(answer[1])


async def _hold(store: Store, asked: Mapping[str, bytes], lease: bytes, verb: str, now: float, lapse: int = 0) -> bool:
    case_id = asked["case_id"]
    done: bytes = await store.run("hold", now, case_id, lease, verb, spent_case(case_id), lapse=lapse)
    return done == b"done"


def _holds(public_key: bytes, signature: bytes, label: str, *parts: bytes) -> bool:
    try:
        verify(public_key, signature, label, *parts)
    except BadSignature:
        return False
    return True
