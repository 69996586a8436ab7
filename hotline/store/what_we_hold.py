"""What the server holds, as a page: `python -m hotline.store.what_we_hold > docs/what-we-hold.md` writes it anew."""

from dataclasses import dataclass

from hotline.store.beside import FILES, QUEUE, Beside
from hotline.store.holds import HOLDS, PROMISED, Lives

_HEAD = """# What the server holds

<!-- Written by `python -m hotline.store.what_we_hold`; a test fails when it is out of date. -->

Everything, key by key and field by field. The store builds its keys from the same declaration
(`hotline/store/holds.py`), and a test fails when a running server has a key or field that is not in it. A running
server shows all of it at `/what-we-hold`, with the lives that its organization has chosen. `hotline drill` compares it
with the keys and files that are really there.

Names of keys are random numbers that clients draw. Times are whole hours since 1970; a minute stands only in `due` and
`leases`, while that timer runs. Every key also carries an expiry, on a whole hour, as a second net should no worker
run: the expiry of a case, cell or vault is its end and one hour.

"""

_QUEUE = """
## The queue of jobs

A second Redis, which writes nothing to disk, holds the queue of the seven kinds of job that run by the clock, and is
empty again when that process ends. Its keys say nothing of when anyone called.

"""

_FILES = """
## Files

Below the data directory, and in the directory for sockets that is made for each run. The wrapping key's file has 8192
bytes.

"""

_TAIL = """
## What else can be seen

Redis also remembers in its memory, never on disk, the second in which each key was last used. A job uses every key
once a minute, so what a seizure of the running machine learns from this is which keys were used in the last minute. The
append-only file keeps commands in their order until it is written anew, hourly and after erasures. Redis counts in its
memory how often each command was given since it started: how many things were made and erased in all, and whoever looks
twice learns how many in between.

A file system notes when a file was last changed. Once a minute, and when the hotline stops, all files below the data
directory are given the whole hour as their time, changed or not; so a seizure of the running machine learns at most
that something was written in the last minute.

What is *not* there: addresses, user agents, referrers, times finer than the hour but the minutes of timers that run
(above: `due`, `leases`), accounts, names, which desk a case is for beyond its bucket, which responder holds it, and any
content that the server could read.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held: its name, why, how long in words, and in seconds at most where that is bounded."""

    name: str
    why: str
    words: str
    seconds: int | None


def all_held(lives: Lives = PROMISED) -> tuple[Held, ...]:
    """Field by field what the store holds, then the queue's keys, then files."""
    kept = [
        Held(f"{hold.name} {field.name}", field.why, field.lifetime.in_words(lives), field.lifetime.seconds(lives))
        for hold in HOLDS
        for field in hold.fields.values()
    ]
    return (*kept, *(Held(one.name, one.why, one.words, one.seconds) for one in (*QUEUE, *FILES)))


def as_markdown() -> str:
    """The page in docs/, with the lives that docs/protocol.md promises."""
    kept = ["| key | field | what it is | how long |", "| --- | --- | --- | --- |"]
    for hold in HOLDS:
        kept += [
            f"| {hold.name} | {field.name} | {field.why} | {field.lifetime.in_words(PROMISED)} |"
            for field in hold.fields.values()
        ]
    return _HEAD + "\n".join(kept) + "\n" + _QUEUE + _table("key", QUEUE) + _FILES + _table("path", FILES) + _TAIL


def _table(what: str, kinds: tuple[Beside, ...]) -> str:
    rows = [f"| {what} | what it is | how long |", "| --- | --- | --- |"]
    rows += [f"| `{one.pattern}` | {one.why} | {one.words} |" for one in kinds]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
