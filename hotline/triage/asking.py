"""Reading a pack's interview.

    interview.toml    sends_first; [[step]] question, safety or lines, and when; [[beside]] screen,
                      question, when; [[wording]] id, when, of

What each of them means is said in model.py.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hotline.triage.conditions import AllOf, AnyOf, Condition, Words, encode, parse, spoken_of
from hotline.triage.entries import entry, one_of, only, text, texts, toml
from hotline.triage.faults import WHOLE, Fault, apart, instead_of
from hotline.triage.model import Beside, Interview, Line, SafetyText, Step, Table, Wording

SCREENS = ("names", "callback")
NEVER: Condition = AnyOf(())
QUESTION, SAFETY, LINES = "question", "safety", "lines"


def read_interview(
    file: Path,
    words: Words,
    questions: Collection[str],
    tables: Sequence[Table],
    safety: Sequence[SafetyText],
    lines: Sequence[Line],
) -> Interview:
    """The interview of a pack. Raises PackError, also when a step depends on what is not asked above it."""
    raw, raws, sends_first = toml(file), [], NEVER
    with apart(), entry(file, WHOLE):
        only(raw, "sends_first", "step", "beside", "wording")
        raws = raw["step"]
        sends_first = parse(raw["sends_first"], words, raw, "sends_first")
    ids = {QUESTION: questions, SAFETY: [one.id for one in safety]}
    any_line = AnyOf(tuple(one.when for one in lines))
    steps = tuple(_steps(file, raws, words, ids, any_line))
    beside = tuple(_beside(file, raw.get("beside", []), words, questions))
    if len(steps) == len(raws):
        _check_order(file, steps, beside, tables)
    return Interview(sends_first, steps, beside, _wordings(file, raw.get("wording", []), words, questions))


def _steps(
    file: Path, raws: Sequence[Mapping[str, Any]], words: Words, ids: Mapping[str, Collection[str]], any_line: Condition
) -> Iterator[Step]:
    for number, raw in enumerate(raws, 1):
        with apart(), entry(file, f"step {number}"):
            only(raw, *ids, LINES, "when")
            kinds = [kind for kind in (*ids, LINES) if kind in raw]
            if len(kinds) != 1:
                raise Fault(f"a step has one of {', '.join(ids)}, {LINES}", "Keep one of them.", raw)
            (kind,) = kinds
            if kind == LINES:
                yield Step(kind, kind, any_line)
            else:
                yield Step(kind, one_of(raw, kind, ids[kind]), _when(raw, words))


def _beside(
    file: Path, raws: Sequence[Mapping[str, Any]], words: Words, questions: Collection[str]
) -> Iterator[Beside]:
    for number, raw in enumerate(raws, 1):
        with apart(), entry(file, f"beside {number}"):
            only(raw, "screen", QUESTION, "when")
            yield Beside(one_of(raw, "screen", SCREENS), one_of(raw, QUESTION, questions), _when(raw, words))


def _when(raw: Mapping[str, Any], words: Words) -> Condition:
    return parse(raw["when"], words, raw, "when") if "when" in raw else AllOf(())


def _check_order(file: Path, steps: Sequence[Step], beside: Sequence[Beside], tables: Sequence[Table]) -> None:
    """That nothing is asked or shown twice, and that each step depends on what stands above it alone."""
    asked: set[str] = set()
    seen: set[tuple[str, str]] = set()
    questions = [Step(QUESTION, one.id, one.when) for one in beside]
    for step in (*steps, *questions):
        with apart(), entry(file, step.id):
            if (step.kind, step.id) in seen:
                raise Fault("it stands twice", "Take one of them out.")
            for question in sorted(spoken_of(step.when)):
                if _root(question, tables) not in asked:
                    problem = f"its condition speaks of {question}, which is not asked above it"
                    raise Fault(problem, f"Move it below {question}.")
        seen.add((step.kind, step.id))
        if step.kind == QUESTION:
            asked.add(step.id)


def _root(name: str, tables: Sequence[Table]) -> str:
    """The question that a table is looked up from in the end."""
    of = {table.id: table.of for table in tables}
    while name in of:
        name = of[name]
    return name


def _wordings(
    file: Path, raws: Sequence[Mapping[str, Any]], words: Words, questions: Collection[str]
) -> tuple[Wording, ...]:
    found = []
    for number, raw in enumerate(raws, 1):
        with apart(), entry(file, f"wording {number}"):
            only(raw, "id", "when", "of")
            of = texts(raw, "of")
            for at, question in enumerate(of):
                if question not in questions:
                    raise Fault(f"{question} is no question", instead_of(question, [*questions]), raw["of"], at)
            found.append(Wording(text(raw, "id"), parse(raw["when"], words, raw, "when"), of))
    return tuple(found)


def interview_json(interview: Interview) -> dict[str, Any]:
    """The same as the browser reads it."""
    return {
        "sendsFirst": encode(interview.sends_first),
        "steps": [{"kind": one.kind, "id": one.id, "when": encode(one.when)} for one in interview.steps],
        "beside": [{"screen": one.screen, "id": one.id, "when": encode(one.when)} for one in interview.beside],
        "wordings": [{"id": one.id, "when": encode(one.when), "of": one.of} for one in interview.wordings],
    }
