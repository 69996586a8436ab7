"""Each defence is taken out of a copy of the project, and the very test that speaks for it must fail there.

Not run by `make test`: `make drill` does. Nothing in the project knows of this: the copy's text is changed. There is
one copy, with an environment of its own, for all that a process takes out, one after another. With nothing taken out,
every test must pass in it.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.defences.answering import ANSWERING
from tests.defences.claiming import CLAIMING
from tests.defences.defence import Defence
from tests.defences.erasing import ERASING
from tests.defences.front import FRONT
from tests.defences.keeping import KEEPING
from tests.defences.reading import READING

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".hotline", "node_modules", "__pycache__", ".*_cache")
DEFENCES = (*KEEPING, *CLAIMING, *ERASING, *ANSWERING, *READING, *FRONT)
TESTS = sorted({one.test for one in DEFENCES if not one.is_of_node})
# Two of them take longer to load than most of these tests take to fail.
WITHOUT_PLUGINS = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:xdist")
FAILED = 1  # pytest's exit code when tests ran and one failed
PATIENCE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Copy:
    """The project once more, and a Python that finds it there."""

    root: Path
    python: Path

    @contextmanager
    def without(self, defence: Defence) -> Iterator[None]:
        """Inside, the defence is not there."""
        try:
            for name, text, instead in defence.edits:
                path = self.root / name
                before = path.read_text(encoding="utf-8")
                assert text in before, f"{name} no longer has what this takes out"
                path.write_text(before.replace(text, instead), encoding="utf-8")
            yield
        finally:
            for name, _, _ in defence.edits:
                shutil.copy2(ROOT / name, self.root / name)  # with its time, by which Python knows what it compiled

    def test(self, *tests: str) -> subprocess.CompletedProcess[str]:
        """Run these, up to the first that fails."""
        return self._run([str(self.python), "-m", "pytest", "-q", "-x", "-m", "", *WITHOUT_PLUGINS, *tests])

    def test_in_node(self, test: str) -> subprocess.CompletedProcess[str]:
        """Run a file of Node's."""
        return self._run(["node", "--test", "--test-reporter=tap", test])

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        wide = {**os.environ, "COLUMNS": "1000"}  # so that pytest does not cut its reasons short
        return subprocess.run(
            command, cwd=self.root, env=wide, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    root = tmp_path_factory.mktemp("defences") / "copy"
    shutil.copytree(ROOT, root, ignore=LEFT_OUT, symlinks=True)
    return Copy(root, _environment(root))


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


def test_with_every_defence_all_these_tests_pass(copy: Copy) -> None:
    done = copy.test(*TESTS)
    assert done.returncode == 0, done.stdout[-3000:]
    for one in DEFENCES:
        if one.is_of_node:
            assert copy.test_in_node(one.test).returncode == 0, one.test


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda defence: defence.name)
def test_without_this_defence_its_test_fails(defence: Defence, copy: Copy) -> None:
    with copy.without(defence):
        done = copy.test_in_node(defence.test) if defence.is_of_node else copy.test(defence.test)
    assert done.returncode == FAILED, done.stdout[-3000:]
    failed = r"^not ok" if defence.is_of_node else rf"^FAILED {re.escape(defence.test)}"
    reason = re.search(rf"{failed}.*", done.stdout, re.MULTILINE)
    assert reason is not None, done.stdout[-3000:]
    print(f"without “{defence.name}”: {reason[0][:300]}")
