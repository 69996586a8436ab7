import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from hotline.triage import evaluate as module
from hotline.triage.evaluate import UnknownAnswer, UnknownQuestion, evaluate
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack

VECTORS = json.loads((PACKS.parent / "vectors" / "evaluate.json").read_text(encoding="utf-8"))
SCENARIOS = json.loads((Path(__file__).parents[1] / "scenarios.json").read_text(encoding="utf-8"))
FIRST_PACK = load_pack(PACKS / "us-immigration")
RULES = [rule.id for rule in FIRST_PACK.urgency] + [rule.id for rule in FIRST_PACK.matters]


def differs(pack: Pack, answers: dict[str, Any], expected: dict[str, Any]) -> bool:
    try:
        card = asdict(evaluate(pack, answers))
    except (IndexError, StopIteration):
        return True
    return any((list(card[key]) if isinstance(card[key], tuple) else card[key]) != expected[key] for key in expected)


@pytest.mark.parametrize("vector", VECTORS["cards"], ids=lambda vector: vector["name"])
def test_answers_come_to_the_card_of_the_vector(pack: Pack, vector: dict[str, Any]) -> None:
    assert not differs(pack, vector["answers"], vector["card"])


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["name"])
def test_what_is_outside_the_vocabulary_is_refused_with_what_is_allowed(pack: Pack, vector: dict[str, Any]) -> None:
    question = pack.questions[vector["question"]] if "question" in vector else None
    with pytest.raises(getattr(module, vector["error"])) as refused:
        evaluate(pack, vector["answers"])
    assert refused.value.allowed == (question.values if question else tuple(pack.questions))
    assert all(word in str(refused.value) for word in refused.value.allowed)


def test_a_refusal_does_not_repeat_what_was_answered(pack: Pack) -> None:
    with pytest.raises(UnknownAnswer) as answer:
        evaluate(pack, {"now": "my name is Ana"})
    with pytest.raises(UnknownQuestion) as question:
        evaluate(pack, {"Ana": "yes"})
    assert "Ana" not in f"{answer.value} {question.value}"


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_alone_decides_a_vector(pack: Pack, rule_id: str) -> None:
    without = replace(
        pack,
        urgency=tuple(rule for rule in pack.urgency if rule.id != rule_id),
        matters=tuple(rule for rule in pack.matters if rule.id != rule_id),
    )
    decided = [vector for vector in VECTORS["cards"] if rule_id in vector.get("decides", [])]
    assert decided
    assert all(differs(without, vector["answers"], vector["card"]) for vector in decided)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_a_scenario_comes_to_what_it_expects(pack: Pack, scenario: dict[str, Any]) -> None:
    assert not differs(pack, scenario["answers"], scenario["expect"])


def test_scenarios_are_many_and_each_is_whole() -> None:
    assert len({scenario["id"] for scenario in SCENARIOS}) == len(SCENARIOS) >= 32
    for scenario in SCENARIOS:
        assert list(scenario) == ["id", "situation", "answers", "expect", "first"]
        assert list(scenario["expect"]) == ["urgency", "matter", "licence", "also", "release"]


def test_scenarios_touch_every_matter_and_class(pack: Pack) -> None:
    expected = [scenario["expect"] for scenario in SCENARIOS]
    assert {one["urgency"] for one in expected} == {level.id for level in pack.classes}
    leading = {rule.matter for rule in pack.matters} - {"workplace_raid"}
    assert {one["matter"] for one in expected} == leading
    assert "workplace_raid" in {other for one in expected for other in one["also"]}


def test_another_field_needs_no_other_code(tenants: Pack) -> None:
    cold = evaluate(tenants, {"rooms": ["fine", "no_heat"], "borough": "east", "tongue": "cy"})
    assert (cold.urgency, cold.matter, cold.also, cold.licence) == ("red", "eviction", ("repairs",), "solicitor")
    assert (cold.release, cold.waits, cold.licences) == ("now", False, ("solicitor",))
    assert (cold.rules, cold.state, cold.language) == (("red-cold",), "east", "cy")
    owing = evaluate(tenants, {"arrears_weeks": 9, "borough": "west", "rooms": ["no_heat"]})
    assert (owing.matter, owing.also, owing.rules) == ("eviction", ("repairs",), ("red-many-weeks",))
    silent = evaluate(tenants, {"arrears_weeks": "dunno"})
    assert (silent.urgency, silent.matter, silent.waits, silent.state) == ("green", "rest", True, None)
