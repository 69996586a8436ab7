"""What can be wrong with a pack, and finding all of it.

A pack is read as it is used: the first fault ends the reading. While faults are gathered, reading goes on behind each
as far as it can, so that who writes a pack sees them all at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

SHOWN_WORDS = 12
NONE_KNOWN = "There are none."
WHOLE = "file"
"""The place of a fault that is not in any one entry of a file."""


class Fault(ValueError):
    """Something wrong with an entry of a file.

    `inside` is the table or list in which it stands, and `key` where in there. `word` is a word that is not known, and
    `mend` says what to do.
    """

    def __init__(self, problem: str, mend: str = "", inside: object = None, key: object = None, word: str = "") -> None:
        super().__init__(problem)
        self.mend, self.inside, self.key, self.word = mend, inside, key, word


class PackError(ValueError):
    """A pack that cannot be used: names the file, and the rule or entry in it."""

    def __init__(self, file: Path, where: str, problem: Exception | str) -> None:
        super().__init__(f"{file.parent.name}/{file.name}: {where}: {problem}")
        self.file, self.where = file, where
        self.fault = problem if isinstance(problem, Fault) else Fault(str(problem))


@dataclass(slots=True)
class Gathered:
    """The faults of a pack so far, and its files as they were read: each once, so that a fault's place can be found."""

    faults: list[PackError] = field(default_factory=list)
    documents: dict[Path, dict[str, Any]] = field(default_factory=dict)


_gathered: ContextVar[Gathered | None] = ContextVar("gathered", default=None)
_entry: ContextVar[tuple[Path, str]] = ContextVar("entry")


@contextmanager
def gather() -> Iterator[Gathered]:
    """While this lasts, faults are gathered as far as reading can go on behind them."""
    gathered = Gathered()
    token = _gathered.set(gathered)
    try:
        yield gathered
    finally:
        _gathered.reset(token)


def gathered() -> Gathered | None:
    """What is gathered now; None while the first fault ends the reading."""
    return _gathered.get()


@contextmanager
def entry(file: Path, where: str) -> Iterator[None]:
    """Turns what goes wrong inside into a PackError of this file and place."""
    token = _entry.set((file, where))
    try:
        yield
    except PackError:
        raise
    except KeyError as missing:
        raise PackError(file, where, Fault(f"{missing} is not there", f"Add {missing.args[0]}.")) from None
    except (OSError, TypeError, ValueError) as wrong:
        raise PackError(file, where, wrong) from None
    finally:
        _entry.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """While faults are gathered, one inside does not keep what stands behind from being read."""
    try:
        yield
    except PackError as problem:
        now = gathered()
        if now is None:
            raise
        now.faults.append(problem)


def refuse(fault: Fault) -> None:
    """Raises the fault or, while faults are gathered, notes it for the entry that is read, which goes on."""
    now = gathered()
    if now is None:
        raise fault
    now.faults.append(PackError(*_entry.get(), fault))


def instead_of(word: str, known: list[str]) -> str:
    """What to write for a word that is not known: the nearest one, or those there are."""
    near = get_close_matches(word, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    rest = " …" if len(known) > SHOWN_WORDS else ""
    return f"There are: {', '.join(known[:SHOWN_WORDS])}{rest}" if known else NONE_KNOWN
