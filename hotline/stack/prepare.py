"""Makes a checkout ready: `python3 -m hotline.stack.prepare up|cards|packs|tools|drill|programs|load`, for make.

`up` is what it takes to run, `cards` what it takes to print besides, `packs` to check a pack of questions and rules,
`tools` to check and test the hotline, `drill` what its long drill needs besides, `programs` the system's packages for
the tests, `load` those for the benchmarks. Each does only what is missing or out of date, so a second call fetches
nothing. Standard library alone: when this runs, nothing is installed.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from hotline.stack.progress import Step, StepFailed
from hotline.web import build

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
OLDEST_NODE_FOR_TESTS = 20

RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"
CARDS_LOCK = ROOT / "hotline" / "handouts" / "requirements.lock"
PACKS_LOCK = ROOT / "hotline" / "triage" / "check" / "requirements.lock"
DRILL_LOCK = ROOT / "tests" / "drill" / "requirements.lock"
NODE_LOCK = ROOT / "hotline" / "web" / "node.lock"
TEST_JS = ROOT / "tests" / "js"

PIP_INSTALL = (str(BIN / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps")

# What the tests run, and the Debian package that has it. The last three read what `hotline setup` writes.
TEST_PROGRAMS = {
    "redis-server": "redis-server",
    "chromium": "chromium",
    "caddy": "caddy",
    "tor": "tor",
    "systemd-analyze": "systemd",
    "faketime": "faketime",
}
# The same for the benchmarks: a client that is faster than what it measures.
LOAD_PROGRAMS = {"wrk": "wrk"}
ADMINISTRATORS_FOLDERS = ("/usr/sbin", "/usr/local/sbin")  # on root's path alone

# Packages that also start a server, now and at every boot, which the tests do not want.
SERVERS = {"redis-server", "caddy", "tor"}

SYSTEMD_RUNS = Path("/run/systemd/system")  # sd_booted(3)

# Program and package: Chromium without windows, at half the work for a page. The tests take it where it is.
HEADLESS_SHELL = "chromium-headless-shell"

# Fonts that have every letter of our languages: a file of each Debian package, and its name.
FONTS = {"NotoSansGurmukhi-Regular.ttf": "fonts-noto-core", "NotoSansCJK-Regular.ttc": "fonts-noto-cjk"}
FONT_FOLDER = Path("/usr/share/fonts")


class Unprepared(Exception):
    """Something is missing that only the person at the keyboard can bring; the text says what."""


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    tasks: dict[str, Callable[[], None]] = {
        "up": prepare_up,
        "cards": prepare_cards,
        "packs": prepare_packs,
        "tools": prepare_tools,
        "drill": prepare_drill,
        "programs": prepare_programs,
        "load": prepare_load,
    }
    try:
        for argument in arguments:
            tasks[argument]()
    except (Unprepared, StepFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def prepare_up() -> None:
    """A virtual environment with the locked packages, the browser files, and this project in it."""
    make_venv()
    install_lock(RUN_LOCK, "Installing Python packages (about a minute)")
    if not build.is_fresh() and build.find_npm(BIN) is None:
        bring_node()
    build_browser_files()
    install_project()


def prepare_cards() -> None:
    """The same, and what prints cards."""
    prepare_up()
    install_lock(CARDS_LOCK, "Installing what prints cards")


def prepare_packs() -> None:
    """The same, and what reads packs by the line."""
    prepare_up()
    install_lock(PACKS_LOCK, "Installing what checks packs")


def prepare_tools() -> None:
    """The same, and what checks and tests."""
    make_venv()
    install_lock(TEST_LOCK, "Installing Python packages and test tools (about a minute)")
    if build.find_npm(BIN) is None or not is_node_new_enough():
        bring_node()
    build_browser_files()
    install_project()
    install_js_tools()


def prepare_drill() -> None:
    """What only the long drill needs, beside the tools."""
    install_lock(DRILL_LOCK, "Installing what the drill needs besides (65 MB)")


def prepare_programs() -> None:
    """Root's apt-get brings what is missing; anybody else is told. Raises Unprepared."""
    fonts = {path.name for path in FONT_FOLDER.rglob("Noto*")}
    missing = _packages_of_missing(TEST_PROGRAMS) | {package for file, package in FONTS.items() if file not in fonts}
    bring_packages(missing, "The tests")
    if may_install() and shutil.which(HEADLESS_SHELL) is None and is_package(HEADLESS_SHELL):
        with suppress(StepFailed):  # the tests can do without
            install_packages([TEST_PROGRAMS["chromium"], HEADLESS_SHELL])


def find_program(name: str) -> str | None:
    """Where a program of the system is, also one that is not on an ordinary user's path."""
    folders = (os.environ.get("PATH", os.defpath), *ADMINISTRATORS_FOLDERS)
    return shutil.which(name, path=os.pathsep.join(folders))


def stop_servers(names: Collection[str]) -> None:
    """What the packages of these names have just started runs no more, where systemd runs it."""
    if names and SYSTEMD_RUNS.is_dir():
        with Step(f"Stopping what they started: {' '.join(sorted(names))}") as step:
            step.run(["systemctl", "disable", "--now", *sorted(names)])


def prepare_load() -> None:
    """What the benchmarks load the server with. Raises Unprepared."""
    bring_packages(_packages_of_missing(LOAD_PROGRAMS), "The benchmarks")


def bring_packages(missing: Collection[str], who: str) -> None:
    """Root's apt-get brings them; anybody else is told who needs what. Raises Unprepared."""
    if not missing:
        return
    names = " ".join(sorted(missing))
    if not may_install():
        raise Unprepared(f"{who} also need: {names}. Install with: sudo apt-get install {names}")
    with Step("Looking for system packages") as step:
        step.run(["apt-get", "update"])
    install_packages(sorted(missing))
    stop_servers(SERVERS.intersection(missing))


def _packages_of_missing(programs: Mapping[str, str]) -> set[str]:
    return {package for program, package in programs.items() if find_program(program) is None}


def may_install() -> bool:
    """Whether this is root with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(names: Sequence[str]) -> None:
    """By apt-get, from the lists that are there."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with Step(f"Installing system packages: {' '.join(names)} (a minute or two)") as step:
        step.run(["apt-get", "install", "-y", "--no-install-recommends", *names], environment=quiet)


def is_package(name: str) -> bool:
    """Whether apt-get's lists have it."""
    return subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Makes it anew if it is missing, of another Python, or was moved here. Raises Unprepared."""
    if is_venv_usable():
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        raise Unprepared(f"Python's venv is missing. Install it with: sudo apt-get install {package}")
    with Step("Making a virtual environment in .venv") as step:
        step.run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def is_venv_usable() -> bool:
    """Whether .venv was made in this very place by a Python of this version, and still runs."""
    config = VENV / "pyvenv.cfg"
    if not config.is_file() or not config.read_text().rstrip().endswith(str(VENV)):
        return False
    same_version = "import sys; sys.exit(sys.version_info[:2] != ({}, {}))".format(*sys.version_info)
    python = BIN / "python"
    return python.exists() and subprocess.run([python, "-c", same_version], check=False).returncode == 0


def install_lock(lock: Path, label: str) -> None:
    """Wheels only, each by its hash: nothing is compiled and nothing unpinned is fetched."""
    stamp = Stamp(VENV / f"installed-{lock.parent.name}-{lock.name}", lock)
    if stamp.is_current():
        return
    with Step(label) as step:
        step.run([*PIP_INSTALL, "--require-hashes", "--only-binary=:all:", "-r", str(lock)])
    stamp.write()


def install_project() -> None:
    """An entry in .venv that points here, and the commands."""
    stamp = Stamp(VENV / "installed-project", ROOT / "pyproject.toml")
    if stamp.is_current():
        return
    with Step("Installing the hotline itself") as step:
        step.run([*PIP_INSTALL, "--no-index", "--no-build-isolation", "-e", str(ROOT)])
    stamp.write()


def build_browser_files() -> None:
    """Fetches the browser's library if need be; what is made from our own sources is made anew, at once."""
    command = [str(BIN / "python"), "-m", "hotline.web.build"]
    if not build.is_fresh():
        with Step("Fetching the browser's library") as step:
            step.run(command, cwd=ROOT)
    elif subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise StepFailed("The browser's files could not be made.")


def bring_node() -> None:
    """PyPI's copy of Node.js and npm goes into .venv, for a machine without (or, for the tests, with an old one)."""
    install_lock(NODE_LOCK, "Fetching Node.js into .venv (65 MB, a minute or two)")


def is_node_new_enough() -> bool:
    """Whether the tests in JavaScript can run with the Node.js that is there."""
    node = shutil.which("node", path=os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)]))
    if node is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return int(version.strip().lstrip("v").partition(".")[0] or 0) >= OLDEST_NODE_FOR_TESTS


def install_js_tools() -> None:
    """The type checker, the linter and the second opinion on cryptography that the tests in JavaScript use."""
    stamp = Stamp(TEST_JS / "node_modules" / "installed", TEST_JS / "package-lock.json")
    if stamp.is_current():
        return
    with Step("Installing JavaScript test tools") as step:
        step.run([str(build.find_npm(BIN)), "ci", "--ignore-scripts"], cwd=TEST_JS)
    stamp.write()


class Stamp:
    """A file that remembers from which contents something was installed."""

    def __init__(self, path: Path, source: Path) -> None:
        self._path = path
        self._digest = hashlib.sha256(source.read_bytes()).hexdigest()

    def is_current(self) -> bool:
        """Whether it was installed from what the source says now."""
        return self._path.is_file() and self._path.read_text() == self._digest

    def write(self) -> None:
        """It is now."""
        self._path.write_text(self._digest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
