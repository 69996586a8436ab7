"""Texts one below another in a column, and the largest letters with which everything fits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from hotline.client.errors import ClientError
from hotline.handouts.content import Content
from hotline.handouts.paper import Direction, Line, Paper, Style

LARGEST, SMALLEST, STEP = 1.3, 0.7, 0.02
T = TypeVar("T")


class TooMuch(ClientError):
    """The texts do not fit, however small."""

    advice = "This does not fit on the paper, however small. Shorten the organization's name or address."


@dataclass(frozen=True, slots=True)
class Block:
    """A text in a column, `before` millimetres below the one above it."""

    text: str
    style: Style
    before: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """Where texts run from top to bottom. `side` is where lines begin."""

    x: float
    y: float
    width: float
    side: Literal["L", "R"]


def largest_that_fits(make: Callable[[float], T | None]) -> T:
    """What `make` gives for the largest scale at which it gives anything. TooMuch."""
    scale = LARGEST
    while scale >= SMALLEST:
        made = make(scale)
        if made is not None:
            return made
        scale -= STEP
    raise TooMuch


def flow(paper: Paper, column: Column, blocks: Iterable[Block]) -> tuple[list[Line], float]:
    """The lines of these texts, and where they end."""
    y, lines = column.y, []
    for block in blocks:
        y += block.before
        height = paper.line_height(block.text, block.style)
        for text in paper.broken(block.text, block.style, column.width):
            lines.append(Line(text, block.style, column.x, y, column.width, height, column.side))
            y += height
    return lines, y


def styles(content: Content, scale: float) -> Callable[..., Style]:
    """Makes styles for texts in the content's own direction."""
    own: Direction = "rtl" if content.direction == "rtl" else "ltr"

    def style(size: float, bold: bool = False, direction: Direction = own) -> Style:
        return Style(size * scale, bold, direction)

    return style


def beside(paper: Paper, column: Column, first: Block, second: Block) -> tuple[list[Line], float] | None:
    """Two short texts in one line, on their common middle; None when the line is too short."""
    gap = paper.measure(" ", first.style)
    widths = [paper.measure(one.text, one.style) for one in (first, second)]
    if sum(widths) + gap > column.width:
        return None
    height = max(paper.line_height(one.text, one.style) for one in (first, second))
    after = widths[0] + gap
    boxes = [(column.x, widths[0]), (column.x + after, widths[1])]
    if column.side == "R":
        end = column.x + column.width
        boxes = [(end - widths[0], widths[0]), (end - after - widths[1], widths[1])]
    lines = [
        Line(one.text, one.style, x, column.y, width, height, "L")
        for one, (x, width) in zip((first, second), boxes, strict=True)
    ]
    return lines, column.y + height


def indented(column: Column, by: float) -> Column:
    """The same column, narrower where lines begin."""
    return replace(column, x=column.x + (by if column.side == "L" else 0), width=column.width - by)


def mirrored(column: Column, width: float) -> Column:
    """The same column on paper that is read from right to left."""
    return replace(column, x=width - column.x - column.width, side="R")
