"""That a more dangerous answer, or none, never makes a case less urgent.

`make drill` sets HYPOTHESIS_CASES to many more answers than are tried here.
"""

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.triage.evaluate import evaluate
from hotline.triage.model import Pack, Question
from hotline.triage.pack import PACKS, load_pack

PACK = load_pack(PACKS / "us-immigration")
URGENCIES = [level.id for level in PACK.classes]
CASES = int(os.environ.get("HYPOTHESIS_CASES", "25"))
some = settings(deadline=None, max_examples=CASES)

NOT_KNOWN = "unknown"
# Worse to the left, equal within a bracket.
ORDERS: dict[str, list[list[str]]] = {
    "now": [
        ["officers_here"], ["just_taken"], ["detained"], [NOT_KNOWN], ["papers", "date"], ["worried", "other"],
    ],
    "danger": [["child_alone", "medical", "pregnancy", "self_harm", "violence_at_home"], [NOT_KNOWN, "none"]],
    "located": [["no"], [NOT_KNOWN], ["yes"]],
    "next_date": [["today", "within_3_days"], ["within_14_days"], [NOT_KNOWN], ["later", "none"]],
    "papers": [
        ["third_country"],
        ["expedited_removal", "reinstatement", "fear_denied"],
        ["removal_warrant"],
        ["notice_to_appear", "judge_order", "judge_warrant", "other"],
        [NOT_KNOWN, "none"],
    ],
    "ordered": [["judge", "missed_court"], [NOT_KNOWN], ["no"]],
    "signed": [["yes"], [NOT_KNOWN, "no"]],
    "order_ignored": [["yes"], [NOT_KNOWN, "no"]],
    "returned": [["yes"], [NOT_KNOWN, "no"]],
    "bond_denied": [["yes"], [NOT_KNOWN, "no"]],
    "age": [["minor"], [NOT_KNOWN, "adult"]],
}  # fmt: skip


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    if question.kind == "number":
        return st.one_of(st.integers(0, 60), st.sampled_from(question.values))
    if question.kind == "several":
        return st.lists(st.sampled_from(question.values), max_size=4)
    return st.sampled_from(question.values)


ANSWERS = st.fixed_dictionaries({}, optional={one.id: answer_to(one) for one in PACK.questions.values()})


def danger(pack: Pack, answers: dict[str, Any]) -> int:
    return -URGENCIES.index(evaluate(pack, answers).urgency)


def as_answer(question: str, value: str) -> Any:
    return [value] if PACK.questions[question].kind == "several" else value


@pytest.mark.parametrize("question", ORDERS)
@some
@given(answers=ANSWERS, data=st.data())
def test_a_more_dangerous_answer_is_never_less_urgent(
    question: str, answers: dict[str, Any], data: st.DataObject
) -> None:
    order = ORDERS[question]
    worse = data.draw(st.integers(0, len(order) - 2))
    better = data.draw(st.integers(worse + 1, len(order) - 1))
    if question == "ordered":
        answers = {name: answer for name, answer in answers.items() if name != "decision_days"}
    worst, best = (
        danger(PACK, {**answers, question: as_answer(question, data.draw(st.sampled_from(order[index])))})
        for index in (worse, better)
    )
    assert worst >= best


@pytest.mark.parametrize("question", ORDERS)
def test_the_order_of_danger_speaks_of_every_answer(question: str) -> None:
    spoken_of = {value for bracket in ORDERS[question] for value in bracket}
    assert spoken_of == set(PACK.questions[question].values) - {"at_border"}


@pytest.mark.parametrize("question", [one.id for one in PACK.questions.values() if one.kind == "several"])
@some
@given(answers=ANSWERS, data=st.data())
def test_one_more_danger_or_paper_is_never_less_urgent(
    question: str, answers: dict[str, Any], data: st.DataObject
) -> None:
    more = [*answers.get(question, []), data.draw(st.sampled_from(PACK.questions[question].values))]
    assert danger(PACK, {**answers, question: more}) >= danger(PACK, answers)


@pytest.mark.parametrize("question", [one.id for one in PACK.questions.values() if one.kind != "tag"])
@some
@given(answers=ANSWERS)
def test_not_known_is_never_less_urgent_than_the_least_dangerous_known_answer(
    question: str, answers: dict[str, Any]
) -> None:
    values = [value for value in PACK.questions[question].values if value not in PACK.not_known]
    known = [as_answer(question, value) for value in values] or list(range(62))
    without = {name: answer for name, answer in answers.items() if name != question}
    assert danger(PACK, without) >= min(danger(PACK, {**answers, question: answer}) for answer in known)


@pytest.mark.parametrize("question", PACK.questions)
@some
@given(answers=ANSWERS)
def test_every_way_of_not_knowing_is_one(question: str, answers: dict[str, Any]) -> None:
    ways: list[Any] = [None, *PACK.not_known]
    if PACK.questions[question].kind == "several":
        ways += [[], *([word] for word in PACK.not_known), list(PACK.not_known)]
    without = {name: answer for name, answer in answers.items() if name != question}
    assert all(evaluate(PACK, {**without, question: way}) == evaluate(PACK, without) for way in ways)


@some
@given(answers=ANSWERS)
def test_some_card_comes_of_any_answers(answers: dict[str, Any]) -> None:
    card = evaluate(PACK, answers)
    assert card.rules
    assert card.licences[-1] == card.licence
    assert card.matter != "workplace_raid"
    assert len({card.matter, *card.also}) == 1 + len(card.also)
