"""`hotline triage evaluate`: cards and desks of answers in a file, and one plain line for what is no use."""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crypto.sizes import Hour
from hotline.backup import Backup
from hotline.cli import main
from hotline.triage.model import Pack
from tests.organizations import Organization
from tests.triage.conftest import TENANTS, pack

__all__ = ["pack"]

SCENARIOS = json.loads((Path(__file__).parents[1] / "scenarios.json").read_text(encoding="utf-8"))
NOW = Hour(500_000)
DURING = datetime.fromtimestamp(NOW * 3600, UTC).isoformat()
AT_THE_DOOR = {"now": "officers_here", "where": "work", "state": "US-CA", "language": "es"}


class Command:
    """Runs `hotline triage evaluate` on answers in a file."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.organization = Organization(NOW)

    def file(self, name: str, contents: str | bytes) -> str:
        (self.folder / name).write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return str(self.folder / name)

    def signed(self, **changes: Any) -> str:
        return self.file("directory", self.organization.file(**changes))

    def backup(self) -> str:
        file = self.folder / "backup.json"
        Backup(self.organization.root_pk, self.organization.file(), None).write(file)
        return str(file)

    def facts(self, answers: object, *words: str) -> Any:
        assert (
            main(["triage", "evaluate", "--answers", self.file("answers", json.dumps(answers)), *words, "--json"]) == 0
        )
        return json.loads(self._capsys.readouterr().out)

    def refusal(self, *words: str) -> str:
        assert main(["triage", "evaluate", *words]) == 2
        said = self._capsys.readouterr()
        assert said.out == ""
        (line,) = said.err.splitlines()
        return line

    def refusal_of(self, answers: object, *words: str) -> str:
        return self.refusal("--answers", self.file("answers", json.dumps(answers)), *words)


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path, capsys)


def test_every_scenario_comes_to_what_it_expects(command: Command) -> None:
    found = command.facts([scenario["answers"] for scenario in SCENARIOS])
    assert [
        {name: one[name] for name in scenario["expect"]} for scenario, one in zip(SCENARIOS, found, strict=True)
    ] == [scenario["expect"] for scenario in SCENARIOS]


def test_one_object_gives_one_object(command: Command) -> None:
    assert command.facts(AT_THE_DOOR) == {
        "urgency": "U0",
        "matter": "enforcement_in_progress",
        "also": ["workplace_raid"],
        "licence": "attorney",
        "release": "now",
        "rules": ["u0-officers-here"],
        "desks": [],
    }
    assert command.facts([]) == []


def test_standard_input_is_read(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(AT_THE_DOOR)))
    assert main(["triage", "evaluate", "--answers", "-", "--directory", command.backup(), "--now", DURING]) == 0
    said = capsys.readouterr().out.split()
    assert said[:4] == ["U0", "enforcement_in_progress,", "also", "workplace_raid"]
    assert said[-4:] == ["desks", "court,", "then", "duty"]


def test_a_directory_gives_the_desks_in_order_by_its_time(command: Command) -> None:
    for directory in (["--directory", command.backup()], ["--directory", command.signed()]):
        root = ["--root", command.organization.root_pk.hex()]
        assert command.facts(AT_THE_DOOR, *directory, *root, "--now", DURING)["desks"] == ["court", "duty"]


def test_a_directory_out_of_time_is_said_to_be(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    answers = command.file("answers", "{}")
    asked = ["triage", "evaluate", "--answers", answers, "--directory", command.backup(), "--json"]
    assert main([*asked, "--now", DURING]) == 0
    assert capsys.readouterr().err == ""
    assert main([*asked, "--now", "2099-01-01T00:00Z"]) == 0
    said = capsys.readouterr()
    assert "out of time" in said.err
    assert json.loads(said.out)["desks"] == []


def test_another_pack_has_a_vocabulary_of_its_own(command: Command) -> None:
    assert command.facts({"rooms": ["mould"]}, "--pack", str(TENANTS))["matter"] == "repairs"
    assert "borough" in command.refusal_of(AT_THE_DOOR, "--pack", str(TENANTS))
    assert "pack.toml" in command.refusal_of({}, "--pack", str(command.folder))


def test_a_value_outside_the_vocabulary_is_named_with_what_is_allowed(command: Command, pack: Pack) -> None:
    refused = command.refusal_of([{}, {"now": "helicopter\n"}])
    assert refused.startswith("answers 2: now takes one of officers_here, just_taken,")
    assert refused.endswith('not "helicopter\\n".')
    assert all(value in refused for value in pack.questions["now"].values)


@pytest.mark.parametrize("value", [True, -1, 1.5, {"a": 1}, [["none"]], "nobody" * 5000], ids=repr)
def test_a_value_of_a_wrong_kind_is_refused_in_a_short_line(command: Command, value: object) -> None:
    for question in ("now", "danger", "decision_days", "language"):
        assert f"{question} takes" in command.refusal_of({question: value})[:60]
        assert len(command.refusal_of({question: value})) < 400


def test_an_unknown_question_is_named_with_those_there_are(command: Command, pack: Pack) -> None:
    refused = command.refusal_of({"now": "other", "weather": "fine"})
    assert '"weather"' in refused
    assert all(question in refused for question in pack.questions)


@pytest.mark.parametrize("answers", ["{", "", "[1]", "null", '"now"', "[" * 100_000, b"\xff\xfe"], ids=repr)
def test_what_is_no_json_of_answers_is_said_plainly(command: Command, answers: str | bytes) -> None:
    refused = command.refusal("--answers", command.file("answers", answers))
    assert refused.startswith("The answers") or "is no object of answers" in refused


def test_a_missing_file_is_said_plainly(command: Command) -> None:
    answers = command.file("answers", "{}")
    nowhere = str(command.folder / "nowhere")
    assert nowhere in command.refusal("--answers", nowhere)
    assert str(command.folder) in command.refusal("--answers", str(command.folder))
    assert nowhere in command.refusal("--answers", answers, "--directory", nowhere)


def test_a_directory_of_a_wrong_kind_or_signature_is_refused(command: Command) -> None:
    own = command.organization.root_pk.hex()
    flipped = bytearray(command.organization.file())
    flipped[-2] ^= 1
    for file, root in (
        (command.backup(), "00" * 32),
        (command.signed(), "00" * 32),
        (command.signed(), own[:-2]),
        (command.signed(), "no hexadecimal digits"),
        (command.signed(), None),
        (command.file("flipped", bytes(flipped)), own),
        (command.file("empty", ""), own),
        (command.file("plan", json.dumps(command.organization.document())), own),
    ):
        words = ["--directory", file, *(["--root", root] if root is not None else [])]
        assert "is no file of hotline backup" in command.refusal_of({}, *words)


def test_a_directory_of_another_pack_is_refused(command: Command) -> None:
    words = ["--directory", command.backup(), "--now", DURING, "--pack", str(TENANTS)]
    assert "another pack" in command.refusal_of({"rooms": ["mould"]}, *words)


@pytest.mark.parametrize(
    "time", ["yesterday", "2026-03-05", "2026-03-05T14:30", "2026-13-05T14:30Z", "1969-12-31T23:00Z", ""]
)
def test_a_time_without_zone_or_that_is_none_is_refused(command: Command, time: str) -> None:
    assert "--now takes" in command.refusal_of({}, "--now", time)
