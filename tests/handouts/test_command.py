"""`hotline cards`: a file to print, or a sentence that says what is missing, and then no file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crypto.sizes import Hour
from hotline import sample
from hotline.cli import main
from hotline.client.organization import create
from hotline.client.words import fingerprint
from hotline.commands.up import sample_stack
from hotline.handouts.faces import FOLDERS, Faces, NoFont
from hotline.stack.supervise import Plan
from tests.client.conftest import QUICK
from tests.handouts.reading import Printed

URL = "https://hotline.example.org/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organization's folder."""
    folder = tmp_path_factory.mktemp("cards") / "organization"
    create(folder, sample.plan(), None, Hour(500_000))
    return folder


def _words(folder: Path) -> str:
    return " ".join(fingerprint(bytes.fromhex((folder / "root.pub").read_text().strip())))


@pytest.mark.parametrize("form", [[], ["--sheet"]], ids=["cards", "sheet"])
def test_a_folder_and_an_address_make_cards(folder: Path, tmp_path: Path, form: list[str]) -> None:
    out = tmp_path / "es.pdf"
    asked = ["cards", "--organization", str(folder), "--url", URL, "--language", "es", "--out", str(out), *form]
    assert main(asked) == 0
    text = Printed(out.read_bytes()).text()
    for part in (_words(folder), URL.rstrip("/"), "+1 555 0100", "Example Immigration Hotline (made up)"):
        assert part in text


def test_a_running_hotline_makes_cards(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "cards.pdf"
    with sample_stack(data, Plan(port=0), policy=QUICK):
        ready = json.loads((data / "ready.json").read_text(encoding="utf-8"))
        assert main(["cards", "--data", str(data), "--out", str(out)]) == 0
    text = Printed(out.read_bytes()).text()
    assert ready["fingerprint"] in text
    assert ready["url"].rstrip("/") in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--language", "tlh", "--url", URL], "There are no texts in tlh. There are: "),
        ([], "The cards need the address that callers go to"),
    ],
    ids=["language", "address"],
)
def test_what_is_missing_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    out = tmp_path / "cards.pdf"
    assert main(["cards", "--data", str(tmp_path), "--organization", str(folder), "--out", str(out), *asked]) == 1
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "nowhere" / "cards.pdf"
    assert main(["cards", "--organization", str(folder), "--url", URL, "--out", str(out)]) == 1
    assert capsys.readouterr().err == f"{out}: No such file or directory.\n"


@pytest.mark.parametrize("package", ["fpdf", "segno", "fontTools"])
def test_a_missing_extra_is_named(folder: Path, tmp_path: Path, package: str) -> None:
    start = f"import sys; sys.modules[{package!r}] = None; from hotline.cli import main; sys.exit(main())"
    asked = ["cards", "--organization", str(folder), "--url", URL, "--out", str(tmp_path / "cards.pdf")]
    done = subprocess.run([sys.executable, "-c", start, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make cards" in done.stderr
    assert "hotline[cards]" in done.stderr


@pytest.mark.parametrize(
    ("letter", "package"), [("ਪ", "fonts-noto-core"), ("አ", "fonts-noto-core"), ("您", "fonts-noto-cjk")]
)
def test_a_machine_without_fonts_is_told_the_package(tmp_path: Path, letter: str, package: str) -> None:
    with pytest.raises(NoFont, match=f"apt-get install {package}"):
        Faces([tmp_path]).face_of(letter)


def test_a_sign_that_no_font_has_is_an_error_and_no_box(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, out = tmp_path / "organization", tmp_path / "cards.pdf"
    other.mkdir()
    plan = json.loads((folder / "organization.json").read_text(encoding="utf-8"))
    plan["organization"]["name"] = "Help \U0001f64f"
    (other / "organization.json").write_text(json.dumps(plan), encoding="utf-8")
    (other / "root.pub").write_bytes((folder / "root.pub").read_bytes())
    assert main(["cards", "--organization", str(other), "--url", URL, "--out", str(out)]) == 1
    assert "U+1F64F" in capsys.readouterr().err
    assert not out.exists()


def test_latin_is_printed_where_there_is_dejavu_alone(tmp_path: Path) -> None:
    for path in (path for folder in FOLDERS for path in folder.rglob("DejaVuSans*.ttf")):
        (tmp_path / path.name).symlink_to(path)
    assert [found.face.name for found in Faces([tmp_path]).needed("Ou ka mande yon avoka, Россия, Tiếng Việt")] == [
        "DejaVuSans"
    ]
