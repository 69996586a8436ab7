"""Every scenario, played by real processes against a running hotline. Long: run by `make drill`."""

import json
from pathlib import Path

from hotline.stack.supervise import Stack
from tests.drill.test_rehearse import SCENARIOS, rehearse, sample

__all__ = ["sample"]


def test_every_scenario_is_answered_read_and_erased_as_expected(sample: Stack, tmp_path: Path) -> None:
    code, told = rehearse(sample, json.loads(SCENARIOS.read_text()), tmp_path, "--expect")
    assert [one["id"] for one in told["scenarios"] if not (one["answer_read"] and one["erased"])] == []
    assert [(one["id"], one["differs"]) for one in told["scenarios"] if one["differs"]] == []
    assert (told["left_behind"], code) == ([], 0)
