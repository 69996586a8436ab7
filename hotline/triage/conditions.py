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

from collections.abc import Mapping
from dataclasses import dataclass

Facts = Mapping[str, tuple[str, ...] | int]
"""Every question of a pack, and every table and class looked up from them, with what is the case: words or a number."""


class ConditionError(ValueError):
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


def parse(raw: object, words: Words) -> Condition:
    """Read a condition as it stands in TOML. Names are replaced by what they stand for. Raises ConditionError."""
    match raw:
        case str():
            if raw not in words.named:
                raise ConditionError(f"no condition is named {raw!r} above this one")
            return words.named[raw]
        case {"all": list(parts), **rest} if not rest:
            return AllOf(tuple(parse(part, words) for part in parts))
        case {"any": list(parts), **rest} if not rest:
            return AnyOf(tuple(parse(part, words) for part in parts))
        case {"not": part, **rest} if not rest:
            return Not(parse(part, words))
        case {"question": str(question), "is": value, **rest} if not rest:
            return _one_of(question, [value], words)
        case {"question": str(question), "in": list(values), **rest} if not rest:
            return _one_of(question, values, words)
        case {"question": str(question), "at_most": number, **rest} if not rest and type(number) is int:
            if question not in words.numbers:
                raise ConditionError(f"{question!r} is not a question answered by a number")
            return AtMost(question, number)
    raise ConditionError(f"not a condition: {raw!r}")


def _one_of(question: str, values: list[object], words: Words) -> In:
    if question not in words.values:
        raise ConditionError(f"no question or table is named {question!r}")
    allowed = words.values[question]
    texts = tuple(value for value in values if isinstance(value, str) and (not allowed or value in allowed))
    if not values or len(texts) < len(values):
        raise ConditionError(f"{question!r} is one of {sorted(allowed)}, not one of {values!r}")
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
