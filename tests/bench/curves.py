"""Curves as SVG, on axes that both grow by tens."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 760, 460
LEFT, TOP, RIGHT, BOTTOM = 80, 40, 230, 60
COLOURS = ("#0b6e4f", "#b3541e", "#3d5a99", "#8a2d6b", "#6b6b00", "#444444")


def draw(title: str, across: str, up: str, curves: Mapping[str, Points], drawn_on: Mapping[str, Points]) -> str:
    """`curves` were measured; `drawn_on` continues some of them, dashed, in the same colours."""
    points = [point for line in (*curves.values(), *drawn_on.values()) for point in line]
    columns, rows = _range(x for x, _ in points), _range(y for _, y in points)
    colours = dict(zip(curves, COLOURS, strict=False))
    parts = [
        _text(LEFT, 22, title, size=16),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across, anchor="middle"),
        _text(LEFT, TOP - 12, up, anchor="end"),
        *(_column(exponent, columns) for exponent in range(columns[0], columns[1] + 1)),
        *(_row(exponent, rows) for exponent in range(rows[0], rows[1] + 1)),
        *(_line(line, columns, rows, colours[name], "6 5") for name, line in drawn_on.items()),
        *(_line(line, columns, rows, colours[name]) for name, line in curves.items()),
        *(_legend(place, name, colour) for place, (name, colour) in enumerate(colours.items())),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', *parts, "</svg>", ""])


Range = tuple[int, int]


def _range(values: Iterable[float]) -> Range:
    """The powers of ten around all of them."""
    logs = [log10(value) for value in values]
    low, high = floor(min(logs)), ceil(max(logs))
    return low, max(high, low + 1)


def _x(value: float, columns: Range) -> float:
    return LEFT + (log10(value) - columns[0]) / (columns[1] - columns[0]) * (WIDTH - LEFT - RIGHT)


def _y(value: float, rows: Range) -> float:
    return HEIGHT - BOTTOM - (log10(value) - rows[0]) / (rows[1] - rows[0]) * (HEIGHT - TOP - BOTTOM)


def _column(exponent: int, columns: Range) -> str:
    x = _x(10.0**exponent, columns)
    grid = f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>'
    return grid + _text(x, HEIGHT - BOTTOM + 18, f"{10**exponent:,}", anchor="middle")


def _row(exponent: int, rows: Range) -> str:
    y = _y(10.0**exponent, rows)
    grid = f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>'
    return grid + _text(LEFT - 6, y + 4, f"{10.0**exponent:g}", anchor="end")


def _line(points: Points, columns: Range, rows: Range, colour: str, dashes: str = "") -> str:
    path = "L".join(f"{_x(x, columns):.1f} {_y(y, rows):.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def _legend(place: int, name: str, colour: str) -> str:
    y = TOP + 20 + 22 * place
    x = WIDTH - RIGHT + 16
    return f'<path d="M{x} {y - 4}h20" stroke="{colour}" stroke-width="2"/>' + _text(x + 28, y, name)


def _text(x: float, y: float, text: str, size: int = 12, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'
