"""Cards for a pocket, eight to a sheet, with marks to cut along."""

from dataclasses import dataclass, replace

from hotline.handouts.content import Content
from hotline.handouts.layout import Block, Column, beside, flow, indented, largest_that_fits, mirrored, styles
from hotline.handouts.paper import Line, Paper

WIDTH, HEIGHT = 95.0, 64.0
COLUMNS, ROWS = 2, 4
MARGIN = 5.0
QR_SIDE = 25.0
GAP = 1.5
MARK = 2.0
DOT, INDENT = "•", 3.2


@dataclass(frozen=True, slots=True)
class Card:
    """Where everything stands on one card, from its own corner."""

    lines: tuple[Line, ...]
    qr_x: float
    qr_y: float
    rule_y: float


def print_cards(paper: Paper, content: Content) -> None:
    """A sheet full of cards. TooMuch."""
    card = largest_that_fits(lambda scale: card_at(paper, content, scale))
    left, top = (paper.width - COLUMNS * WIDTH) / 2, (paper.height - ROWS * HEIGHT) / 2
    for row in range(ROWS):
        for column in range(COLUMNS):
            _print_card(paper, content, card, left + column * WIDTH, top + row * HEIGHT)
    for row in range(ROWS + 1):
        for column in range(COLUMNS + 1):
            _mark(paper, left + column * WIDTH, top + row * HEIGHT)


def card_at(paper: Paper, content: Content, scale: float) -> Card | None:
    """One card with letters of this scale; None when it does not fit."""
    style, inner = styles(content, scale), WIDTH - 2 * MARGIN
    name, name_end = flow(
        paper, _column(content, MARGIN, inner), [Block(content.organization, style(10.5, True, "auto"))]
    )
    upper, upper_end = _rights(paper, content, scale, _column(content, name_end, inner - QR_SIDE - GAP))
    lower = _reach(paper, content, scale, _column(content, 0, inner))
    if lower is None:
        return None
    lower_y = HEIGHT - MARGIN - lower[1]
    if max(upper_end, name_end + QR_SIDE) > lower_y - GAP:
        return None
    lines = (*name, *upper, *(line.moved(0, lower_y) for line in lower[0]))
    return Card(lines, MARGIN if content.direction == "rtl" else WIDTH - MARGIN - QR_SIDE, name_end, lower_y - GAP / 2)


def _column(content: Content, y: float, width: float) -> Column:
    plain = Column(MARGIN, y, width, "L")
    return mirrored(plain, WIDTH) if content.direction == "rtl" else plain


def _rights(paper: Paper, content: Content, scale: float, column: Column) -> tuple[list[Line], float]:
    """What it costs, and each right in a few words behind a dot."""
    style = styles(content, scale)
    lines, y = flow(paper, column, [Block(content.free, style(7))])
    for right in content.rights:
        if right.on_card:
            text, end = flow(
                paper, indented(replace(column, y=y), INDENT * scale), [Block(right.short, style(8.5), 0.5)]
            )
            dot, _ = flow(paper, replace(column, y=y), [Block(DOT, style(8.5), 0.5)])
            lines, y = [*lines, *dot, *text], end
    return lines, y


def _reach(paper: Paper, content: Content, scale: float, column: Column) -> tuple[list[Line], float] | None:
    """How to reach the hotline, and how to know it."""
    style = styles(content, scale)
    call = beside(paper, column, Block(content.phone_label, style(8)), Block(content.phone, style(13, True, "ltr")))
    if call is None:
        return None
    page = [
        Block(content.address, style(9, True, "ltr")),
        Block(content.words_label, style(7), 0.5),
        Block(content.words, style(9, True, "ltr")),
        *([Block(content.machine, style(6), 0.5)] if content.machine else []),
    ]
    lines, end = flow(paper, replace(column, y=call[1]), page)
    return [*call[0], *lines], end


def _print_card(paper: Paper, content: Content, card: Card, x: float, y: float) -> None:
    for line in card.lines:
        paper.set_line(line.moved(x, y))
    paper.qr(content.address, x + card.qr_x, y + card.qr_y, QR_SIDE)
    paper.stroke(x + MARGIN, y + card.rule_y, x + WIDTH - MARGIN, y + card.rule_y)


def _mark(paper: Paper, x: float, y: float) -> None:
    paper.stroke(x - MARK, y, x + MARK, y)
    paper.stroke(x, y - MARK, x, y + MARK)
