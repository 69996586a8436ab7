"""Each defence is taken out of a copy of the project, and the very test that speaks for it must fail there.

Not run by `make test`: `make drill` does. Nothing in the project knows of this: the copy's text is changed.
"""

import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".hotline", "node_modules", "__pycache__", ".*_cache")
FAILED = 1  # pytest's exit code when tests ran and one failed
JOURNEY = "tests/test_marked_journey.py"
FIRE = "tests/durability/test_fire.py"
TIMES = "tests/store/test_times.py"
CROWD = "tests/stack/test_crowd.py"


@dataclass(frozen=True)
class Defence:
    """What is taken out (file, text, what stands in its place), and the test that must fail without it."""

    name: str
    test: str
    edits: tuple[tuple[str, str, str], ...]


def _defence(name: str, test: str, *edits: tuple[str, str, str]) -> Defence:
    return Defence(name, test, edits)


SCRIPTS = "hotline/store/scripts"
DEFENCES = (
    _defence(
        "every write is on disk before it is answered",
        "tests/durability/test_power_cut.py",
        ("hotline/stack/redis.py", '("appendfsync", "always")', '("appendfsync", "everysec")'),
    ),
    _defence(
        "what was erased is remembered",
        FIRE,
        (f"{SCRIPTS}/_shared.lua", "if known == 1 then return true end", ""),
    ),
    _defence(
        "a case is claimed once",
        FIRE,
        (f"{SCRIPTS}/claim.lua", "if is_held(case_id) or is_remembered(ARGV[5])", "if is_remembered(ARGV[5])"),
    ),
    _defence(
        "one message at an address",
        FIRE,
        (f"{SCRIPTS}/_shared.lua", "return standing == content and 'done' or 'taken'", "return 'done'"),
    ),
    _defence(
        "one writer of a vault's version",
        FIRE,
        (f"{SCRIPTS}/write_vault.lua", "if version ~= before + 1 then return 'taken' end", ""),
    ),
    _defence(
        "an old wrapping key is overwritten",
        "tests/attacks/test_attack_5_erase_then_seize.py",
        ("hotline/store/locks.py", "self._write(place, token_bytes(BLOCK))", "pass"),
    ),
    _defence(
        "erasing needs no free memory",
        "tests/durability/test_trouble.py::test_full_memory_refuses_clearly_keeps_all_and_still_erases_for_good",
        (f"{SCRIPTS}/_shared.lua", "redis.call('DEL', given.scratch) end", "end"),
    ),
    _defence(
        "a clock that is set back makes nothing forgotten",
        "tests/durability/test_trouble.py::test_what_was_erased_stays_so_when_the_clock_is_set_back_a_day",
        ("hotline/store/connection.py", "SET_BACK_HOURS = 25", "SET_BACK_HOURS = 0"),
    ),
    _defence(
        "every field is declared",
        "tests/store/test_holds.py",
        (f"{SCRIPTS}/open.lua", "'opened', given.hour,", "'opened', given.hour, 'bits', 1,"),
    ),
    _defence(
        "cases are dated by the hour",
        TIMES,
        (f"{SCRIPTS}/open.lua", "'opened', given.hour,", "'opened', given.minute,"),
    ),
    _defence(
        "Redis's file has no date at its beginning",
        TIMES,
        ("hotline/stack/redis.py", '("aof-use-rdb-preamble", "no")', '("aof-use-rdb-preamble", "yes")'),
    ),
    _defence(
        "files have no time finer than the hour",
        TIMES,
        ("hotline/stack/blur.py", "os.utime(path, ns=(hour, hour), follow_symlinks=False)", "path.lstat()"),
    ),
    _defence(
        "headers are forgotten",
        JOURNEY,
        ("hotline/stack/quiet_protocol.py", "if name.lower() in KEPT_HEADERS:", "if True:"),
        ("hotline/middleware.py", "if name in KEPT_HEADERS]", "]"),
    ),
    _defence(
        "freed memory is overwritten",
        JOURNEY,
        ("hotline/stack/part.py", '"MALLOC_PERTURB_": "165"', '"MALLOC_PERTURB_": "0"'),
        ("hotline/stack/part.py", '"junk:free,dirty_decay_ms:0,muzzy_decay_ms:0"', '"junk:false"'),
    ),
    _defence(
        "Redis's scripts forget",
        "tests/store/test_forgetting.py",
        (f"{SCRIPTS}/settle.lua", "forget_what_scripts_did()\noverwrite_free_places()\ncollectgarbage()\n", ""),
        (f"{SCRIPTS}/forget.lua", "forget_what_scripts_did()\n", ""),
    ),
    _defence(
        "what commands answered scripts is overwritten",
        "tests/store/test_forgetting.py",
        (f"{SCRIPTS}/_shared.lua", "redis.call('ECHO'", "string.format('%s'"),
    ),
    _defence(
        "small sets are not packed",
        "tests/store/test_forgetting.py",
        ("hotline/stack/redis.py", '("zset-max-ziplist-entries", "0")', '("zset-max-ziplist-entries", "128")'),
        ("hotline/stack/redis.py", '("zset-max-ziplist-value", "0")', '("zset-max-ziplist-value", "64")'),
    ),
    _defence(
        "the buffer of Redis's file is replaced",
        "tests/store/test_forgetting.py",
        (f"{SCRIPTS}/settle.lua", "then replace_file_buffer(ARGV[2]) end", "then redis.call('DEL', ARGV[2]) end"),
    ),
    _defence(
        "Redis's file is written anew after an erasure",
        JOURNEY,
        ("hotline/store/jobs.py", '    Duty("workers.jobs.rewrite", 10),\n', ""),
    ),
    _defence(
        "memory is read whole",
        JOURNEY,
        ("hotline/drill/processes.py", 'is_own = rights.startswith("rw") or inode == "0"', 'is_own = inode != "0"'),
    ),
    _defence(
        "what is compressed is looked into",
        JOURNEY,
        ("hotline/drill/streams.py", "for header in _HEADER.finditer(octets):", "for header in _HEADER.finditer(b''):"),
    ),
    _defence(
        "who has been waited for longest makes room",
        CROWD,
        ("hotline/stack/crowd.py", "while self._waiting and (", "while False and ("),
    ),
    _defence(
        "the head of a request has an end",
        f"{CROWD}::test_head_without_end_is_cut",
        ("hotline/stack/quiet_protocol.py", "if self._head_bytes > HEAD_BYTES_AT_MOST:", "if False:"),
    ),
    _defence(
        "one request at a time",
        f"{CROWD}::test_next_request_is_refused_until_the_last_is_answered",
        ("hotline/stack/quiet_protocol.py", "raise RefusedRequest", "pass"),
    ),
    _defence(
        "an answer leaves at the fixed time",
        "tests/abuse/test_enumeration.py",
        ("hotline/routes/envelope.py", "if beat_seconds > 0:", "if False:"),
    ),
    _defence(
        "opening a case gets dearer as a bucket fills up",
        "tests/abuse/test_full_bucket.py",
        (f"{SCRIPTS}/open.lua", "if given.bits_shown < needed then", "if false then"),
    ),
)


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: defence.name)
def test_without_this_defence_its_test_fails(defence: Defence, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT, symlinks=True)
    for name, text, instead in defence.edits:
        path = copy / name
        before = path.read_text()
        assert text in before, f"{name} no longer has what this takes out"
        path.write_text(before.replace(text, instead))
    python = _environment(copy)
    command = [str(python), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *defence.test.split()]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=900)
    assert done.returncode == FAILED, done.stdout[-3000:]
    assert "AssertionError" in done.stdout or "assert " in done.stdout, done.stdout[-3000:]


def _environment(copy: Path) -> Path:
    """A Python that finds the copy first, and then what is installed here, but not the project itself."""
    venv.create(copy / ".venv", symlinks=True)
    (site_packages,) = (copy / ".venv" / "lib").glob("python*/site-packages")
    installed = sysconfig.get_paths()["purelib"]
    (site_packages / "copy.pth").write_text(f"{copy}\n{installed}\n")
    python = copy / ".venv" / "bin" / "python"
    where = [str(python), "-c", "import hotline; print(hotline.__file__)"]
    found = subprocess.run(where, cwd="/", capture_output=True, text=True, check=True).stdout.strip()
    assert found == str(copy / "hotline" / "__init__.py")
    assert Path(sys.executable) != python
    return python
