"""Every small change of a pack's rules: what each would be without one of its parts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from hotline.triage.conditions import AllOf, AnyOf, AtMost, Condition, In, Not
from hotline.triage.model import Matter, MatterRule, Pack, UrgencyRule

Edit = tuple[str, Pack]
Rule = TypeVar("Rule", bound=UrgencyRule | MatterRule)


def without_a_rule(pack: Pack) -> Iterator[Edit]:
    """The pack without each of its rules, by the rule's id."""
    for rule in pack.urgency:
        yield rule.id, replace(pack, urgency=_instead(pack.urgency, rule))
    for row in pack.matters:
        yield row.id, replace(pack, matters=_instead(pack.matters, row))


def with_a_part_changed(pack: Pack) -> Iterator[Edit]:
    """The pack with one part of one rule changed, by `rule: part`.

    Of a condition, one of several values, alternatives or things that must all hold is gone, or a number is one less or
    one more. A row that fires only with nothing above fires also with something.
    """
    for rule in pack.urgency:
        for part, when in _edits(rule.when):
            yield f"{rule.id}: {part}", replace(pack, urgency=_instead(pack.urgency, rule, replace(rule, when=when)))
    for row in pack.matters:
        for part, when in _edits(row.when):
            yield f"{row.id}: {part}", replace(pack, matters=_instead(pack.matters, row, replace(row, when=when)))
        if row.nothing_above:
            other = replace(row, nothing_above=False)
            yield f"{row.id}: nothing above", replace(pack, matters=_instead(pack.matters, row, other))


def with_two_matters_swapped(pack: Pack) -> Iterator[Edit]:
    """The pack with two neighbouring matters in the other order, by `first, second`."""
    rows: dict[Matter, list[MatterRule]] = {}
    for row in pack.matters:
        rows.setdefault(row.matter, []).append(row)
    for one, two in pairwise(rows):
        swapped = {one: two, two: one}
        order = [swapped.get(matter, matter) for matter in rows]
        yield f"{one}, {two}", replace(pack, matters=tuple(row for matter in order for row in rows[matter]))


def _edits(condition: Condition) -> Iterator[tuple[str, Condition]]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            kind = type(condition)
            for at, part in enumerate(parts):
                before, after = parts[:at], parts[at + 1 :]
                if before or after:
                    yield f"without {_subject(part)}", kind((*before, *after))
                for what, changed in _edits(part):
                    yield what, kind((*before, changed, *after))
        case Not(part):
            for what, changed in _edits(part):
                yield what, Not(changed)
        case In(question, values) if len(values) > 1:
            for value in values:
                yield f"{question} {value}", In(question, tuple(one for one in values if one != value))
        case AtMost(question, number):
            for other in (number - 1, number + 1):
                yield f"{question} at most {other}", AtMost(question, other)


def _subject(condition: Condition) -> str:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return ", ".join(_subject(part) for part in parts)
        case Not(part):
            return f"not {_subject(part)}"
        case In(question, values):
            return " ".join((question, *values))
        case AtMost(question, number):
            return f"{question} at most {number}"


def _instead(rules: tuple[Rule, ...], rule: Rule, *others: Rule) -> tuple[Rule, ...]:
    at = rules.index(rule)
    return (*rules[:at], *others, *rules[at + 1 :])
