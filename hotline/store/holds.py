"""What the store holds, declared once: the store builds its keys from here, and /what-we-hold prints it.

A key is a prefix and 32 random bytes, or a prefix and a number. A lifetime says when the store erases a field; Redis's
own expiry, always on a whole hour, is only the second net, so that nothing stays should no worker run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crypto.directory import Policy

HOUR_SECONDS = 3600
SPENT_HOURS = 3  # two hours at least: the hour that is remembered, and the two that follow
FLAG_HOURS = 24 * 14
TIMER_HOURS = 24 * 8
BACKSTOP_HOURS = 1
GENERATION_HOURS = 24 * 365
DIRECTORY_HOURS = 24 * 8  # the longest that a directory is good for
OUTDATED_HOURS = 24 * 7


@dataclass(frozen=True, slots=True)
class Lives:
    """The lives that an organization's policy sets, in hours; what is not said otherwise is docs/protocol.md's."""

    case_hours: int = 24 * 7
    cell_hours: int = 24 * 21
    vault_hours: int = 24 * 90
    timer_hours: int = 24 * 3

    @classmethod
    def of(cls, policy: Policy) -> "Lives":
        """Those of a policy. A timer is the wait of a tier, or a lease."""
        waits = [wait for waits in policy.release_minutes.values() for wait in waits]
        longest = max(*waits, *policy.lease_minutes.values(), policy.renew_minutes, policy.claim_minutes)
        return cls(policy.case_hours, policy.cell_hours, policy.vault_hours, -(-longest // 60))

    def named(self) -> dict[str, str]:
        """In words, by the names that a Lifetime gives them."""
        return {
            "case": _days(self.case_hours),
            "cell": _days(self.cell_hours),
            "vault": _days(self.vault_hours),
            "timer": _days(self.timer_hours),
        }


PROMISED = Lives()


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When something is gone. `words` may name one of the Lives in braces; `hours` is the most that it can be."""

    words: str
    hours: Callable[[Lives], int]

    def in_words(self, lives: Lives) -> str:
        """As people read it."""
        return self.words.format(**lives.named())

    def seconds(self, lives: Lives) -> int:
        """The most that it can be, while a worker runs."""
        return self.hours(lives) * HOUR_SECONDS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of key: why it is there, and how long it stands."""

    name: str
    why: str
    lifetime: Lifetime


@dataclass(frozen=True, slots=True)
class Hold:
    """One kind of key: its prefix, its fields, and the hours that Redis's own expiry is set to at most."""

    name: str
    prefix: bytes
    expiry: Callable[[Lives], int]
    fields: Mapping[str, Field]

    def key(self, rest: bytes = b"") -> bytes:
        """The Redis key of one object."""
        return self.prefix + rest

    def names(self, key: bytes) -> bool:
        """Whether a Redis key is of this kind."""
        return key.startswith(self.prefix) if self.prefix.endswith(b":") else key == self.prefix


_LOCK = "the lock, wrapped under a key that is replaced after every erasure"

_CASE = Lifetime("until erased by the caller or closed by its claimant; {case} at most", lambda lives: lives.case_hours)
_LEASE = Lifetime("until the lease ends; {timer} at most, unless renewed", lambda lives: lives.timer_hours)
_CELL = Lifetime("until erased by either end; {cell} at most", lambda lives: lives.cell_hours)
_VAULT = Lifetime("until erased by its holder; {vault} after it was last written", lambda lives: lives.vault_hours)
_SPENT = Lifetime("two hours at least, three at most", lambda _: SPENT_HOURS)
_SCRATCH = Lifetime("until the next such request, three hours at most", lambda _: SPENT_HOURS)
_DIRECTORY = Lifetime(
    "until it is replaced or has been out of date for a week; 15 days at most",
    lambda _: DIRECTORY_HOURS + OUTDATED_HOURS,
)


def _backstop(hours: Callable[[Lives], int]) -> Callable[[Lives], int]:
    return lambda lives: hours(lives) + BACKSTOP_HOURS


def _longest(lives: Lives) -> int:
    return max(lives.case_hours, lives.cell_hours, lives.vault_hours)


def _hold(
    name: str,
    prefix: bytes,
    lifetime: Lifetime,
    expiry: Callable[[Lives], int],
    own: Mapping[str, Lifetime] | None = None,
    **whys: str,
) -> Hold:
    """A kind of key whose fields live as it does, but for those that have a lifetime of their own."""
    lives = own or {}
    fields = {field: Field(field, why, lives.get(field, lifetime)) for field, why in whys.items()}
    return Hold(name, prefix, expiry, MappingProxyType(fields))


CASE = _hold(
    "case",
    b"case:",
    _CASE,
    _backstop(lambda lives: lives.case_hours),
    {"accepted": _LEASE},
    lock=_LOCK,
    close="a public key: whoever can sign for it may erase the case",
    release="the release class: how fast later tiers become visible",
    opened="the hour of opening, by which a desk member's device picks its keys",
    slots="three bucket numbers, and the case key sealed to three desks",
    card="ciphertext, for desk members",
    sheet="ciphertext, for who claims",
    body="ciphertext, for who accepts",
    claims="how many claims there were",
    terms="how many of them accepted",
    lease="a public key made for this claim alone",
    used="the public keys of earlier claims, which are good no more",
    accepted="the number of the acceptance that now holds, while somebody holds the case",
)
CELL = _hold(
    "cell",
    b"cell:",
    _CELL,
    _backstop(lambda lives: lives.cell_hours),
    lock=_LOCK,
    content="ciphertext: one message",
)
CHUNK = _hold(
    "chunk",
    b"chunk:",
    _CELL,
    _backstop(lambda lives: lives.cell_hours),
    lock=_LOCK,
    content="ciphertext: a piece of an attachment",
)
VAULT = _hold(
    "vault",
    b"vault:",
    _VAULT,
    _backstop(lambda lives: lives.vault_hours),
    lock=_LOCK,
    sign_pk="a public key: whoever can sign for it may write or erase the vault",
    version="how often it was written",
    content="ciphertext: all that a caller or responder would otherwise keep on a device",
)
BUCKET = _hold(
    "bucket",
    b"bucket:",
    Lifetime("each entry as long as its case", lambda lives: lives.case_hours),
    _backstop(lambda lives: lives.case_hours),
    members="cases by the hour in which they become visible to members",
)
DUE = _hold(
    "due",
    b"due",
    Lifetime("each entry until its minute has passed; {timer} at most", lambda lives: lives.timer_hours),
    lambda _: TIMER_HOURS,
    members="tiers that wait, with the minute in which they become visible",
)
LEASES = _hold(
    "leases",
    b"leases",
    Lifetime("each entry until the lease ends; {timer} at most, unless renewed", lambda lives: lives.timer_hours),
    lambda _: TIMER_HOURS,
    members="cases that somebody holds, with the minute in which the lease ends",
)
ENDS = _hold(
    "ends",
    b"ends",
    Lifetime("each entry as long as its object", _longest),
    _backstop(_longest),
    members="cases, cells, chunks and vaults by the hour in which they must be erased",
)
SPENT = _hold(
    "spent",
    b"spent:",
    _SPENT,
    lambda _: SPENT_HOURS,
    members="hashes of requests that stored something, and of what was erased, so that none of it comes back",
)
SCRATCH = _hold(
    "scratch",
    b"scratch",
    _SCRATCH,
    lambda _: SPENT_HOURS,
    lock=_LOCK,
    content="random bytes that an exchange with nothing to say sent up",
)
DIRECTORY = _hold(
    "directory",
    b"directory",
    _DIRECTORY,
    lambda _: DIRECTORY_HOURS + OUTDATED_HOURS,
    file="the organization's public, signed directory",
    hash="its hash",
    version="its version",
)
MEMBERS = _hold(
    "members",
    b"members",
    Lifetime("as long as the directory; 15 days at most", lambda _: DIRECTORY_HOURS + OUTDATED_HOURS),
    lambda _: DIRECTORY_HOURS + OUTDATED_HOURS,
    members="one or two hashes of the secret that all responders share",
)
GENERATION = _hold(
    "generation",
    b"gen",
    Lifetime("until that key is replaced; a year at most", lambda _: GENERATION_HOURS),
    lambda _: GENERATION_HOURS,
    value="the number of the key that locks are wrapped under",
)
SHRED = _hold(
    "shred",
    b"shred",
    Lifetime("until what was erased is final: seconds; 14 days at most, if no worker runs", lambda _: FLAG_HOURS),
    lambda _: FLAG_HOURS,
    value="how often something was erased since",
)
REWRITE = _hold(
    "rewrite",
    b"rewrite",
    Lifetime(
        "until Redis's files are written anew: a minute; 14 days at most, if no worker runs", lambda _: FLAG_HOURS
    ),
    lambda _: FLAG_HOURS,
    value="how often something was erased since",
)

HOLDS = (
    CASE,
    CELL,
    CHUNK,
    VAULT,
    BUCKET,
    DUE,
    LEASES,
    ENDS,
    SPENT,
    SCRATCH,
    DIRECTORY,
    MEMBERS,
    GENERATION,
    SHRED,
    REWRITE,
)

# The kinds of object that have a lock, by the number that names them: u8(kind) ‖ id. docs/protocol.md, 7.
LOCKED = MappingProxyType({0: CASE, 1: CELL, 2: VAULT, 3: CHUNK})


def hold_of(key: bytes) -> Hold | None:
    """The kind that a Redis key is of; None for a key that is not declared."""
    return next((hold for hold in HOLDS if hold.names(key)), None)


def _days(hours: int) -> str:
    return f"{hours // 24} days" if hours % 24 == 0 and hours > 24 else f"{hours} hours"
