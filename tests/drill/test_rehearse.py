"""The rehearsal against a whole running hotline with quick rhythm: by the command, as an operator would."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.cli import main
from hotline.commands.up import sample_stack
from hotline.stack.supervise import Stack
from tests.conftest import ANY_PORT

SCENARIOS = Path(__file__).parents[1] / "scenarios.json"
QUICK = {"beat_seconds": [0.1, 0.1], "answer_ms": 0, "bits": [2, 2]}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with sample_stack(tmp_path_factory.mktemp("rehearsal") / "hotline", ANY_PORT, QUICK) as stack:
        yield stack


def rehearse(stack: Stack, scenarios: list[Any], folder: Path, *options: str) -> tuple[int, Any]:
    """Its exit code, and what it printed as JSON."""
    file = folder / "scenarios.json"
    file.write_text(json.dumps(scenarios))
    command = [sys.executable, "-m", "hotline.cli", "rehearse", str(file), "--data", str(stack.folders.root), *options]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, timeout=400)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_an_urgent_and_a_patient_case_are_answered_read_and_erased(sample: Stack, tmp_path: Path) -> None:
    """`make drill` plays all of them."""
    of = {one["expect"]["urgency"]: one for one in json.loads(SCENARIOS.read_text())}
    scenarios = [of["U0"], of["U4"]]
    code, told = rehearse(sample, scenarios, tmp_path, "--expect")
    assert [one["id"] for one in told["scenarios"] if not (one["answer_read"] and one["erased"])] == []
    assert [(one["id"], one["differs"]) for one in told["scenarios"] if one["differs"]] == []
    assert told["left_behind"] == []
    assert code == 0
    assert [one["id"] for one in told["scenarios"]] == [one["id"] for one in scenarios]
    assert all(len(one["words_sha256"]) == 64 and one["tier"] == 0 for one in told["scenarios"])
    assert all(0 <= one["visible_s"] <= one["claimed_s"] <= one["answered_s"] for one in told["scenarios"])
    assert len({one["desk"] for one in told["scenarios"]}) == 2


@pytest.mark.drill
def test_card_that_differs_fails_only_when_asked(sample: Stack, tmp_path: Path) -> None:
    scenario = json.loads(SCENARIOS.read_text())[0]
    scenario["expect"]["urgency"] = "U4"
    code, told = rehearse(sample, [scenario], tmp_path, "--expect")
    assert code == 1
    assert told["scenarios"][0]["differs"] == {"urgency": told["scenarios"][0]["urgency"]}
    assert rehearse(sample, [scenario], tmp_path)[0] == 0


@pytest.mark.parametrize("scenarios", [{}, [1], [{"id": "x"}]], ids=["object", "number", "no answers"])
def test_file_of_another_form_is_refused_in_a_sentence(
    sample: Stack, tmp_path: Path, capsys: pytest.CaptureFixture[str], scenarios: Any
) -> None:
    file = tmp_path / "scenarios.json"
    file.write_text(json.dumps(scenarios))
    assert main(["rehearse", str(file), "--data", str(sample.folders.root), "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip() == "That is no file of scenarios: a JSON list of objects with id, situation and answers."
