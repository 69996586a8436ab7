"""Rules that change nothing, because one above them fires whenever they do.

Found by the form of their conditions alone: what is said of a rule is so, and some that change nothing are not found.
"""

from collections.abc import Iterator

from hotline.triage.conditions import AllOf, AnyOf, AtMost, Condition, In, Not
from hotline.triage.model import MatterRule, Pack, RuleId


def idle_urgency(pack: Pack) -> Iterator[tuple[RuleId, RuleId]]:
    """Rules of urgency that change nothing, each with the one above it that fires first."""
    rules = [rule for rule in pack.urgency if not _is_never(rule.when)]
    for at, rule in enumerate(rules):
        above = next((one for one in rules[:at] if implies(rule.when, one.when)), None)
        if above is not None:
            yield rule.id, above.id


def idle_matters(pack: Pack) -> Iterator[tuple[RuleId, RuleId]]:
    """Rows of matters that are never reached, each with the one above it that fires first."""
    rows = [row for row in pack.matters if not _is_never(row.when)]
    for at, row in enumerate(rows):
        above = next((one for one in rows[:at] if _hides(one, row)), None)
        if above is not None:
            yield row.id, above.id


def _hides(above: MatterRule, row: MatterRule) -> bool:
    """Whether the row is never reached where the one above fires, and that one fires where the row would."""
    passed_over = row.nothing_above or above.matter == row.matter
    fires = not above.nothing_above or row.nothing_above
    return passed_over and fires and implies(row.when, above.when)


def implies(one: Condition, other: Condition) -> bool:
    """Whether the other holds wherever the one does, as far as their forms tell."""
    match one, other:
        case _, AllOf(parts):
            return all(implies(one, part) for part in parts)
        case AnyOf(parts), _:
            return all(implies(part, other) for part in parts)
        case AllOf(parts), AnyOf(others):
            return any(implies(part, other) for part in parts) or any(implies(one, part) for part in others)
        case AllOf(parts), _:
            return any(implies(part, other) for part in parts)
        case _, AnyOf(parts):
            return any(implies(one, part) for part in parts)
        case Not(part), Not(other_part):
            return implies(other_part, part)
        case In(question, values), In(other_question, others):
            return question == other_question and set(values) <= set(others)
        case AtMost(question, number), AtMost(other_question, most):
            return question == other_question and number <= most
    return False


def _is_never(condition: Condition) -> bool:
    """Whether some part of it never holds, as those do that could not be read."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return condition == AnyOf(()) or any(_is_never(part) for part in parts)
        case Not(part):
            return _is_never(part)
    return False
