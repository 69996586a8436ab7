"""The texts that the build made of the gettext files, for what is written without a browser's script."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PACK = "us-immigration"
_TEXTS = Path(__file__).parent / "built" / "locales"
_RIGHTS, _TEXT = "rights.", ".text"


@dataclass(frozen=True, slots=True)
class Texts:
    """A language, BCP 47, and its messages: the page's own and the pack's together."""

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

    def rights(self) -> list[str]:
        """The ids of the rights cards, in their order."""
        keys = (key for key in self.messages if key.startswith(_RIGHTS) and not key.endswith(_TEXT))
        return [key.removeprefix(_RIGHTS) for key in keys]


@cache
def languages() -> tuple[str, ...]:
    """The languages of the caller's page, in the order of their own names: English is the first."""
    tags = [path.parent.name for path in _TEXTS.glob("*/caller.json")]
    return tuple(sorted(tags, key=lambda tag: texts(tag).name))


@cache
def texts(language: str) -> Texts:
    """All texts of one of `languages`."""
    page, pack = (
        json.loads((_TEXTS / language / f"{domain}.json").read_text(encoding="utf-8")) for domain in ("caller", PACK)
    )
    return Texts(
        language=language,
        name=page["name"],
        direction=page["direction"],
        messages=page["messages"] | pack["messages"],
        unreviewed=frozenset([*page["unreviewed"], *pack["unreviewed"]]),
    )
