"""Opening a case. docs/protocol.md, 4."""

from collections.abc import Mapping
from dataclasses import dataclass

from crypto.directory import RELEASES, Policy
from crypto.hashing import digest, number
from crypto.sizes import (
    BODY,
    CARD,
    DONE,
    ID,
    LOCK,
    PUBLIC_KEY,
    REFUSED,
    SHEET,
    SLOT,
    STAMP,
    TIERS,
    U8,
    U16,
    CaseId,
    Layout,
)
from hotline.store.connection import WAKE_BUCKETS, Store, backstop, hour_of, minute_after, minute_of

CASE_KIND = 0
# OPEN_REQUEST as the store takes it: slots, card, sheet and body in one piece, which a script takes apart.
OPENING = Layout(case_id=ID, close_pk=PUBLIC_KEY, lock=LOCK, release=U8, sealed=TIERS * SLOT + CARD + SHEET + BODY)


@dataclass(frozen=True, slots=True)
class Work:
    """The zero bits that the stamp of an opening shows, and those that it needs while its buckets are not filling."""

    shown: int
    needed: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of it: DONE, REFUSED, or STAMP with the zero bits that its stamp must show."""

    status: int
    bits: int = 0


def buckets_of(sealed: bytes) -> list[bytes]:
    """The bucket numbers, u16, that begin the three slots at the beginning of what was sealed."""
    return [sealed[at : at + U16] for at in range(0, TIERS * SLOT, SLOT)]


def spent_case(case_id: bytes) -> bytes:
    """What is remembered of an erased case for two hours: a hash, so that the same case does not come back."""
    return digest(b"case" + case_id)


async def open_case(
    store: Store, opening: Mapping[str, bytes], stamp: bytes, policy: Policy, now: float, work: Work
) -> Opened:
    """Accept a case, once durable; a case that stands is accepted again without a change.

    `opening` has the fields of OPENING, `stamp` is the hash of the request. From half full on the fullest of
    its buckets asks for more work: the places that are left go to who opens one case, not to who opens thousands.
    """
    release = number(opening["release"])
    if release >= len(RELEASES):
        return Opened(REFUSED)
    case_id = CaseId(opening["case_id"])
    ends = hour_of(now) + policy.case_hours
    due = _due_minutes(policy.release_minutes[RELEASES[release]], now)
    done = await store.keep(
        "open",
        now,
        CASE_KIND,
        case_id,
        opening["lock"],
        opening["close_pk"],
        release,
        opening["sealed"],
        spent_case(case_id),
        stamp,
        case_ends=ends,
        backstop=backstop(ends),
        bucket_cases=policy.bucket_cases,
        due_minutes=due,
        bits_shown=work.shown,
        bits_needed=work.needed,
    )
    if isinstance(done, int):
        return Opened(STAMP, done)
    if done == b"new":
        for bucket, minute in zip(buckets_of(opening["sealed"]), due, strict=True):
            if minute <= minute_of(now):
                store.wake(WAKE_BUCKETS, bucket)
    return Opened(REFUSED if done == b"refused" else DONE)


def _due_minutes(delays_minutes: tuple[int, ...], now: float) -> list[int]:
    """The minute in which each tier becomes visible; no delay is this very minute."""
    return [minute_after(now, delay) if delay else minute_of(now) for delay in delays_minutes]
