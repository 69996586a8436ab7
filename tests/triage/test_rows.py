"""That every row of the first pack's tables, and every part of a row, decides something.

`make drill` sets HYPOTHESIS_CASES for more answers, as in test_danger.py.
"""

from typing import Any

import pytest
from hypothesis import given, settings

from hotline.triage.evaluate import evaluate
from hotline.triage.model import Pack
from tests.triage.edits import with_a_part_changed, with_two_matters_swapped, without_a_rule
from tests.triage.test_danger import ANSWERS, CASES, PACK
from tests.triage.test_evaluate import VECTORS, differs

NOT_HELD = ["without not now just_taken detained", "now just_taken", "now detained"]

NO_DIFFERENCE = {
    "held with a body in danger is U0 already": [f"u1-self-harm: {part}" for part in NOT_HELD],
    "more than twenty days after a decision is U1 already, more than thirty are no appeal": [
        "u2-appeal: without decision_days at most 20", "u2-appeal: decision_days at most 21",
        "u2-appeal: without decision_days at most 30", "u2-appeal: decision_days at most 29",
        "u2-appeal: decision_days at most 31",
    ],
    "held under an order is U1 already": [f"u2-order-undated: {part}" for part in NOT_HELD],
    "held is U2 already": [f"{rule}: {part}" for rule in ("u3-afraid", "u3-old-order") for part in NOT_HELD],
    "missed court, or a warrant, is U2 already when not held": [
        "u3-old-order: ordered missed_court", "u3-old-order: without papers removal_warrant",
    ],
    "there is one answer to ordered, and held after a return is a reinstatement above": [
        "custody-no-order: without ordered judge missed_court at_border", "custody-no-order: ordered judge",
        "custody-no-order: ordered missed_court", "custody-no-order: ordered at_border",
        "custody-no-order: without returned yes",
    ],
    "missed court has a row above, and held with nothing above it is custody above": [
        "removal-order: ordered missed_court", *(f"removal-order: {part}" for part in NOT_HELD),
    ],
    "each rule of U3 has a matter above": ["general-can-wait: urgency U3"],
    "each is for another answer to one question": [
        "citizen_detained, resident_detained", "removal_appeal, in_absentia_order",
    ],
}  # fmt: skip
"""Parts that stand in a row so that it reads as the law does, though another row decides: why, and which."""

SHADOWED = {part for parts in NO_DIFFERENCE.values() for part in parts}
EDITS = [*without_a_rule(PACK), *with_a_part_changed(PACK), *with_two_matters_swapped(PACK)]


def names(edit: Any) -> str:
    return edit if isinstance(edit, str) else ""


@pytest.mark.parametrize(("name", "edited"), [edit for edit in EDITS if edit[0] not in SHADOWED], ids=names)
def test_no_part_of_a_rule_can_go_without_a_vector_that_fails(name: str, edited: Pack) -> None:
    assert any(differs(edited, vector["answers"], vector["card"]) for vector in VECTORS["cards"])


@settings(deadline=None, max_examples=3 * CASES)
@given(answers=ANSWERS)
def test_parts_of_which_it_is_said_make_no_difference_to_any_card(answers: dict[str, Any]) -> None:
    card = evaluate(PACK, answers)
    assert {name for name, edited in EDITS if name in SHADOWED and evaluate(edited, answers) != card} == set()


def test_only_parts_that_are_there_are_said_to_make_no_difference() -> None:
    assert {name for name, _ in EDITS} >= SHADOWED
