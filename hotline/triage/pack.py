"""A pack: a folder of TOML with questions, conditions, tables, and the rules of urgency and matter.

    pack.toml         id, not_known, licences, classes, routing
    questions.toml    what may be asked, and the answers that count
    tables.toml       facts looked up from an answer or from another table
    conditions.toml   named conditions, each able to use those above it
    urgency.toml      [[rule]] id, class, when
    matters.toml      [[rule]] id, matter, when, nothing_above, licence
    deadlines.toml, holidays.toml, zones.toml    what deadlines are computed from (hotline/triage/timing.py)
    interview.toml    in which order someone is asked (hotline/triage/asking.py)
    safety.toml, rights.toml, reporting.toml, templates.toml, closing.toml    what is said (hotline/triage/shown.py)
    sample.toml, practice.toml    what is made up (hotline/triage/sample.py, hotline/triage/practice.py)

Every rule and table may say where it comes from: source, verified_on, review_by, signed_off_by. Nothing here knows what
a pack is about. `python -m hotline.triage.pack OUT_DIR` writes what the browser reads.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crypto.directory import RELEASES, URGENCY_ID
from hotline.triage.asking import interview_json, read_interview
from hotline.triage.conditions import AllOf, Words, encode, parse
from hotline.triage.entries import count, entry, flag, named, one_of, only, text, texts, toml
from hotline.triage.model import (
    URGENCY,
    Licence,
    Matter,
    MatterRule,
    Pack,
    Question,
    RuleId,
    Table,
    Timing,
    Urgency,
    UrgencyClass,
    UrgencyRule,
)
from hotline.triage.practice import practice_json
from hotline.triage.provenance import PROVENANCE, provenance_json, read_provenance
from hotline.triage.shown import (
    read_closings,
    read_lines,
    read_notes,
    read_rights,
    read_safety,
    read_templates,
    shown_json,
)
from hotline.triage.timing import read_timing, timing_json

PACKS = Path(__file__).parent / "packs"

KINDS = ("one", "several", "tag", "number")


def load_pack(folder: Path) -> Pack:
    """Read and check a pack. Raises PackError, which names the file and the rule, when it is not of its form."""
    file = folder / "pack.toml"
    about = toml(file)
    with entry(file, "pack"):
        only(about, "id", "not_known", "licences", "classes", "routing")
        only(about["routing"], "place_question", "language_question")
        classes = tuple(_urgency_class(raw) for raw in about["classes"])
        if len({one.id for one in classes}) < len(classes):
            raise ValueError("two classes have one id")
        licences = tuple(Licence(one) for one in texts(about, "licences"))
        not_known = texts(about, "not_known")
    questions = _questions(folder / "questions.toml", not_known)
    words = _question_words(questions, not_known)
    tables, words = _tables(folder / "tables.toml", words, not_known[0])
    words = _conditions(folder / "conditions.toml", words)
    urgency = _urgency(folder / "urgency.toml", words, tuple(one.id for one in classes))
    matter_words = replace(words, values={**words.values, URGENCY: frozenset(one.id for one in classes)})
    matters = _matters(folder / "matters.toml", matter_words, licences)
    timing = read_timing(folder, words)
    _check_since(folder / "questions.toml", questions, timing)
    safety, lines = read_safety(folder / "safety.toml"), read_lines(folder / "safety.toml", words)
    interview = read_interview(folder / "interview.toml", words, questions, tables, safety, lines)
    rights, notes = read_rights(folder / "rights.toml"), read_notes(folder / "reporting.toml", words)
    templates, closings = read_templates(folder / "templates.toml", words), read_closings(folder / "closing.toml")
    with entry(file, "pack"):
        return Pack(
            id=one_of(about, "id", [folder.name]),
            not_known=not_known,
            questions=MappingProxyType(questions),
            tables=tables,
            classes=classes,
            urgency=urgency,
            matters=matters,
            licences=licences,
            place_question=one_of(about["routing"], "place_question", questions),
            language_question=one_of(about["routing"], "language_question", questions),
            timing=timing,
            interview=interview,
            safety=safety,
            lines=lines,
            rights=rights,
            notes=notes,
            templates=templates,
            closings=closings,
        )


def _check_since(file: Path, questions: Mapping[str, Question], timing: Timing) -> None:
    for one in questions.values():
        with entry(file, one.id):
            if one.since is not None and (one.kind != "number" or timing.dates.get(one.since) != "dated"):
                raise ValueError("only a number has a since, and that is a dated date of deadlines.toml")


def _urgency_class(raw: Mapping[str, Any]) -> UrgencyClass:
    only(raw, "id", "release", "waits", "promised_minutes")
    name, release = text(raw, "id"), one_of(raw, "release", RELEASES)
    if URGENCY_ID.fullmatch(name) is None:
        raise ValueError(f"{name} is no id of a class: a letter, then letters, digits, - and _")
    return UrgencyClass(Urgency(name), release, flag(raw, "waits"), count(raw, "promised_minutes"))


def _questions(file: Path, not_known: tuple[str, ...]) -> dict[str, Question]:
    questions = {}
    for name, raw in toml(file).items():
        with entry(file, name):
            only(raw, "kind", "values", "nothing", "since", "icons")
            if name == URGENCY:
                raise ValueError("the name is taken")
            kind, values = one_of(raw, "kind", KINDS), texts(raw, "values")
            if kind == "number" and not set(values) <= set(not_known):
                raise ValueError("a number has no words but those for not known")
            nothing = one_of(raw, "nothing", values) if "nothing" in raw else None
            since = text(raw, "since") if "since" in raw else None
            icons = {value: text(raw["icons"], value) for value in raw.get("icons", {})}
            if not icons.keys() <= set(values):
                raise ValueError("an icon stands for what is no value")
            questions[name] = Question(name, kind, values, nothing, since, MappingProxyType(icons))
    return questions


def _question_words(questions: Mapping[str, Question], not_known: tuple[str, ...]) -> Words:
    values = {
        one.id: frozenset[str]() if one.kind == "tag" else frozenset({*one.values} - {*not_known} | {not_known[0]})
        for one in questions.values()
    }
    return Words(values, frozenset(one.id for one in questions.values() if one.kind == "number"), {})


def _tables(file: Path, words: Words, unknown: str) -> tuple[tuple[Table, ...], Words]:
    tables: list[Table] = []
    values = dict(words.values)
    for name, raw in toml(file).items():
        with entry(file, name):
            only(raw, "of", "rows", *PROVENANCE)
            of = one_of(raw, "of", values)
            pairs = [(word, fact) for fact in raw["rows"] for word in texts(raw["rows"], fact)]
            rows = dict(pairs)
            if name in values or name == URGENCY:
                raise ValueError("the name is taken")
            if len(rows) < len(pairs):
                raise ValueError("two rows speak of one thing")
            if values[of] and not values[of].issuperset(rows):
                raise ValueError(f"a row speaks of what is no value of {of}")
            tables.append(Table(name, of, MappingProxyType(rows), read_provenance(raw)))
            values[name] = frozenset({*rows.values(), unknown})
    return tuple(tables), replace(words, values=values)


def _conditions(file: Path, words: Words) -> Words:
    for name, raw in toml(file).items():
        with entry(file, name):
            words = replace(words, named={**words.named, name: parse(raw, words)})
    return words


def _urgency(file: Path, words: Words, classes: Sequence[Urgency]) -> tuple[UrgencyRule, ...]:
    rules: list[UrgencyRule] = []
    for where, raw in named(file, "rule"):
        with entry(file, where):
            only(raw, "id", "class", "when", *PROVENANCE)
            urgency = Urgency(one_of(raw, "class", classes))
            rules.append(UrgencyRule(RuleId(where), urgency, parse(raw["when"], words), read_provenance(raw)))
    with entry(file, "rules"):
        order = [classes.index(rule.urgency) for rule in rules]
        if order != sorted(order) or order[-1] != len(classes) - 1 or rules[-1].when != AllOf(()):
            raise ValueError("they stand by class, and the last one, of the last class, always fires")
    return tuple(rules)


def _matters(file: Path, words: Words, licences: Sequence[Licence]) -> tuple[MatterRule, ...]:
    rules: list[MatterRule] = []
    for where, raw in named(file, "rule"):
        with entry(file, where):
            only(raw, "id", "matter", "when", "nothing_above", "licence", *PROVENANCE)
            rules.append(
                MatterRule(
                    id=RuleId(where),
                    matter=Matter(text(raw, "matter")),
                    when=parse(raw["when"], words),
                    nothing_above="nothing_above" in raw and flag(raw, "nothing_above"),
                    licence=Licence(one_of(raw, "licence", licences)),
                    provenance=read_provenance(raw),
                )
            )
    with entry(file, "rules"):
        if len({rule.matter for rule in rules}) != 1 + sum(a.matter != b.matter for a, b in pairwise(rules)):
            raise ValueError("the rows of one matter stand together")
        if rules[-1].when != AllOf(()) or not rules[-1].nothing_above:
            raise ValueError("the last one always fires when nothing is above it")
    return tuple(rules)


def to_json(pack: Pack) -> dict[str, Any]:
    """The pack as the browser reads it: the same fields, names in camelCase, conditions in full, dates as text."""
    return {
        "id": pack.id,
        "notKnown": pack.not_known,
        "licences": pack.licences,
        "placeQuestion": pack.place_question,
        "languageQuestion": pack.language_question,
        "timing": timing_json(pack.timing),
        "asking": interview_json(pack.interview),
        **shown_json(pack.safety, pack.lines, pack.rights, pack.notes, pack.templates),
        "closings": pack.closings,
        "classes": [{"id": one.id, "release": one.release, "waits": one.waits} for one in pack.classes],
        "questions": {
            one.id: {
                "kind": one.kind,
                "values": one.values,
                "nothing": one.nothing,
                "since": one.since,
                "icons": dict(one.icons),
            }
            for one in pack.questions.values()
        },
        "tables": [
            {"id": one.id, "of": one.of, "rows": dict(one.rows), "provenance": provenance_json(one.provenance)}
            for one in pack.tables
        ],
        "urgency": [
            {
                "id": one.id,
                "urgency": one.urgency,
                "when": encode(one.when),
                "provenance": provenance_json(one.provenance),
            }
            for one in pack.urgency
        ],
        "matters": [
            {
                "id": one.id,
                "matter": one.matter,
                "when": encode(one.when),
                "nothingAbove": one.nothing_above,
                "licence": one.licence,
                "provenance": provenance_json(one.provenance),
            }
            for one in pack.matters
        ],
    }


def write_browser_packs(out_dir: Path) -> None:
    """Write every pack of the project to `out_dir` as `<id>.json`. The same packs give the same bytes."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for file in sorted(PACKS.glob("*/pack.toml")):
        pack = load_pack(file.parent)
        whole = {**to_json(pack), "practice": practice_json(pack, file.parent)}
        document = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        (out_dir / f"{pack.id}.json").write_text(document + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_browser_packs(Path(sys.argv[1]))
