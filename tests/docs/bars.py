"""Draw bars: to the right what speaks for something."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

_COLOURS = ("#1d70b8", "#d4351c")
_WIDTH, _LABELS, _NUMBERS, _TOP, _BAR, _GAP = 860, 360, 40, 60, 12, 10


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plot: a value for each series."""

    label: str
    values: Sequence[float]


def draw_bars(title: str, unit: str, series: Sequence[str], rows: Sequence[Row]) -> str:
    """Return a plot as SVG."""
    height_of_row = _BAR * len(series) + _GAP
    height = _TOP + height_of_row * len(rows) + _GAP
    low = min(0.0, *(value for row in rows for value in row.values))
    high = max(0.0, *(value for row in rows for value in row.values))
    scale = (_WIDTH - _LABELS - 2 * _NUMBERS) / (high - low or 1.0)
    zero = _LABELS + _NUMBERS - low * scale
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(12, 22, f"{title} ({unit})", size=15),
    ]
    for number, name in enumerate(series) if len(series) > 1 else ():
        x = 12 + number * 200
        parts.append(_rect(x, 34, 10, 10, _COLOURS[number]))
        parts.append(_text(x + 16, 43, name))
    for row, top in zip(rows, count(_TOP, height_of_row)):
        parts.append(_text(_LABELS - 8, top + height_of_row / 2, row.label, anchor="end"))
        for number, value in enumerate(row.values):
            y, end = top + number * _BAR, zero + value * scale
            parts.append(_rect(min(zero, end), y, max(abs(end - zero), 0.5), _BAR - 2, _COLOURS[number]))
            beside = ("start", end + 4) if value >= 0 else ("end", end - 4)
            parts.append(_text(beside[1], y + _BAR - 3, f"{value:+.1f}", anchor=beside[0], size=10))
    parts.append(f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="{_TOP - 4}" y2="{height - _GAP}" stroke="#505a5f"/>')
    return "\n".join([*parts, "</svg>\n"])


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="#0b0c0c">{escape(text)}</text>'
    )
