"""`hotline setup` writes below the folder that it is given, and refuses what makes no server."""

import json
import sys
from pathlib import Path

import pytest

from hotline.cli import main
from hotline.commands import setup

KEY = bytes(range(32)).hex()


@pytest.fixture
def organization(tmp_path: Path) -> Path:
    (tmp_path / "root.pub").write_text(KEY)
    return tmp_path


def write(organization: Path, *more: str, host: str = "help.example.org") -> int:
    return main(["setup", str(organization / "out"), "--organization", str(organization), "--host", host, *more])


def test_it_writes_the_organization_s_key_its_words_and_the_server_s_name(
    organization: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write(organization, "--memory-mib", "100", "--json") == 0
    written = [Path(path) for path in json.loads(capsys.readouterr().out)["written"]]
    etc = organization / "out/etc"
    assert sorted(written) == sorted(path for path in etc.rglob("*") if path.is_file())
    environment = (etc / "hotline/environment").read_text()
    assert f'HOTLINE_ROOT="{KEY}"' in environment
    assert len(environment.split('HOTLINE_FINGERPRINT="')[1].split('"')[0].split()) == 6
    assert "\nhttps://help.example.org {" in (etc / "caddy/Caddyfile").read_text()
    assert f"\nmaxmemory {100 << 20}\n" in (etc / "hotline/redis.conf").read_text()
    assert f"ExecStart={sys.executable} -P -m workers" in (etc / "systemd/system/hotline-worker.service").read_text()


@pytest.mark.parametrize(
    "host", ["", "localhost", "help.example.org:443", "https://help.example.org", "a b.org", "x.org {\n", "10.0.0.1"]
)
def test_what_is_no_name_of_a_server_is_refused(organization: Path, host: str) -> None:
    assert write(organization, host=host) == 2
    assert not (organization / "out").exists()


def test_a_folder_without_a_key_is_refused(tmp_path: Path) -> None:
    assert write(tmp_path) == 1


def test_a_python_that_the_units_do_not_see_is_named(
    organization: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "HIDDEN", (Path(sys.prefix),))
    assert write(organization) == 0
    assert f"cannot run what is below {sys.prefix}" in capsys.readouterr().out
