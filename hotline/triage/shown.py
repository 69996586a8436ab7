"""Reading what a pack has to say: ids and conditions of its texts. The words themselves stand in its catalogues.

    safety.toml       [[safety]] id, steps or stops; [[line]] id, number, when
    rights.toml       [[right]] id, on_card
    reporting.toml    [[note]] id, when, confidence
    templates.toml    [[template]] id, when, places, due
    closing.toml      [[closing]] id

Each may say where it comes from (provenance.py). What each of them means is said in model.py.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hotline.triage.conditions import AllOf, AnyOf, Condition, Words, encode, parse
from hotline.triage.entries import entry, flag, named, one_of, only, text, texts
from hotline.triage.faults import Fault, apart
from hotline.triage.model import Line, Note, Right, SafetyText, Template
from hotline.triage.provenance import CONFIDENCES, PROVENANCE, provenance_json, read_provenance
from hotline.triage.timing import COUNTS

DATE = "date"
ALWAYS, NEVER = AllOf(()), AnyOf(())
SAFETY, LINES, RIGHTS, NOTES, TEMPLATES, CLOSINGS = "safety", "line", "right", "note", "template", "closing"


def read_safety(file: Path) -> tuple[SafetyText, ...]:
    """The safety texts of a pack. Raises PackError."""
    found = []
    for where, raw in named(file, SAFETY, LINES):
        with apart(), entry(file, where):
            only(raw, "id", "steps", "stops", *PROVENANCE)
            steps = raw.get("steps", 0)
            if type(steps) is not int or steps < 0 or (steps and "stops" in raw):
                mend = "Write a number without quotation marks, or stops = true."
                raise Fault("steps is no whole number, or stands beside stops", mend, raw, "steps")
            found.append(SafetyText(where, steps, "stops" in raw and flag(raw, "stops"), read_provenance(raw)))
    return tuple(found)


def read_lines(file: Path, words: Words) -> tuple[Line, ...]:
    """The lines to call, which may depend on these words. Raises PackError."""
    found = []
    for where, raw in named(file, LINES, SAFETY):
        with apart(), entry(file, where):
            only(raw, "id", "number", "when", *PROVENANCE)
            found.append(Line(where, text(raw, "number"), parse(raw["when"], words, raw, "when"), read_provenance(raw)))
    return tuple(found)


def read_rights(file: Path) -> tuple[Right, ...]:
    """The rights cards. Raises PackError."""
    found = []
    for where, raw in named(file, RIGHTS):
        with apart(), entry(file, where):
            only(raw, "id", "on_card", *PROVENANCE)
            found.append(Right(where, "on_card" in raw and flag(raw, "on_card"), read_provenance(raw)))
    return tuple(found)


def read_notes(file: Path, words: Words) -> tuple[Note, ...]:
    """The notes on who has to tell whom. Raises PackError."""
    found = []
    for where, raw in named(file, NOTES):
        with apart(), entry(file, where):
            only(raw, "id", "when", "confidence", *PROVENANCE)
            confidence = one_of(raw, "confidence", CONFIDENCES)
            found.append(Note(where, _when(raw, words), confidence, read_provenance(raw)))
    return tuple(found)


def read_templates(file: Path, words: Words) -> tuple[Template, ...]:
    """The replies. Raises PackError."""
    found = []
    for where, raw in named(file, TEMPLATES):
        with apart(), entry(file, where):
            only(raw, "id", "when", "places", "due", *PROVENANCE)
            places = texts(raw, "places") if "places" in raw else ()
            due = one_of(raw, "due", COUNTS) if "due" in raw else None
            if due is not None and DATE not in places:
                raise Fault(f"due fills a place {DATE}, which is not there", f'Add "{DATE}" to places.', raw, "due")
            when = _when(raw, words, otherwise=NEVER)
            found.append(Template(where, when, places, due, read_provenance(raw)))
    return tuple(found)


def read_closings(file: Path) -> tuple[str, ...]:
    """The ways in which a case can end. Raises PackError."""
    for where, raw in named(file, CLOSINGS):
        with apart(), entry(file, where):
            only(raw, "id")
    return tuple(where for where, _ in named(file, CLOSINGS))


def _when(raw: Mapping[str, Any], words: Words, otherwise: Condition = ALWAYS) -> Condition:
    return parse(raw["when"], words, raw, "when") if "when" in raw else otherwise


def shown_json(
    safety: tuple[SafetyText, ...],
    lines: tuple[Line, ...],
    rights: tuple[Right, ...],
    notes: tuple[Note, ...],
    templates: tuple[Template, ...],
) -> dict[str, Any]:
    """The same as the browser reads it; a small printed card is nothing to a browser."""
    return {
        "safety": {one.id: {"steps": one.steps, "stops": one.stops} for one in safety},
        "lines": [{"id": one.id, "number": one.number, "when": encode(one.when)} for one in lines],
        "rights": [one.id for one in rights],
        "notes": [{"id": one.id, "when": encode(one.when)} for one in notes],
        "templates": [
            {
                "id": one.id,
                "when": encode(one.when),
                "places": one.places,
                "due": one.due,
                "provenance": provenance_json(one.provenance),
            }
            for one in templates
        ],
    }
