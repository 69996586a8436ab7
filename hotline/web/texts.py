"""The texts that the build made of the gettext files, for what is written without a browser's script."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_BUILT = Path(__file__).parent / "built"
_TEXTS = _BUILT / "locales"
_PACKS = _BUILT / "packs"


@dataclass(frozen=True, slots=True)
class Texts:
    """A language, BCP 47, and its messages: the page's own and a pack's together."""

    language: str
    name: str
    direction: str
    messages: Mapping[str, Any]
    unreviewed: frozenset[str]

    def say(self, key: str) -> str:
        """A message that has no plural and no place to fill."""
        return str(self.messages[key])

    def machine(self, shown: Iterable[str]) -> str:
        """What is to be said beside these messages when no person has checked one of them; else nothing."""
        return self.say("page.machine") if self.unreviewed.intersection(shown) else ""


@cache
def pack_here(named: str | None) -> str:
    """The pack that a directory names, if the build has it; else the first it has, by the alphabet."""
    built = sorted(path.stem for path in _PACKS.glob("*.json"))
    return named if named in built else built[0]


@cache
def rights(pack: str) -> tuple[str, ...]:
    """The ids of a pack's rights cards, in their order."""
    return tuple(json.loads((_PACKS / f"{pack}.json").read_text(encoding="utf-8"))["rights"])


@cache
def languages() -> tuple[str, ...]:
    """The languages of the caller's page, in the order of their own names: English is the first."""
    names = {path.parent.name: _catalogue(path.parent.name, "caller")["name"] for path in _TEXTS.glob("*/caller.json")}
    return tuple(sorted(names, key=lambda tag: str(names[tag])))


@cache
def texts(language: str, pack: str) -> Texts:
    """All texts of one of `languages`."""
    parts = [_catalogue(language, "caller"), _catalogue(language, pack)]
    return Texts(
        language=language,
        name=parts[0]["name"],
        direction=parts[0]["direction"],
        messages={key: text for part in parts for key, text in part["messages"].items()},
        unreviewed=frozenset(key for part in parts for key in part["unreviewed"]),
    )


def _catalogue(language: str, domain: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_TEXTS / language / f"{domain}.json").read_text(encoding="utf-8"))
    return found
