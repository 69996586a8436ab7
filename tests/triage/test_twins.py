"""That Python and JavaScript agree on what no vector was written for."""

import json
import random
import shutil
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotline.triage.deadlines import deadlines
from hotline.triage.evaluate import evaluate
from hotline.triage.model import Pack, Question
from hotline.triage.pack import to_json
from hotline.triage.route import route
from tests.triage.test_route import WEEK_SECONDS, a_desk, a_directory

ROUNDS = 1500
TONGUES = ["es", "en", "ht", "mam", "*"]


def some_answer(draw: random.Random, question: Question) -> Any:
    if question.kind == "number":
        return draw.choice([0, 20, 21, 30, 31, 400, "unknown"])
    if question.kind == "several":
        return draw.choices(question.values, k=draw.randrange(4))
    return draw.choice(question.values)


def some_answers(draw: random.Random, pack: Pack) -> dict[str, Any]:
    asked = draw.sample(list(pack.questions.values()), draw.randrange(len(pack.questions)))
    return {question.id: some_answer(draw, question) for question in asked}


def some_desk(draw: random.Random, pack: Pack, index: int, hour: int) -> dict[str, Any]:
    hours = [[start, min(168, start + draw.randrange(1, 60))] for start in draw.sample(range(168), draw.randrange(3))]
    return {
        "id": f"desk-{index}",
        "epochs": [{"from": 0, "to": hour + draw.choice([0, 1, 90])}],
        "speaks": draw.choices(TONGUES, k=draw.randrange(3)),
        "interprets": draw.choices(TONGUES, k=draw.randrange(3)),
        "jurisdictions": draw.choices([*pack.questions["state"].values[:4], "anywhere"], k=draw.randrange(1, 4)),
        "matters": draw.choice([["*"], draw.sample([rule.matter for rule in pack.matters], 12)]),
        "licence": draw.choice(pack.licences),
        "duty": draw.random() < 0.1,
        "hours": hours,
    }


def some_dates(draw: random.Random, pack: Pack, now: int) -> dict[str, str]:
    """Some of the dates, each within two years before: often at the hours in which clocks are turned."""
    dates = {}
    for name in draw.sample(list(pack.timing.dates), draw.randrange(len(pack.timing.dates))):
        then = datetime.fromtimestamp(now - draw.randrange(63_000_000), UTC)
        if draw.random() < 0.2:
            then = draw.choice([datetime(2024, 3, 10), datetime(2024, 11, 3)]) + timedelta(minutes=draw.randrange(300))
        dates[name] = then.strftime(draw.choice(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]))
    return dates


def in_camel_case(desk: dict[str, Any]) -> dict[str, Any]:
    epochs = [{"fromHour": one["from"], "toHour": one["to"]} for one in desk["epochs"]]
    return {**desk, "epochs": epochs}


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_both_languages_make_the_same_cards_tiers_and_deadlines(pack: Pack, tmp_path: Path) -> None:
    draw = random.Random(41)
    answers = [some_answers(draw, pack) for _ in range(ROUNDS)]
    moments = [draw.randrange(1_767_571_200, 1_767_571_200 + WEEK_SECONDS) for _ in answers]
    desks = [[some_desk(draw, pack, index, now // 3600) for index in range(draw.randrange(12))] for now in moments]
    promised = {str(level.id): draw.randrange(20_000) for level in pack.classes}
    cards = [evaluate(pack, one) for one in answers]
    routes = [
        {
            "directory": {"desks": [in_camel_case(desk) for desk in some], "policy": {"promisedMinutes": promised}},
            "card": index,
            "now": now,
        }
        for index, (some, now) in enumerate(zip(desks, moments, strict=True))
    ]
    dates = [some_dates(draw, pack, now) for now in moments]
    given = tmp_path / "given.json"
    asked = {"pack": to_json(pack), "answers": answers, "routes": routes, "dates": dates, "moments": moments}
    given.write_text(json.dumps(asked), encoding="utf-8")
    told = subprocess.run(["node", Path(__file__).parent / "twins.js", given], capture_output=True, check=True).stdout
    tiers = [
        route(a_directory([a_desk(**desk) for desk in some], promised), card, now)
        for some, card, now in zip(desks, cards, moments, strict=True)
    ]
    due = [
        [{**asdict(one), "inMotion": one.in_motion} for one in deadlines(pack, some, dated, now)]
        for some, dated, now in zip(answers, dates, moments, strict=True)
    ]
    for one in (one for found in due for one in found):
        del one["in_motion"]
    ours = {"cards": [asdict(card) for card in cards], "tiers": tiers, "due": due}
    assert json.loads(told) == json.loads(json.dumps(ours))
    assert {len(some) for some in tiers} == {0, 1, 2, 3}
