"""Where the faults of a pack stand, and which of them only follow from others."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hotline.triage.check.lines import Lines
from hotline.triage.conditions import ConditionError
from hotline.triage.faults import NONE_KNOWN, WHOLE, Gathered, PackError

PACK = "pack.toml"
BASES = {PACK, "questions.toml", "tables.toml", "conditions.toml"}
"""The files in which the words of the others are."""

NUMBERED = re.compile(r"(\w+) (\d+)")
AT_LINE = re.compile(r"\(at line (\d+)")


class Places:
    """The files of a pack as they were read, and the faults that reading gathered."""

    def __init__(self, gathered: Gathered) -> None:
        self._documents = gathered.documents
        self._lines: dict[Path, Lines] = {}
        self.unread = {one.file for one in gathered.faults if one.where == WHOLE and not self._documents.get(one.file)}
        self._first = {one.file: one for one in reversed(gathered.faults)}
        self.faulty = {(one.file, one.where) for one in gathered.faults}
        self._ids = {where for _, where in self.faulty} | {
            str(row["id"])
            for file, where in self.faulty
            if isinstance(row := self._container(file, where), dict)
            and row is not self._documents.get(file)
            and "id" in row
        }
        self._words = {where for _, where in self.faulty} | {
            word for file, where in self.faulty for word in _texts(self._container(file, where))
        }

    def is_clouded(self, file: Path, *words: str) -> bool:
        """Whether faults keep from saying anything of these words, whose entries are in this file."""
        return file in self.unread or not self._words.isdisjoint(words)

    def follows(self, problem: PackError) -> bool:
        """Whether a fault is only there because of another one."""
        fault, unread = problem.fault, {file.name for file in self.unread}
        if problem.file in self.unread or PACK in unread:
            return problem.file not in self.unread or problem is not self._first[problem.file]
        if isinstance(fault, ConditionError) and fault.word and unread & BASES:
            return True
        if fault.mend == NONE_KNOWN:
            return any(file.name in BASES for file, _ in self.faulty)
        return fault.word in self._ids

    def line(self, problem: PackError) -> int:
        """The line, from 1, that is to be mended; that of its entry where it is not known better."""
        fault = problem.fault
        if problem.file in self.unread:
            said = AT_LINE.search(str(fault))
            return int(said[1]) if said else _last_line(problem.file)
        lines = self._lines_of(problem.file)
        container = self._container(problem.file, problem.where)
        if fault.inside is None and container is not None:
            inside, key = _place_of(fault.word, container) if fault.word else (container, fault.key)
        else:
            inside, key = fault.inside, fault.key
        return lines.of(inside, key) or 1

    def _lines_of(self, file: Path) -> Lines:
        if file not in self._lines:
            self._lines[file] = Lines(file.read_bytes(), self._documents[file])
        return self._lines[file]

    def _container(self, file: Path, where: str) -> Any:
        """The table or list of an entry: by name, by id, by number, or by something else that it says."""
        document = self._documents.get(file, {})
        if isinstance(document.get(where), dict | list):
            return document[where]
        rows = [row for value in document.values() if isinstance(value, list) for row in value if isinstance(row, dict)]
        numbered = NUMBERED.fullmatch(where)
        if numbered and isinstance(listed := document.get(numbered[1]), list):
            return listed[int(numbered[2]) - 1]
        named = [row for row in rows if row.get("id") == where] or [row for row in rows if where in row.values()]
        return named[0] if named else document


def _place_of(word: str, container: Any) -> tuple[object, object]:
    """Where in a table or list a word stands, as a key or a value; the container itself when it does not."""
    for inside, key, value in _walk(container):
        if word in (key, value):
            return inside, key
    return container, None


def _texts(container: Any) -> Iterator[str]:
    yield from (value for _, _, value in _walk(container) if isinstance(value, str))


def _walk(container: Any) -> Iterator[tuple[Any, object, object]]:
    items = container.items() if isinstance(container, Mapping) else enumerate(container)
    for key, value in items:
        yield container, key, value
        if isinstance(value, dict | list):
            yield from _walk(value)


def _last_line(file: Path) -> int:
    return max(1, len(file.read_bytes().splitlines())) if file.is_file() else 1
