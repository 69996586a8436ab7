"""What `hotline setup` writes is accepted by the programs that read it."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ResponseError

from hotline.settings import Settings
from hotline.setup.server import DATA, KEYS, QUEUE, RUN, Server
from hotline.stack.part import WIPE_FREED_PYTHON
from tests.setup.conftest import MEMORY_BYTES, program
from tests.stack.waiting import eventually

UNITS = ["keep.service", "redis.service", "queue.service", "web.socket", "web.service", "worker.service"]
EXPOSURE_AT_MOST = 1.0  # of 10


def said(*command: str | Path, **more: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **more})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def units(etc: Path) -> list[Path]:
    return [etc / "systemd/system/hotline.target", *(etc / f"systemd/system/hotline-{name}" for name in UNITS)]


def test_every_unit_is_written_and_checked(etc: Path) -> None:
    assert sorted(units(etc)) == sorted(path for path in (etc / "systemd/system").iterdir() if path.is_file())


def test_systemd_finds_nothing_to_say_of_the_units(etc: Path) -> None:
    """Of these; of the machine's own it may."""
    words = said(program("systemd-analyze"), "verify", "--man=no", *units(etc))
    assert "hotline" not in words


def test_systemd_finds_a_setting_that_is_none(etc: Path, tmp_path: Path) -> None:
    spoiled = tmp_path / "hotline-keep.service"
    spoiled.write_text((etc / "systemd/system/hotline-keep.service").read_text().replace("Type=", "Typ="))
    assert "hotline-keep.service" in said(program("systemd-analyze"), "verify", "--man=no", spoiled)


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith("service")])
def test_a_process_can_do_little(etc: Path, name: str) -> None:
    unit = etc / f"systemd/system/hotline-{name}"
    words = said(program("systemd-analyze"), "security", "--no-pager", "--offline=true", unit)
    found = re.search(r"exposure level for \S+: ([\d.]+)", words)
    assert found is not None
    assert float(found[1]) <= EXPOSURE_AT_MOST


def test_no_process_leaves_a_copy_of_its_memory_on_a_disk(etc: Path) -> None:
    """Neither in a core dump nor in swap; Caddy and Tor, who see what callers' networks see, as little as our own."""
    folder = etc / "systemd/system"
    for name in (
        "hotline-.service.d/hardened.conf",
        "caddy.service.d/hotline.conf",
        "tor@default.service.d/hotline.conf",
    ):
        assert {"LimitCORE=0", "MemorySwapMax=0"} <= set((folder / name).read_text().splitlines()), name
    for unit in folder.glob("*.service"):
        assert not re.search(r"^(LimitCORE|MemorySwapMax)=", unit.read_text(), re.MULTILINE), unit
    assert "kernel.core_pattern = |/bin/false" in (etc / "sysctl.d/60-hotline.conf").read_text().splitlines()


def test_caddy_takes_its_file(etc: Path) -> None:
    assert "Valid configuration" in said(program("caddy"), "validate", "--config", etc / "caddy/Caddyfile")


def test_tor_takes_its_file(etc: Path, tmp_path: Path) -> None:
    torrc = tmp_path / "torrc"
    torrc.write_text((etc / "tor/torrc").read_text() + f"DataDirectory {tmp_path / 'tor'}\n")
    words = said(program("tor"), "-f", torrc, "--verify-config", HOME=str(tmp_path))
    assert "Configuration was valid" in words
    assert not [line for line in words.splitlines() if "[warn]" in line and "as root" not in line]


@pytest.mark.parametrize(("name", "on_disk"), [("redis", 1), ("queue", 0)])
def test_redis_runs_with_its_file(
    etc: Path, server: Server, name: str, on_disk: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("r")
    text = (etc / f"hotline/{name}.conf").read_text()
    config = place / f"{name}.conf"
    config.write_text(text.replace(str(DATA / "redis"), str(place)).replace(str(RUN), str(place)))
    with subprocess.Popen([server.redis.path, config]) as process:
        try:
            with Redis(unix_socket_path=str(place / f"{name}.sock")) as redis:
                eventually(redis.ping)
                assert redis.info("persistence")["aof_enabled"] == on_disk
                assert redis.info("memory")["maxmemory"] == MEMORY_BYTES
                with pytest.raises(ResponseError, match="no permissions"):
                    redis.execute_command("MONITOR")
        finally:
            process.terminate()
    assert process.returncode == 0


def test_systemd_makes_the_user_and_the_folders(etc: Path, tmp_path: Path) -> None:
    """Below a folder; owned by whoever runs the test, since only root may give away."""
    (tmp_path / "etc").mkdir()
    said("systemd-sysusers", f"--root={tmp_path}", etc / "sysusers.d/hotline.conf")
    assert "hotline:" in (tmp_path / "etc/passwd").read_text()
    assert "hotline-front:" in (tmp_path / "etc/group").read_text()
    lines = tmp_path / "hotline.conf"
    lines.write_text((etc / "tmpfiles.d/hotline.conf").read_text().replace("hotline hotline", "- -"))
    said("systemd-tmpfiles", "--create", f"--root={tmp_path}", lines)
    inside = {folder: tmp_path / folder.relative_to("/") for folder in (DATA, KEYS, RUN)}
    assert [inside[one].stat().st_mode & 0o777 for one in (DATA, KEYS, RUN)] == [0o700, 0o700, 0o711]
    assert [(inside[DATA] / name).readlink() for name in ("keys", "run")] == [KEYS, RUN]


def test_processes_read_the_settings_that_up_gives_them(etc: Path, server: Server) -> None:
    lines = (etc / "hotline/environment").read_text().splitlines()
    environment = {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}
    settings = Settings.from_environment(environment)
    assert (settings.root_pk, settings.fingerprint) == (server.root_pk, server.fingerprint)
    assert (settings.keys, settings.queue_socket) == (KEYS, QUEUE.socket)
    assert WIPE_FREED_PYTHON.items() <= environment.items()


def test_the_wrapping_key_is_beside_the_data(etc: Path) -> None:
    assert not KEYS.is_relative_to(DATA)
    for name in ("redis", "queue"):
        unit = (etc / f"systemd/system/hotline-{name}.service").read_text()
        assert re.search(rf"InaccessiblePaths=.*{KEYS}", unit)


def test_everyone_can_read_what_is_written_and_nothing_is_left_to_fill(etc: Path) -> None:
    files = [path for path in etc.rglob("*") if path.is_file()]
    assert len(files) > 15
    assert all(path.stat().st_mode & 0o777 == 0o644 and path.parent.stat().st_mode & 0o005 for path in files)
    assert not [path for path in files if "$" in path.read_text()]
