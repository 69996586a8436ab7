"""The conflict check: names on a sheet against a list that never leaves the device. docs/protocol.md, 5."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

NEAR = 0.82
LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A name on the sheet that is, or may be, one of the list. `sure` is whether all its words are the same."""

    role: str
    name: str
    client: str
    sure: bool


def conflicts(sheet: Mapping[str, Any], clients: Iterable[str]) -> list[Hit]:
    """Names of the sheet that stand in the list: sure ones first, near misses after them."""
    names = named(sheet)
    known = [(client, fold(client)) for client in clients if fold(client)]
    hits = [
        Hit(str(one.get("role", "")), str(one["name"]), client, mine == theirs)
        for one in names
        for client, theirs in known
        if (mine := fold(str(one["name"]))) and _alike(mine, theirs)
    ]
    return sorted(hits, key=lambda hit: not hit.sure)


def named(sheet: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a sheet has that has a name: whoever wrote it may have put anything there."""
    names = sheet.get("names")
    entries = names if isinstance(names, list) else []
    return [one for one in entries if isinstance(one, dict) and str(one.get("name", "")).strip()]


def fold(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents or order."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(sorted("".join(c if c.isalnum() else " " for c in plain).split()))


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """The same words; all words of the shorter name, two at least, in the longer; or nearly the same letters."""
    shorter, longer = sorted((set(mine), set(theirs)), key=len)
    if mine == theirs or (len(shorter) > 1 and shorter <= longer):
        return True
    one, two = " ".join(mine), " ".join(theirs)
    return min(len(one), len(two)) >= LEAST_LETTERS and SequenceMatcher(None, one, two).ratio() >= NEAR
