"""A checkout is made ready once, says what it does, and says what only a person can do."""

import io
import os
import re
import sys
from pathlib import Path

import pytest

from hotline.stack import prepare
from hotline.stack.progress import Step, StepFailed

PASSING = r"(?: \d+ s…)*"  # where a machine is slow


def test_unchanged_source_is_not_installed_again(tmp_path: Path) -> None:
    source = tmp_path / "lock"
    source.write_text("a==1")
    prepare.Stamp(tmp_path / "stamp", source).write()
    assert prepare.Stamp(tmp_path / "stamp", source).is_current()
    source.write_text("a==2")
    assert not prepare.Stamp(tmp_path / "stamp", source).is_current()


def test_step_is_one_line_in_a_log() -> None:
    log = io.StringIO()
    with Step("Counting", log) as step:
        step.run([sys.executable, "-c", "print('not shown')"])
    assert re.fullmatch(f"Counting…{PASSING} done in \\d+ s\n", log.getvalue())


def test_failed_step_shows_what_the_command_said() -> None:
    log = io.StringIO()
    with pytest.raises(StepFailed, match="so it is"), Step("Counting", log) as step:
        step.run([sys.executable, "-c", "import sys; sys.exit('so it is')"])
    assert re.fullmatch(f"Counting…{PASSING} failed after \\d+ s\n", log.getvalue())


def test_missing_venv_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "VENV", tmp_path / "none")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(prepare.Unprepared, match=r"apt-get install python3\.\d+-venv"):
        prepare.make_venv()


def test_moved_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyvenv.cfg").write_text("command = python3 -m venv /somewhere/else/.venv\n")
    monkeypatch.setattr(prepare, "VENV", tmp_path)
    assert not prepare.is_venv_usable()


def test_missing_fonts_are_named_to_who_is_not_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "FONT_FOLDER", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(prepare.Unprepared, match="fonts-noto-cjk fonts-noto-core"):
        prepare.prepare_programs()


def test_missing_test_program_is_named_to_who_is_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "TEST_PROGRAMS", {"no-such-program": "its-package"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(prepare.Unprepared, match="apt-get install its-package"):
        prepare.prepare_programs()


def test_a_headless_shell_that_cannot_be_had_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def fail(names: list[str]) -> None:
        tried.extend(names)
        raise StepFailed("no connection")

    monkeypatch.setattr(prepare, "HEADLESS_SHELL", "no-such-shell")
    for name in ("may_install", "is_package"):
        monkeypatch.setattr(prepare, name, lambda *_: True)
    monkeypatch.setattr(prepare, "install_packages", fail)
    prepare.prepare_programs()
    assert tried[-2:] == ["chromium", "no-such-shell"]
