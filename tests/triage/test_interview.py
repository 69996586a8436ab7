"""That the right things are asked, in an order that holds still, and no more than needed."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from hotline.triage.entries import PackError
from hotline.triage.evaluate import evaluate
from hotline.triage.interview import beside, sends_first, steps, wording
from hotline.triage.model import Pack
from hotline.triage.pack import PACKS, load_pack, to_json
from tests.triage.conftest import Change
from tests.triage.test_twins import some_answers

VECTORS = json.loads((PACKS.parent / "vectors" / "interview.json").read_text(encoding="utf-8"))["interviews"]
SCENARIOS = json.loads((Path(__file__).parents[1] / "scenarios.json").read_text(encoding="utf-8"))
SCREENS = ("names", "callback")
CARD = ("urgency", "matter", "also", "licence", "release")
ROUNDS = 500


def told(pack: Pack, answers: dict[str, Any]) -> dict[str, Any]:
    """What comes next, as the vectors write it."""
    wordings = {question: wording(pack, answers, question) for question in pack.questions}
    return {
        "steps": [f"{step.kind} {step.id}" for step in steps(pack, answers)],
        "sendsFirst": sends_first(pack, answers),
        "beside": {screen: list(beside(pack, answers, screen)) for screen in SCREENS},
        "wordings": {question: one for question, one in wordings.items() if one is not None},
    }


def walked(pack: Pack, answers: dict[str, Any]) -> dict[str, Any]:
    """The questions that someone is asked who would give these answers, each with hers, in the order of asking."""
    given: dict[str, Any] = {}
    while ahead := [one.id for one in steps(pack, given) if one.kind == "question" and one.id not in given]:
        given[ahead[0]] = answers.get(ahead[0])
    return given


def known(answers: dict[str, Any]) -> dict[str, Any]:
    return {question: one for question, one in answers.items() if one is not None}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_what_comes_next_is_that_of_the_vector(pack: Pack, vector: dict[str, Any]) -> None:
    assert told(pack, vector["answers"]) == {key: vector[key] for key in vector if key not in ("name", "answers")}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_both_languages_ask_the_same(pack: Pack, tmp_path: Path) -> None:
    draw = random.Random(83)
    answers = [some_answers(draw, pack) for _ in range(ROUNDS)]
    given = tmp_path / "given.json"
    given.write_text(json.dumps({"pack": to_json(pack), "answers": answers}), encoding="utf-8")
    script = Path(__file__).parent / "interview_twin.js"
    done = subprocess.run(["node", script, given], capture_output=True, check=True).stdout
    assert json.loads(done) == [told(pack, one) for one in answers]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_the_answers_to_what_is_asked_give_the_card_of_all_answers(pack: Pack, scenario: dict[str, Any]) -> None:
    asked = walked(pack, scenario["answers"])
    some, whole = evaluate(pack, known(asked)), evaluate(pack, scenario["answers"])
    assert [getattr(some, one) for one in CARD] == [getattr(whole, one) for one in CARD]


def test_the_median_scenario_needs_nine_questions_at_most(pack: Pack) -> None:
    assert median(len(walked(pack, one["answers"])) for one in SCENARIOS) <= 9


def test_with_officers_there_she_is_asked_four_questions(pack: Pack) -> None:
    draw = random.Random(5)
    for _ in range(ROUNDS):
        answers = {**some_answers(draw, pack), "now": "officers_here"}
        asked = walked(pack, answers)
        assert sends_first(pack, known(asked))
        assert len(asked) == 4


def test_no_answer_changes_what_stood_before_it_and_nothing_is_asked_twice(pack: Pack) -> None:
    draw = random.Random(6)
    for _ in range(ROUNDS):
        answers = some_answers(draw, pack)
        given: dict[str, Any] = {}
        for question, answer in walked(pack, answers).items():
            before = [f"{one.kind} {one.id}" for one in steps(pack, known(given))]
            given[question] = answer
            after = [f"{one.kind} {one.id}" for one in steps(pack, known(given))]
            place = before.index(f"question {question}") + 1
            assert before[:place] == after[:place]
            assert len(set(after)) == len(after)


def test_every_safety_text_and_question_but_the_ones_beside_is_reached_by_somebody(pack: Pack) -> None:
    draw = random.Random(7)
    reached = {(one.kind, one.id) for _ in range(20 * ROUNDS) for one in steps(pack, some_answers(draw, pack))}
    assert {name for kind, name in reached if kind == "safety"} == {one.id for one in pack.safety}
    beside = {step.id for step in pack.interview.beside}
    assert {name for kind, name in reached if kind == "question"} == pack.questions.keys() - beside


WRONG = [
    ('question = "borough"', 'question = "boro"', "step 4"),
    ('question = "borough"', 'question = "borough"\nsafety = "heat"', "step 4"),
    ('safety = "heat"', 'safety = "heart"', "step 3"),
    ('question = "borough"', 'question = "rooms"', "rooms"),
    ('when = { not = "cold_in_the_east" }', 'when = { question = "tongue", is = "en" }', "arrears_weeks"),
    ('question = "rooms"', 'question = "rooms"\nwhen = { question = "court", is = "county" }', "rooms"),
    ('sends_first = "cold"', 'sends_first = "warm"', "file"),
    ('of = ["borough"]', 'of = ["boro"]', "wording 1"),
]


@pytest.mark.parametrize(("old", "new", "where"), WRONG)
def test_a_mistake_in_an_interview_is_named(change: Change, old: str, new: str, where: str) -> None:
    with pytest.raises(PackError) as mistake:
        load_pack(change("interview.toml", old, new))
    assert str(mistake.value).startswith(f"tenants/interview.toml: {where}: ")
