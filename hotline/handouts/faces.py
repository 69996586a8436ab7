"""Fonts of this machine that together have every letter of the twelve languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category, name

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from hotline.client.errors import ClientError

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
CORE, CJK = "fonts-noto-core", "fonts-noto-cjk"
CHINESE = ("CJK", "IDEOGRAPHIC", "FULLWIDTH")  # how the names of its letters and marks begin


class NoFont(ClientError):
    """A letter that no font here has. It is never printed as an empty box."""

    def __init__(self, letter: str) -> None:
        sign = f"the sign {letter} (U+{ord(letter):04X})"
        package = (
            CJK if name(letter, "").startswith(("CJK", "IDEOGRAPHIC", "FULLWIDTH", "HANGUL", "KATAKANA")) else CORE
        )
        super().__init__(
            f"No font here has {sign}. Install Debian's: sudo apt-get install {package}. "
            "If that is there already, write your organization's name without that sign."
        )


@dataclass(frozen=True, slots=True)
class Face:
    """A font in two weights, as Debian's package has it.

    `line` is the distance from one line to the next as a multiple of the size: the fonts' own leaves room for marks
    that our languages do not have. `number` is the place in a collection of fonts.
    """

    name: str
    regular: str
    bold: str
    line: float
    number: int = 0


# In order of preference: the first that has a letter sets it.
FACES = (
    Face("NotoSans", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", 1.28),
    Face("NotoSansArabic", "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf", 1.6),
    Face("NotoSansGurmukhi", "NotoSansGurmukhi-Regular.ttf", "NotoSansGurmukhi-Bold.ttf", 1.4),
    Face("NotoSansEthiopic", "NotoSansEthiopic-Regular.ttf", "NotoSansEthiopic-Bold.ttf", 1.36),
    Face("NotoSansCJKsc", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", 1.4, number=2),
    Face("DejaVuSans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", 1.2),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A face that is here, and the letters it has."""

    face: Face
    regular: Path
    bold: Path
    letters: frozenset[str]


class Faces:
    """The faces that are here. Reading them takes a moment."""

    def __init__(self, folders: Iterable[Path] = FOLDERS) -> None:
        files = {path.name: path for folder in folders for path in folder.rglob("*.tt[fc]")}
        here = [face for face in FACES if face.regular in files and face.bold in files]
        self.found = [_read(face, files[face.regular], files[face.bold]) for face in here]

    def face_of(self, letter: str) -> Found | None:
        """The face that sets a letter; None for signs that only steer the text. NoFont."""
        if category(letter) in ("Cf", "Cc"):
            return None
        for found in self.found:
            if letter in found.letters:
                return found
        raise NoFont(letter)

    def needed(self, text: str) -> list[Found]:
        """The faces that set this text, the one that sets most of it first. NoFont."""
        counts: dict[str, int] = {}
        for letter in text:
            found = self.face_of(letter)
            if found is not None:
                counts[found.face.name] = counts.get(found.face.name, 0) + 1
        used = [found for found in self.found if found.face.name in counts]
        return sorted(used, key=lambda found: -counts[found.face.name])


def _read(face: Face, regular: Path, bold: Path) -> Found:
    with TTFont(regular, fontNumber=face.number, lazy=True) as font:
        return Found(face, regular, bold, frozenset(map(chr, font.getBestCmap())))
