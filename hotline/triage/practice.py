"""The made-up case of a pack, on which a volunteer learns the desk.

    practice.toml    words, callback, reply; [answers]; [hours_ago] DATE; [[name]] role, name

`reply` is what its caller says to the first answer. `hours_ago` says how long ago each date was. A pack may have none.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hotline.triage.entries import count, entry, one_of, only, text, toml
from hotline.triage.evaluate import known_facts
from hotline.triage.model import Pack

FILE = "practice.toml"
ROLES = ("self", "client", "other_side")


def practice_json(pack: Pack, folder: Path) -> dict[str, Any] | None:
    """The practice of a pack as the browser reads it, or None without one. Raises PackError."""
    file = folder / FILE
    if not file.is_file():
        return None
    raw = toml(file)
    with entry(file, "file"):
        only(raw, "words", "callback", "reply", "answers", "hours_ago", "name")
        said = {key: text(raw, key) for key in ("words", "callback", "reply")}
        hours = {key: count(raw["hours_ago"], key) for key in raw["hours_ago"]}
        names = [_name(one) for one in raw["name"]]
    with entry(file, "answers"):
        known_facts(pack, raw["answers"])
    with entry(file, "hours_ago"):
        if not hours.keys() <= pack.timing.dates.keys():
            raise ValueError(f"the dates are {', '.join(pack.timing.dates)}")
    return {**said, "answers": raw["answers"], "hoursAgo": hours, "names": names}


def _name(raw: Mapping[str, Any]) -> dict[str, str]:
    only(raw, "role", "name")
    return {"role": one_of(raw, "role", ROLES), "name": text(raw, "name")}
