"""When what a pack says was read in its source, and by when it is to be read again: whatever its files have in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hotline.triage.entries import toml
from hotline.triage.faults import WHOLE

TABLE = "table"


@dataclass(frozen=True, slots=True)
class Entry:
    """What may say where it comes from. `kind` is the name of the list it is in, TABLE, or WHOLE for a file itself."""

    file: Path
    kind: str
    where: str
    raw: Mapping[str, Any]

    def day(self, key: str) -> date | None:
        """A day that it says; None when it says none, or no day."""
        value = self.raw.get(key)
        return value if type(value) is date else None


def entries_of(file: Path) -> Iterator[Entry]:
    """The file itself, its tables, and the tables in its lists. Raises PackError."""
    document = toml(file)
    yield Entry(file, WHOLE, WHOLE, document)
    for name, value in document.items():
        if isinstance(value, dict):
            yield Entry(file, TABLE, name, value)
        for number, row in enumerate(value if isinstance(value, list) else (), 1):
            if isinstance(row, dict):
                yield Entry(file, name, str(row.get("id", f"{name} {number}")), row)


def past_review(folder: Path, today: date) -> list[Entry]:
    """What ought to have been read again before this day, the longest past first. Raises PackError."""
    entries = [entry for file in sorted(folder.glob("*.toml")) for entry in entries_of(file)]
    past = [(day, entry) for entry in entries if (day := entry.day("review_by")) is not None and day < today]
    return [entry for _, entry in sorted(past, key=lambda one: one[0])]
