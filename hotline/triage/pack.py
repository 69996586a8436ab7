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
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crypto.directory import RELEASES, URGENCY_ID
from hotline.triage.asking import interview_json, read_interview
from hotline.triage.conditions import AllOf, Words, encode, parse
from hotline.triage.entries import count, entry, flag, named, one_of, only, text, texts, toml
from hotline.triage.faults import Fault, apart, instead_of, refuse
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
    """Read and check a pack. Raises PackError, which names the file and the rule, when it is not of its form.

    While faults are gathered (faults.py), what cannot be read is left out.
    """
    file = folder / "pack.toml"
    about = toml(file)
    with apart(), entry(file, "pack"):
        only(about, "id", "not_known", "licences", "classes", "routing")
        only(about["routing"], "place_question", "language_question")
    classes = _classes(file, about)
    licences = tuple(Licence(one) for one in _words(file, about, "licences"))
    not_known = _words(file, about, "not_known")
    questions = _questions(folder / "questions.toml", not_known)
    words = _question_words(questions, not_known)
    tables, words = _tables(folder / "tables.toml", words, not_known[:1])
    words = _conditions(folder / "conditions.toml", words)
    class_ids = tuple(one.id for one in classes)
    matter_words = replace(words, values={**words.values, URGENCY: frozenset(class_ids)})
    timing = read_timing(folder, words)
    _check_since(folder / "questions.toml", questions, timing)
    safety, lines = read_safety(folder / "safety.toml"), read_lines(folder / "safety.toml", words)
    return Pack(
        id=_id(file, about),
        not_known=not_known,
        questions=MappingProxyType(questions),
        tables=tables,
        classes=classes,
        urgency=_urgency(folder / "urgency.toml", words, class_ids),
        matters=_matters(folder / "matters.toml", matter_words, licences),
        licences=licences,
        place_question=_routing(file, about, "place_question", questions),
        language_question=_routing(file, about, "language_question", questions),
        timing=timing,
        interview=read_interview(folder / "interview.toml", words, questions, tables, safety, lines),
        safety=safety,
        lines=lines,
        rights=read_rights(folder / "rights.toml"),
        notes=read_notes(folder / "reporting.toml", words),
        templates=read_templates(folder / "templates.toml", words),
        closings=read_closings(folder / "closing.toml"),
    )


def _check_since(file: Path, questions: Mapping[str, Question], timing: Timing) -> None:
    for one in questions.values():
        with apart(), entry(file, one.id):
            if one.since is not None and (one.kind != "number" or timing.dates.get(one.since) != "dated"):
                problem = "only a number has a since, and that is a dated date of deadlines.toml"
                raise Fault(problem, "Name such a date, or take since out.", key="since")


def _id(file: Path, about: Mapping[str, Any]) -> str:
    with apart(), entry(file, "pack"):
        return one_of(about, "id", [file.parent.name])
    return ""


def _words(file: Path, about: Mapping[str, Any], key: str) -> tuple[str, ...]:
    with apart(), entry(file, "pack"):
        return texts(about, key)
    return ()


def _routing(file: Path, about: Mapping[str, Any], key: str, questions: Mapping[str, Question]) -> str:
    with apart(), entry(file, "pack"):
        return one_of(about["routing"], key, questions)
    return ""


def _classes(file: Path, about: Mapping[str, Any]) -> tuple[UrgencyClass, ...]:
    found: list[UrgencyClass] = []
    raws = []
    with apart(), entry(file, "pack"):
        raws = about["classes"]
    for number, raw in enumerate(raws, 1):
        with apart(), entry(file, f"classes {number}"):
            one = _class(raw)
            if one.id in {other.id for other in found}:
                raise Fault(f"two classes have the id {one.id}", "Give one of them another id.", raw, "id")
            found.append(one)
    return tuple(found)


def _class(raw: Mapping[str, Any]) -> UrgencyClass:
    only(raw, "id", "release", "waits", "promised_minutes")
    name, release = text(raw, "id"), one_of(raw, "release", RELEASES)
    if URGENCY_ID.fullmatch(name) is None:
        raise Fault(f"{name} is no id of a class", "Write a letter, then letters, digits, - and _.", raw, "id")
    return UrgencyClass(Urgency(name), release, flag(raw, "waits"), count(raw, "promised_minutes"))


def _questions(file: Path, not_known: tuple[str, ...]) -> dict[str, Question]:
    questions = {}
    for name, raw in toml(file).items():
        with apart(), entry(file, name):
            only(raw, "kind", "values", "nothing", "since", "icons")
            if name == URGENCY:
                raise Fault("the name is taken", "Give the question another name.")
            kind, values = one_of(raw, "kind", KINDS), texts(raw, "values")
            if kind == "number" and not set(values) <= set(not_known):
                mend = f"List nothing but {', '.join(not_known)}."
                raise Fault("a number has no words but those for not known", mend, raw, "values")
            nothing = one_of(raw, "nothing", values) if "nothing" in raw else None
            since = text(raw, "since") if "since" in raw else None
            icons = {value: text(raw["icons"], value) for value in raw.get("icons", {})}
            for value in icons.keys() - set(values):
                refuse(Fault(f"{value} has an icon and is no value", instead_of(value, [*values]), raw["icons"], value))
            questions[name] = Question(name, kind, values, nothing, since, MappingProxyType(icons))
    return questions


def _question_words(questions: Mapping[str, Question], not_known: tuple[str, ...]) -> Words:
    values = {
        one.id: frozenset[str]() if one.kind == "tag" else frozenset({*one.values} - {*not_known} | {*not_known[:1]})
        for one in questions.values()
    }
    return Words(values, frozenset(one.id for one in questions.values() if one.kind == "number"), {})


def _tables(file: Path, words: Words, unknown: tuple[str, ...]) -> tuple[tuple[Table, ...], Words]:
    tables: list[Table] = []
    values = dict(words.values)
    for name, raw in toml(file).items():
        with apart(), entry(file, name):
            only(raw, "of", "rows", *PROVENANCE)
            if name in values or name == URGENCY:
                raise Fault("the name is taken", "Give the table another name.")
            of = one_of(raw, "of", values)
            rows = _rows(raw["rows"], values[of], of)
            tables.append(Table(name, of, MappingProxyType(rows), read_provenance(raw)))
            values[name] = frozenset({*rows.values(), *unknown})
    return tuple(tables), replace(words, values=values)


def _rows(raw: Mapping[str, Any], allowed: Collection[str], of: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for fact in raw:
        for at, word in enumerate(texts(raw, fact)):
            if word in rows:
                refuse(Fault(f"two rows speak of {word}", "Take one of them out.", raw[fact], at))
            if allowed and word not in allowed:
                refuse(Fault(f"{word} is no value of {of}", instead_of(word, sorted(allowed)), raw[fact], at))
            rows[word] = fact
    return rows


def _conditions(file: Path, words: Words) -> Words:
    document = toml(file)
    for name, raw in document.items():
        with apart(), entry(file, name):
            words = replace(words, named={**words.named, name: parse(raw, words, document, name)})
    return words


def _urgency(file: Path, words: Words, classes: Sequence[Urgency]) -> tuple[UrgencyRule, ...]:
    rules: list[UrgencyRule] = []
    rows = named(file, "rule")
    for where, raw in rows:
        with apart(), entry(file, where):
            only(raw, "id", "class", "when", *PROVENANCE)
            urgency = Urgency(one_of(raw, "class", classes))
            when = parse(raw["when"], words, raw, "when")
            rules.append(UrgencyRule(RuleId(where), urgency, when, read_provenance(raw)))
    for above, rule in pairwise(rules):
        with apart(), entry(file, rule.id):
            if classes.index(above.urgency) > classes.index(rule.urgency):
                problem = f"it is of class {rule.urgency} and stands below one of {above.urgency}"
                raise Fault(problem, "Move it up.", dict(rows)[rule.id], "class")
    if rules and len(rules) == len(rows):
        with apart(), entry(file, rules[-1].id):
            if rules[-1].urgency != classes[-1] or rules[-1].when != AllOf(()):
                mend = f"End with one of class {classes[-1]} with when = {{ all = [] }}."
                raise Fault("the last rule is not one of the last class that always fires", mend)
    return tuple(rules)


def _matters(file: Path, words: Words, licences: Sequence[Licence]) -> tuple[MatterRule, ...]:
    rules: list[MatterRule] = []
    rows = named(file, "rule")
    for where, raw in rows:
        with apart(), entry(file, where):
            only(raw, "id", "matter", "when", "nothing_above", "licence", *PROVENANCE)
            rules.append(
                MatterRule(
                    id=RuleId(where),
                    matter=Matter(text(raw, "matter")),
                    when=parse(raw["when"], words, raw, "when"),
                    nothing_above="nothing_above" in raw and flag(raw, "nothing_above"),
                    licence=Licence(one_of(raw, "licence", licences)),
                    provenance=read_provenance(raw),
                )
            )
    for at, (above, rule) in enumerate(pairwise(rules)):
        with apart(), entry(file, rule.id):
            if above.matter != rule.matter and rule.matter in {one.matter for one in rules[:at]}:
                problem = f"it does not stand with the other rows of {rule.matter}"
                raise Fault(problem, "Move it to them.", dict(rows)[rule.id], "matter")
    if rules and len(rules) == len(rows):
        with apart(), entry(file, rules[-1].id):
            if rules[-1].when != AllOf(()) or not rules[-1].nothing_above:
                mend = "End with one that has nothing_above = true and when = { all = [] }."
                raise Fault("the last row is not one that always applies when nothing is above it", mend)
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
