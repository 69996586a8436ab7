"""What the server holds, declared once: the store builds its keys from here, and /what-we-hold prints it.

A key is a prefix and 32 random bytes, or a prefix and a number. `lifetime` says when the store erases it; Redis's own
expiry, always on a whole hour, is only the second net.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Hold:
    """One kind of key: its prefix, its fields with the reason for each, and how long it stands."""

    name: str
    prefix: bytes
    fields: Mapping[str, str]
    lifetime: str

    def key(self, rest: bytes = b"") -> bytes:
        """The Redis key of one object."""
        return self.prefix + rest


def _hold(name: str, prefix: bytes, lifetime: str, **fields: str) -> Hold:
    return Hold(name, prefix, MappingProxyType(fields), lifetime)


_LOCK = "the lock, wrapped under a key that is replaced after every erasure"

CASE = _hold(
    "case",
    b"case:",
    "until erased by the caller or closed by its claimant; 7 days at most",
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
    "until erased by either end; 21 days at most",
    lock=_LOCK,
    content="ciphertext: one message",
)
CHUNK = _hold(
    "chunk",
    b"chunk:",
    "until erased by either end; 21 days at most",
    lock=_LOCK,
    content="ciphertext: a piece of an attachment",
)
VAULT = _hold(
    "vault",
    b"vault:",
    "until erased by its holder; 90 days after it was last written",
    lock=_LOCK,
    sign_pk="a public key: whoever can sign for it may write or erase the vault",
    version="how often it was written",
    content="ciphertext: all that a caller or responder would otherwise keep on a device",
)
BUCKET = _hold(
    "bucket",
    b"bucket:",
    "each entry as long as its case",
    members="cases by the hour in which they become visible to members",
)
DUE = _hold(
    "due",
    b"due",
    "each entry until its minute has passed",
    members="tiers that wait, with the minute in which they become visible",
)
LEASES = _hold(
    "leases",
    b"leases",
    "each entry until the lease ends",
    members="cases that somebody holds, with the minute in which the lease ends",
)
ENDS = _hold(
    "ends",
    b"ends",
    "each entry as long as its object",
    members="cases, cells, chunks and vaults by the hour in which they must be erased",
)
SPENT = _hold(
    "spent",
    b"spent:",
    "two hours at least, three at most",
    members="hashes of requests that stored something, and of what was erased, so that none of it comes back",
)
SCRATCH = _hold(
    "scratch",
    b"scratch",
    "until the next such request, three hours at most",
    lock=_LOCK,
    content="random bytes that an exchange with nothing to say sent up",
)
DIRECTORY = _hold(
    "directory",
    b"directory",
    "until it is replaced or has been out of date for a week",
    file="the organization's public, signed directory",
    hash="its hash",
    version="its version",
)
MEMBERS = _hold(
    "members",
    b"members",
    "as long as the directory",
    members="one or two hashes of the secret that all responders share",
)
GENERATION = _hold("generation", b"gen", "always", value="the number of the key that locks are wrapped under")
SHRED = _hold("shred", b"shred", "until what was erased is final", value="that something was erased since")
REWRITE = _hold("rewrite", b"rewrite", "until Redis's files are written anew", value="that something was erased since")

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


def as_table() -> str:
    """What the server holds, as a Markdown table."""
    rows = ["| key | field | what it is | how long |", "| --- | --- | --- | --- |"]
    for hold in HOLDS:
        rows += [f"| {hold.name} | {name} | {why} | {hold.lifetime} |" for name, why in hold.fields.items()]
    return "\n".join(rows) + "\n"
