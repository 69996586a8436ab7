"""All rights in full on one sheet, for a wall or a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.handouts.content import Content, Right
from hotline.handouts.layout import Block, Column, beside, flow, largest_that_fits, mirrored, styles
from hotline.handouts.paper import Line, Paper

MARGIN = 14.0
QR_SIDE = 36.0
GAP = 4.0
BETWEEN = 8.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where everything stands."""

    lines: tuple[Line, ...]
    qr_x: float
    qr_y: float
    rules: tuple[float, float]


def print_sheet(paper: Paper, content: Content) -> None:
    """One page. TooMuch."""
    sheet = largest_that_fits(lambda scale: sheet_at(paper, content, scale))
    for line in sheet.lines:
        paper.set_line(line)
    paper.qr(content.address, sheet.qr_x, sheet.qr_y, QR_SIDE)
    for y in sheet.rules:
        paper.stroke(MARGIN, y, paper.width - MARGIN, y)


def sheet_at(paper: Paper, content: Content, scale: float) -> Sheet | None:
    """The page with letters of this scale; None when it does not fit."""
    style, inner = styles(content, scale), paper.width - 2 * MARGIN
    title, intro = Block(content.title, style(26, True)), Block(content.intro, style(10), 1)
    head, head_end = flow(paper, _column(paper, content, 0, MARGIN, inner), [title, intro])
    foot = _foot(paper, content, scale, inner - QR_SIDE - GAP)
    if foot is None:
        return None
    foot_y = paper.height - MARGIN - max(foot[1], QR_SIDE)
    rules = (head_end + GAP / 2, foot_y - GAP / 2)
    width = (inner - BETWEEN) / 2
    columns = [_column(paper, content, x, rules[0] + GAP / 2, width) for x in (0, width + BETWEEN)]
    body, body_end = _in_two_columns(paper, content, scale, columns)
    if body_end > rules[1] - GAP / 2:
        return None
    qr_x = MARGIN if content.direction == "rtl" else paper.width - MARGIN - QR_SIDE
    return Sheet((*head, *body, *(line.moved(0, foot_y) for line in foot[0])), qr_x, foot_y, rules)


def _column(paper: Paper, content: Content, x: float, y: float, width: float) -> Column:
    plain = Column(MARGIN + x, y, width, "L")
    return mirrored(plain, paper.width) if content.direction == "rtl" else plain


def _foot(paper: Paper, content: Content, scale: float, width: float) -> tuple[list[Line], float] | None:
    style = styles(content, scale)
    head, head_end = flow(
        paper,
        _column(paper, content, 0, 0, width),
        [Block(content.organization, style(13, True, "auto")), Block(content.free, style(9), 0.5)],
    )
    number = Block(content.phone_label, style(11)), Block(content.phone, style(20, True, "ltr"))
    call = beside(paper, _column(paper, content, 0, head_end + 1, width), *number)
    if call is None:
        return None
    rest, end = flow(
        paper,
        _column(paper, content, 0, call[1] + 1, width),
        [
            Block(content.address, style(12, True, "ltr")),
            Block(content.words_label, style(9), 1),
            Block(content.words, style(12, True, "ltr")),
            *([Block(content.machine, style(8), 1)] if content.machine else []),
        ],
    )
    return [*head, *call[0], *rest], end


def _in_two_columns(
    paper: Paper, content: Content, scale: float, columns: Sequence[Column]
) -> tuple[list[Line], float]:
    """The rights, parted where the longer column is shortest. Both columns are of one width."""
    style = styles(content, scale)

    def stack(column: Column, rights: Sequence[Right]) -> tuple[list[Line], float]:
        blocks = [(Block(one.short, style(11.5, True), 3), Block(one.text, style(9.5), 0.6)) for one in rights]
        return flow(paper, column, [block for pair in blocks for block in pair])

    heights = [stack(columns[0], [one])[1] - columns[0].y for one in content.rights]
    at = min(range(len(heights) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    first, first_end = stack(columns[0], content.rights[:at])
    second, second_end = stack(columns[1], content.rights[at:])
    return [*first, *second], max(first_end, second_end)
