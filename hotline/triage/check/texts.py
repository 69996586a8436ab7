"""The texts that a pack needs, and those that its catalogues have: locales/<language>/pack.po."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from hotline.triage.model import Pack

ORIGINAL = "en"
NAME = "pack.po"

# Which file of a pack the texts of a kind belong to: the first part of their keys.
FILES = {
    "question": "questions.toml",
    "answer": "questions.toml",
    "date": "deadlines.toml",
    "deadline": "deadlines.toml",
    "matter": "matters.toml",
    "safety": "safety.toml",
    "line": "safety.toml",
    "rights": "rights.toml",
    "reporting": "reporting.toml",
    "template": "templates.toml",
    "closing": "closing.toml",
    "urgency": "pack.toml",
    "licence": "pack.toml",
}


@dataclass(frozen=True, slots=True)
class Needed:
    """A text for an entry of a file: any of these keys will do. `word` is what it is about within the entry."""

    keys: tuple[str, ...]
    where: str
    word: str = ""

    @property
    def file(self) -> str:
        """The file that the entry is in."""
        return FILES[self.keys[0].partition(".")[0]]


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A catalogue: the line of each of its keys; or what is wrong with it, and the line of that."""

    file: Path
    keys: dict[str, int]
    broken: tuple[int, str] | None = None

    @property
    def language(self) -> str:
        """Its BCP 47 tag."""
        return self.file.parent.name


def needed(pack: Pack) -> Iterator[Needed]:
    """Every text that is looked for."""
    for question in pack.questions.values():
        yield Needed((f"question.{question.id}",), question.id)
        yield Needed((f"question.{question.id}.name",), question.id)
        for value in question.values if question.kind in ("one", "several") else ():
            if value not in pack.not_known:
                yield Needed((f"answer.{question.id}.{value}", f"answer.{value}"), question.id, value)
    for name in pack.timing.dates:
        yield Needed((f"date.{name}",), "dates", name)
        yield Needed((f"date.{name}.name",), "dates", name)
    for rule in pack.timing.deadlines:
        yield Needed((f"deadline.{rule.id}",), rule.id)
    for row in {row.matter: row for row in reversed(pack.matters)}.values():
        yield Needed((f"matter.{row.matter}",), row.id, row.matter)
    for level in pack.classes:
        yield Needed((f"urgency.{level.id}",), level.id)
    for licence in pack.licences:
        yield Needed((f"licence.{licence}",), "licences", licence)
        yield Needed((f"licence.{licence}.name",), "licences", licence)

    yield from _shown(pack)


def _shown(pack: Pack) -> Iterator[Needed]:
    for text in pack.safety:
        yield Needed((f"safety.{text.id}.title",), text.id)
        for part in range(1, text.steps + 1) if text.steps else ["text"]:
            yield Needed((f"safety.{text.id}.{part}",), text.id)
    for line in pack.lines:
        for part in ("title", "call", "means"):
            yield Needed((f"line.{line.id}.{part}",), line.id)
    for right in pack.rights:
        yield Needed((f"rights.{right.id}",), right.id)
        yield Needed((f"rights.{right.id}.text",), right.id)
    for note in pack.notes:
        yield Needed((f"reporting.{note.id}",), note.id)
    for template in pack.templates:
        yield Needed((f"template.{template.id}",), template.id)
        yield Needed((f"template.{template.id}.title",), template.id)
    for closing in pack.closings:
        yield Needed((f"closing.{closing}",), closing)
        yield Needed((f"closing.{closing}.name",), closing)


def may_be(pack: Pack) -> set[str]:
    """Keys of texts that are shown where there are any."""
    helps = {f"question.{name}.help" for name in pack.questions} | {f"date.{name}.help" for name in pack.timing.dates}
    return helps | {f"question.{name}.{one.id}" for one in pack.interview.wordings for name in one.of}


def catalogues(folder: Path) -> list[Catalogued]:
    """Those of a pack's folder, by language, English first."""
    files = sorted(folder.glob(f"locales/*/{NAME}"), key=lambda file: (file.parent.name != ORIGINAL, file))
    return [read(file) for file in files]


def read(file: Path) -> Catalogued:
    """One gettext file, with the lines of its keys; a broken one has none."""
    try:
        with file.open("rb") as opened:
            catalog = read_po(opened, abort_invalid=True)
    except PoFileError as problem:
        return Catalogued(file, {}, (problem.lineno + 1, str(problem)))
    except (OSError, ValueError) as problem:
        return Catalogued(file, {}, (1, str(problem)))
    return Catalogued(file, dict(_lines(catalog)))


def _lines(catalog: Catalog) -> Iterator[tuple[str, int]]:
    for message in catalog:
        if message.id and message.string:
            name = message.id if isinstance(message.id, str) else message.id[0]
            yield name, message.lineno or 1
