"""`hotline …` against a made-up organization that runs as `make up` runs it."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hotline.cli import main
from hotline.commands.up import sample_stack
from hotline.stack.supervise import Plan
from tests.client.conftest import DOOR, QUICK

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    with sample_stack(tmp_path / "data", Plan(port=0), policy=QUICK):
        yield tmp_path / "data"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command, with what is typed, and reads its JSON."""

    def command(*words: str, typed: str = "", code: int = 0) -> dict[str, Any]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        assert main([*words, "--data", str(data), "--json"]) == code
        said: dict[str, Any] = json.loads(capsys.readouterr().out or "{}")
        return said

    return command


def test_ready_json_has_what_another_program_needs(data: Path) -> None:
    told = json.loads((data / "ready.json").read_text())
    assert told["url"].startswith("http://127.0.0.1:")
    assert len(told["fingerprint"].split()) == 6
    assert len(told["invites"]["responders"]) == 3
    assert "/desk#" in told["invites"]["coordinator"]


def test_the_whole_way_by_command(run: Run, data: Path, tmp_path: Path) -> None:
    invites = json.loads((data / "ready.json").read_text())["invites"]
    answers = tmp_path / "answers.json"
    dates = tmp_path / "dates.json"
    answers.write_text(json.dumps({**DOOR, "papers": ["third_country"]}))
    dates.write_text(json.dumps({"notice": "2026-03-05T14:3"}))
    given = ("caller", "open", "--answers", str(answers), "--dates", str(dates))
    assert run(*given, typed="They are at the door.", code=1) == {}
    dates.write_text(json.dumps({"notice": "2026-03-05T14:30"}))
    opened = run(*given, "--language", "ht", typed="They are at the door.")
    assert opened["codename"] == opened["digits"]
    assert opened["deadlines"] == {"third_country": "2026-03-06T22:30Z"}
    caller = f"{opened['codename']}\n"

    responder = run("responder", "enrol", typed=f"{invites['responders'][0]}\n")["codename"] + "\n"
    assert run("responder", "enrol", typed=f"{invites['responders'][0]}\n", code=1) == {}
    run("coordinator", "refuse", "nobody", code=1)
    waiting = []
    for _ in range(50):  # approved within a second or so, by itself
        waiting = run_or_wait(run, responder)
        if waiting:
            break
    (one,) = waiting
    run("responder", "claim", one["case"], typed=responder)
    assert run("responder", "accept", one["case"], typed=responder)["body"]["words"] == "They are at the door."
    run("responder", "reply", one["case"], typed=f"{responder}Do not open.")
    kinds = [entry["kind"] for entry in run("caller", "read", typed=caller)["entries"]]
    assert kinds == ["opening", "hello", "text"]
    run("caller", "reply", typed=f"{caller}Thank you.")
    assert run("responder", "read", typed=responder)["news"][0]["text"] == "Thank you."
    run("responder", "close", one["case"], "advice", typed=f"{responder}Goodbye.")
    assert run("caller", "read", typed=caller)["closed"]
    assert run("caller", "erase", typed=caller) == {"erased": True}
    run("caller", "read", typed=caller, code=1)

    assert run("directory", "show")["version"] >= 1
    assert "/desk#" in run("invite", "responder", "duty")["link"]
    findings = run("doctor")["findings"]
    assert all(finding["good"] for finding in findings)
    assert any("us-immigration" in finding["what"] for finding in findings)


def run_or_wait(run: Run, responder: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = run("responder", "queue", typed=responder)["waiting"]
    except AssertionError:  # not approved yet
        return []
    return found


def test_what_fails_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caller", "read", "--data", str(tmp_path)]) == 1
    assert "hotline up" in capsys.readouterr().err
    assert main(["doctor", "--data", str(tmp_path)]) == 1
    assert "hotline up" in capsys.readouterr().out
    assert main(["coordinator", "tend", "--data", str(tmp_path)]) == 1
    assert "hotline org init" in capsys.readouterr().err


def test_an_organization_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "ours")
    assert main(["org", "init", folder, "--no-passphrase", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (tmp_path / "ours" / "root.pub").read_text().strip() == told["root"]
    assert main(["org", "init", folder, "--no-passphrase"]) == 1
    assert "already" in capsys.readouterr().err
