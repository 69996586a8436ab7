"""The language in which a pack's rules are written: conditions on answers, and nothing else.

A condition is the name of one defined earlier, or a table of one of these forms:

    {all = [...]}                          every part holds (of no parts: always)
    {any = [...]}                          at least one part holds (of no parts: never)
    {not = ...}                            the part does not hold
    {question = "q", is = "a"}             the answer to q is a; of several answers, one of them is
    {question = "q", in = ["a", "b"]}      as above, for any of these
    {question = "q", at_most = 10}         the answer to q is a number, and no more than that

What is not known is an answer like any other, and has a word in the pack: a condition holds on it only by naming it or
by negating another. What is not known is not at most any number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.triage.faults import Fault, instead_of, refuse

Facts = Mapping[str, tuple[str, ...] | int]
"""Every question of a pack, and every table and class looked up from them, with what is the case: words or a number."""


class ConditionError(Fault):
    """A condition that is not of the forms above, or speaks of what the pack does not define."""


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class In:
    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    question: str
    number: int


Condition = AllOf | AnyOf | Not | In | AtMost


@dataclass(frozen=True, slots=True)
class Words:
    """What a condition may speak of: values by question (none listed: any value), numbers, and named conditions."""

    values: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    named: Mapping[str, Condition]


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a condition is true of the facts."""
    match condition:
        case AllOf(parts):
            return all(holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)
        case In(question, values):
            fact = facts[question]
            return not isinstance(fact, int) and any(value in values for value in fact)
        case AtMost(question, number):
            fact = facts[question]
            return isinstance(fact, int) and fact <= number


def parse(raw: object, words: Words, inside: object = None, key: object = None) -> Condition:
    """Read a condition as it stands in TOML, at this key inside of a table or list. Raises ConditionError.

    Names are replaced by what they stand for.
    """
    match raw:
        case str():
            if raw in words.named:
                return words.named[raw]
            known = instead_of(raw, [*words.named])
            return _refused(f"no condition is named {raw!r} above this one", known, inside, key, raw)
        case {"all": list(parts), **rest} if not rest:
            return AllOf(_parts(parts, words))
        case {"any": list(parts), **rest} if not rest:
            return AnyOf(_parts(parts, words))
        case {"not": part, **rest} if not rest:
            return Not(parse(part, words, raw, "not"))
        case {"question": str(question), "is": value, **rest} if not rest:
            return _one_of(question, [value], words, raw, raw)
        case {"question": str(question), "in": list(values), **rest} if not rest:
            return _one_of(question, values, words, raw, values)
        case {"question": str(question), "at_most": number, **rest} if not rest and type(number) is int:
            if question in words.numbers:
                return AtMost(question, number)
            known = instead_of(question, [*words.numbers])
            return _refused(f"{question!r} is not a question answered by a number", known, raw, "question", question)
    forms = "Write the name of a condition, or a table with all, any, not, or question and is, in or at_most."
    return _refused(f"not a condition: {raw!r}", forms, raw if isinstance(raw, dict) else inside, key)


def _parts(parts: Sequence[object], words: Words) -> tuple[Condition, ...]:
    return tuple(parse(part, words, parts, at) for at, part in enumerate(parts))


def _one_of(question: str, values: list[object], words: Words, raw: object, inside: object) -> Condition:
    """`inside` is the table or list in which the values stand."""
    if not values:
        return _refused(f"{question!r} is one of nothing", "Name a value.", raw, "in")
    if question not in words.values:
        known = instead_of(question, [*words.values])
        return _refused(f"no question or table is named {question!r}", known, raw, "question", question)
    allowed = words.values[question]
    texts = tuple(value for value in values if isinstance(value, str) and (not allowed or value in allowed))
    for at, value in enumerate(values):
        if not isinstance(value, str) or (allowed and value not in allowed):
            known, key = instead_of(str(value), sorted(allowed)), "is" if inside is raw else at
            _refused(f"{question!r} is never {value!r}", known, inside, key)
    return In(question, texts)


def spoken_of(condition: Condition) -> frozenset[str]:
    """The questions and tables on which a condition depends."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*map(spoken_of, parts))
        case Not(part):
            return spoken_of(part)
        case In(question) | AtMost(question):
            return frozenset([question])


def _refused(problem: str, mend: str, inside: object, key: object, word: str = "") -> Condition:
    """ConditionError or, while faults are gathered, a condition that never holds."""
    refuse(ConditionError(problem, mend, inside, key, word))
    return AnyOf(())


def encode(condition: Condition) -> dict[str, object]:
    """A condition in the form the browser reads: all, any, not, in and atMost."""
    match condition:
        case AllOf(parts):
            return {"all": [encode(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [encode(part) for part in parts]}
        case Not(part):
            return {"not": encode(part)}
        case In(question, values):
            return {"question": question, "in": list(values)}
        case AtMost(question, number):
            return {"question": question, "atMost": number}
