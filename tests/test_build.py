"""What is installed, served and packed is what the locks say."""

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from hotline.web import build

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("", "hotline/handouts", "hotline/triage/check", "tests")
RUN, CARDS, PACKS, TESTS = (ROOT / folder / "requirements.lock" for folder in FOLDERS)
LOCKS = [RUN, CARDS, PACKS, TESTS, ROOT / "hotline" / "web" / "node.lock"]
PACKAGE_LOCKS = [ROOT / "hotline" / "web" / "package-lock.json", ROOT / "tests" / "js" / "package-lock.json"]


def requirements(lock: Path) -> dict[str, str]:
    """From package name to all that the lock says of it: version, condition and hashes."""
    whole_lines = re.sub(r"\s*\\\n\s*", " ", lock.read_text())
    lines = [line for line in whole_lines.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.partition("==")[0]: line for line in lines}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_every_python_package_is_pinned_with_hashes(lock: Path) -> None:
    for name, line in requirements(lock).items():
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), name


@pytest.mark.parametrize("lock", [*LOCKS, *PACKAGE_LOCKS], ids=name_of)
def test_no_lock_names_a_host_to_fetch_from(lock: Path) -> None:
    assert not re.search(r"--(extra-)?index-url|--find-links|\"resolved\"", lock.read_text())


@pytest.mark.parametrize("lock", PACKAGE_LOCKS, ids=name_of)
def test_every_browser_and_tool_package_is_pinned_with_a_hash(lock: Path) -> None:
    packages = json.loads(lock.read_text())["packages"]
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)


@pytest.mark.parametrize("lock", [RUN, CARDS, PACKS], ids=name_of)
def test_tests_run_with_the_very_packages_that_run_in_earnest(lock: Path) -> None:
    tested = requirements(TESTS)
    for name, line in requirements(lock).items():
        version = line.split()[0]
        assert tested[name].split()[0] == version
        assert set(re.findall(r"sha256:\w+", line)) == set(re.findall(r"sha256:\w+", tested[name])), name


def test_copied_library_is_the_locked_one_but_for_one_import() -> None:
    for source, name in build.COPIES.items():
        original = (build.WEB / "node_modules" / source).read_text(encoding="utf-8")
        served = (build.BUILT / name).read_text(encoding="utf-8")
        assert served.replace(build.RELATIVE_IMPORT, build.BARE_IMPORT) == original


def test_scripts_that_became_modules_are_the_locked_ones_whole() -> None:
    for name, sources in {build.SLOW: build.SLOW_SOURCES, build.ARGON2: (build.ARGON2_SOURCE,)}.items():
        served = (build.BUILT / name).read_text(encoding="utf-8")
        assert all((build.WEB / "node_modules" / source).read_text(encoding="utf-8") in served for source in sources)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def test_wheel_carries_the_browser_libraries_and_no_tests(packed: Path) -> None:
    with zipfile.ZipFile(next(packed.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert {f"hotline/web/built/{name}" for name in (*build.COPIES.values(), build.SLOW, build.ARGON2)} <= names
    assert not [name for name in names if name.startswith("tests/") or "node_modules" in name]


def test_sdist_carries_what_makes_the_browser_libraries_and_not_the_result(packed: Path) -> None:
    with tarfile.open(next(packed.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = ("hatch_build.py", "build.py", "package.json", "package-lock.json", ".npmrc")
    assert {f"hotline/web/{name}" for name in wanted} <= names
    assert not [name for name in names if "/built/" in name or "node_modules" in name]
