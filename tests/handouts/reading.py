"""What a printed PDF shows: its words, its boxes of ink, its picture."""

from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image

from hotline.handouts.paper import POINTS_OF_A_MILLIMETRE

DOTS_OF_A_MILLIMETRE = 16
DARK = 100


@dataclass(frozen=True, slots=True)
class Ink:
    """The box around one run of text, and the line that its letters stand on, from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    base: float

    def overlaps(self, other: "Ink", allowed: float) -> bool:
        """Whether more than a sliver of two lines is shared."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > allowed and down > allowed


class Printed:
    """One page, read back. Lengths are millimetres."""

    def __init__(self, octets: bytes) -> None:
        document = pypdfium2.PdfDocument(octets)
        assert len(document) == 1
        self._page = document[0]
        points = self._page.get_size()
        self.width, self.height = (length / POINTS_OF_A_MILLIMETRE for length in points)

    def text(self) -> str:
        """All that can be copied from it."""
        return str(self._page.get_textpage().get_text_range())

    def rows(self) -> list[str]:
        """What stands on each line, from left to right as the eye sees it, without blanks."""
        page, x, y = self._page.get_textpage(), c_double(), c_double()
        rows: dict[int, list[tuple[float, str]]] = {}
        for at in range(page.count_chars()):
            pypdfium2.raw.FPDFText_GetCharOrigin(page, at, x, y)
            letter = chr(pypdfium2.raw.FPDFText_GetUnicode(page, at))
            rows.setdefault(round(y.value), []).append((x.value, letter))
        return ["".join("".join(letter for _, letter in sorted(row)).split()) for row in rows.values()]

    def ink(self) -> Iterator[Ink]:
        """Every run of text."""
        for one in self._page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = (length / POINTS_OF_A_MILLIMETRE for length in one.get_bounds())
            base = one.get_matrix().f / POINTS_OF_A_MILLIMETRE
            if right > left:
                yield Ink(left, self.height - top, right, self.height - bottom, self.height - base)

    def picture(self) -> Image:
        """In shades of grey."""
        picture: Image = self._page.render(scale=DOTS_OF_A_MILLIMETRE / POINTS_OF_A_MILLIMETRE).to_pil()
        return picture.convert("L")


def pages_of(octets: bytes) -> list[str]:
    """The text of every page."""
    return [str(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(octets)]


def shade(picture: Image, x: float, y: float) -> int:
    """How light it is at this place: 0 to 255."""
    found = picture.getpixel((int(x * DOTS_OF_A_MILLIMETRE), int(y * DOTS_OF_A_MILLIMETRE)))
    assert isinstance(found, int)
    return found


def has_stroke(picture: Image, x: float, y: float) -> bool:
    """Whether a hairline passes within a third of a millimetre."""
    steps = [step / DOTS_OF_A_MILLIMETRE for step in range(-5, 6)]
    return min(shade(picture, x + across, y + down) for across in steps for down in steps) < 200
