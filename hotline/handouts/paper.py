"""One page on which lines of any script are measured, broken and set.

Lengths are millimetres from the upper left corner, sizes of letters points. Arabic is joined and runs from right to
left, Punjabi vowels stand where they belong: HarfBuzz shapes every line, and fpdf2 puts its runs in order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, Self

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from hotline.handouts.faces import Faces

POINTS_OF_A_MILLIMETRE = 72 / 25.4
SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # a sheet that is found tells nobody when it was made
QUIET_MODULES = 4
HAIRLINE = 0.1
MEASURED = 100.0  # points at which widths are taken: letters of every size have the same proportions

Direction = Literal["ltr", "rtl", "auto"]
INDIC = re.compile(r"[\u0900-\u0dff]")
ISOLATE, END = "\u2066", "\u2069"
# A line may end after blanks other than no-break spaces, and around Chinese characters, but not before what closes or
# after what opens.
BLANK, OTHER = r"[^\S\u00a0]", r"[\S\u00a0]"
CHINESE = r"[\u2e80-\u2fff\u3005-\u3007\u3021-\u33ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
OPENING = r"[\u2018\u201c\uff08\u3008\u300a\u300c\u300e\u3010]"
CLOSING = r"[\u2019\u201d\u2026\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff01\u3001\u3002\u3009\u300b\u300d\u300f\u3011]"
UNIT = re.compile(rf"{OPENING}*{CHINESE}{CLOSING}*{BLANK}*|(?:(?!{OPENING}*{CHINESE}){OTHER})+{BLANK}*|{BLANK}+")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks. `direction` is that of the whole line: "auto" takes that of its first letter."""

    size: float
    bold: bool = False
    direction: Direction = "ltr"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in its box."""

    text: str
    style: Style
    x: float
    y: float
    width: float
    height: float
    side: Literal["L", "R"]

    def moved(self, x: float, y: float) -> "Line":
        """The same line elsewhere."""
        return replace(self, x=self.x + x, y=self.y + y)


class Paper:
    """A page, and the faces that set `text`, which is all that will stand on it. NoFont. Its end closes their files."""

    def __init__(self, page: str, language: str, title: str, text: str, faces: Faces) -> None:
        self.width, self.height = SIZES[page]
        self._language = language
        self._pdf = pdf = FPDF(format=(self.width, self.height))
        pdf.set_lang(language)
        pdf.set_title(title)
        pdf.set_creation_date(NO_DATE)
        pdf.set_auto_page_break(False)
        pdf.c_margin = 0
        pdf.add_page()
        needed = faces.needed(text)
        for found in needed:
            pdf.add_font(found.face.name, "", found.regular, collection_font_number=found.face.number)
            pdf.add_font(found.face.name, "B", found.bold, collection_font_number=found.face.number)
        self._family, *others = [found.face.name for found in needed]
        self._faces = faces
        pdf.set_fallback_fonts(others)
        self._widths: dict[tuple[str, bool, Direction], float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def measure(self, text: str, style: Style) -> float:
        """How wide a text is."""
        known = (text, style.bold, style.direction)
        if known not in self._widths:
            self._take(replace(style, size=MEASURED))
            self._widths[known] = self._pdf.get_string_width(text) / MEASURED
        return self._widths[known] * style.size

    def line_height(self, text: str, style: Style) -> float:
        """From one line of a text to the next."""
        leading = max(found.face.line for found in self._faces.needed(text))
        return style.size * leading / POINTS_OF_A_MILLIMETRE

    def broken(self, text: str, style: Style, width: float) -> list[str]:
        """The lines of a text. A word that is wider than a line is broken anywhere."""
        lines, end = [""], 0.0
        for unit in self._units(text, style, width):
            if end + self.measure(unit.rstrip(), style) > width:
                lines.append("")
                end = 0.0
            lines[-1] += unit
            end += self.measure(unit, style)
        return list(_isolated(line.rstrip() for line in lines))

    def set_line(self, line: Line) -> None:
        """Print one line."""
        pdf, style = self._pdf, line.style
        self._take(style)
        pdf.set_xy(line.x, line.y)
        # What the glyphs of Punjabi spell cannot be told from them: it is written beside them for who copies it or has
        # it read aloud. In other scripts readers find it themselves, and mark the better what was chosen.
        beside = INDIC.search(line.text) is not None
        if beside:
            pdf._out(f"/Span <</ActualText <FEFF{line.text.encode('utf-16-be').hex().upper()}>>> BDC")
        pdf.cell(line.width, line.height, line.text, align=line.side)
        if beside:
            pdf._out("EMC")

    def stroke(self, x: float, y: float, to_x: float, to_y: float, grey: int = 120) -> None:
        """A hairline."""
        self._pdf.set_line_width(HAIRLINE)
        self._pdf.set_draw_color(grey)
        self._pdf.line(x, y, to_x, to_y)

    def qr(self, address: str, x: float, y: float, side: float) -> None:
        """A QR code. `side` includes its quiet border."""
        rows = qr_rows(address)
        module = side / (len(rows) + 2 * QUIET_MODULES)
        for at, row in enumerate(rows):
            for run in re.finditer("1+", row):
                left, top = x + (QUIET_MODULES + run.start()) * module, y + (QUIET_MODULES + at) * module
                self._pdf.rect(left, top, len(run[0]) * module, module, style="F")

    def octets(self) -> bytes:
        """The PDF. Nothing can be printed afterwards."""
        return bytes(self._pdf.output())

    def _take(self, style: Style) -> None:
        direction = None if style.direction == "auto" else style.direction
        self._pdf.set_text_shaping(True, direction=direction, language=self._language)
        self._pdf.set_font(self._family, "B" if style.bold else "", style.size)
        # fpdf2 takes a font for set that it set within one line only, whose first letter came from another face.
        self._pdf.current_font_is_set_on_page = False

    def _units(self, text: str, style: Style, width: float) -> Iterator[str]:
        for unit in UNIT.findall(text):
            while len(unit) > 1 and self.measure(unit.rstrip(), style) > width:
                end = len(unit)
                while end > 1 and self.measure(unit[:end], style) > width:
                    end -= 1
                yield unit[:end]
                unit = unit[end:]
            yield unit


def qr_rows(address: str) -> list[str]:
    """The modules of an address's QR code, "1" for dark; as much error correction as fits its size."""
    code = segno.make_qr(address, error="m")
    return ["".join("1" if module else "0" for module in row) for row in code.matrix]


def _isolated(lines: Iterator[str]) -> Iterator[str]:
    """What was isolated from the text around it stays so on every line that it takes."""
    left_open = 0
    for line in lines:
        whole = ISOLATE * left_open + line
        left_open = whole.count(ISOLATE) - whole.count(END)
        yield whole + END * left_open
