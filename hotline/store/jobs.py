"""The jobs that workers do, by dotted name, and how often each is due. A test resolves every name.

Jobs take no arguments, give no result, and may be done twice. All run by the clock, so that when one ran says nothing
of when anyone called.
"""

from dataclasses import dataclass

QUEUE = "hotline"


@dataclass(frozen=True, slots=True)
class Duty:
    """One job and the seconds between two of its runs."""

    function: str
    every_seconds: int


DUTIES = (
    Duty("workers.jobs.shred", 3),  # a lock is gone 5 seconds after its erasure at the latest
    Duty("workers.jobs.rewrite", 10),
    Duty("workers.jobs.wake", 60),
    Duty("workers.jobs.release", 60),
    Duty("workers.jobs.expire", 60),
    Duty("workers.jobs.blur", 60),
    Duty("workers.jobs.tidy", 3600),
)
