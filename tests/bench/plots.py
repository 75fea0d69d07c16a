"""Draw plots as SVG."""

import math
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench.results import Results, Row

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 720, 400, 70, 40, 210, 50
_COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#f47738", "#4c2c92", "#28a197")
Line = Sequence[tuple[float, float]]


def draw(results: Results, folder: Path) -> list[str]:
    """Draw what a run measured, and return the files' names."""
    made = {}
    ladder = [row for row in results.of(operation="learnerByULN", side="gateway") if row.learners == _usual(results)]
    lines: dict[str, list[tuple[float, float]]] = {}
    for database in sorted({row.database for row in ladder}):
        for figure in ("p50", "p99"):
            lines[f"{database}, {figure}"] = [
                (row.connections, row.median(figure)) for row in ladder if row.database == database
            ]
    if any(len(line) > 1 for line in lines.values()):
        made["latency.svg"] = lines_of("learnerByULN: latency against load", "connections", "ms", lines)
    sizes = _by_size(results)
    if any(len(line) > 1 for line in sizes.values()):
        made["size.svg"] = lines_of("Cost against the size of the register", "learners", "µs CPU a call", sizes)
    if results.stages:
        made["stages.svg"] = bars_of("learnerByULN: where the microseconds go", "µs CPU", results.stages)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8")
    return list(made)


def _usual(results: Results) -> int:
    counts = [row.learners for row in results.rows if row.connections != 32]
    return counts[0] if counts else 0


def _by_size(results: Results) -> dict[str, list[tuple[float, float]]]:
    lines: dict[str, dict[float, Row]] = {}
    for row in results.of(side="gateway", connections=32):
        if row.operation in ("learnerByULN", "learnerByDemographics"):
            lines.setdefault(f"{row.operation}, {row.database}", {})[row.learners] = row
    return {name: [(size, rows[size].cpu) for size in sorted(rows)] for name, rows in lines.items()}


def lines_of(title: str, across: str, up: str, lines: dict[str, list[tuple[float, float]]]) -> str:
    """Return a plot of lines on logarithmic scales."""
    points = [point for line in lines.values() for point in line]
    xs, ys = [math.log10(x) for x, _ in points], [math.log10(max(y, 0.01)) for _, y in points]
    low, high, bottom, top = min(xs), max(xs), math.floor(min(ys)), math.ceil(max(ys))
    wide, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        right = (math.log10(x) - low) / ((high - low) or 1) * wide
        return _LEFT + right, _TOP + tall - (math.log10(max(y, 0.01)) - bottom) / ((top - bottom) or 1) * tall

    parts = [_text(_LEFT, 22, title, "start", 16)]
    for power in range(bottom, top + 1):
        _, y = place(10**low, 10**power)
        parts.append(f'<line x1="{_LEFT}" x2="{_LEFT + wide}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{10.0**power:g}", "end"))
    for x in sorted({x for x, _ in points}):
        said = f"{x:,g}" if x < 1e6 else f"{x / 1e6:g} million"
        parts += [_text(place(x, 1)[0], _TOP + tall + 18, said, "middle")]
    parts.append(_text(_LEFT + wide / 2, _HEIGHT - 10, across, "middle"))
    parts.append(_text(_LEFT, _TOP - 6, up, "end"))
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in line))
        parts.append(f'<polyline points="{placed}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in (place(*one) for one in line)
        ]
        y = _TOP + 14 + number * 20
        parts.append(f'<rect x="{_LEFT + wide + 15}" y="{y - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(_LEFT + wide + 30, y, name, "start", 11))
    return _svg(_HEIGHT, parts)


def bars_of(title: str, unit: str, values: dict[str, float]) -> str:
    """Return a plot of horizontal bars."""
    most, start, wide = max(values.values()) or 1, 260, _WIDTH - 340
    parts = [_text(20, 22, f"{title} ({unit})", "start", 16)]
    for number, (name, value) in enumerate(values.items()):
        y = 45 + number * 28
        parts.append(_text(start - 10, y + 14, name, "end"))
        parts.append(
            f'<rect x="{start}" y="{y}" width="{max(value, 0) / most * wide:.1f}" height="20" fill="{_COLOURS[0]}"/>'
        )
        parts.append(_text(start + max(value, 0) / most * wide + 6, y + 14, f"{value:.1f}", "start"))
    return _svg(55 + len(values) * 28, parts)


def _text(x: float, y: float, words: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def _svg(height: float, parts: list[str]) -> str:
    inner = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" font-family="sans-serif">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{inner}\n</svg>\n'
    )
