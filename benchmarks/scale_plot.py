"""Curves of seconds against photos, both logarithmic, as an SVG."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import TypeAlias

Curve: TypeAlias = Sequence[tuple[int, float]]
"""(photos, seconds), the fewest photos first."""

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 30, 64
"""Room around the axes in px: for numbers at the left and below, for names at the right."""

LEAST, MOST = 0.01, 1_000.0
"""Seconds at most at the bottom, at least at the top."""

LINE_HEIGHT = 17
"""Between the names of two curves at least."""

COLOURS = ("#1b6ca8", "#d1495b", "#2a9d5c", "#8e44ad", "#b8730a", "#4a5568")
GREY, PALE = "#555", "#e4e4e4"


def plot(curves: Mapping[str, Curve], *, title: str) -> str:
    """An SVG of `curves` by their names, with a dotted line that grows as n · log n."""
    sheet = _Sheet([point for curve in curves.values() for point in curve])
    guide, end = sheet.guide()
    parts = [*sheet.axes(title), guide]
    named = [(end, "(n · log n)", GREY)]
    for (name, curve), colour in zip(curves.items(), _colours(len(curves)), strict=True):
        parts += sheet.curve(curve, colour)
        named.append((sheet.y(curve[-1][1]), name, colour))
    body = "\n".join([*parts, *_names(named)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


class _Sheet:
    """Where photos and seconds are on the paper."""

    def __init__(self, points: Sequence[tuple[int, float]]) -> None:
        self._sizes = sorted({n for n, _ in points})
        seconds = [max(value, LEAST) for _, value in points]
        self._low = math.floor(math.log10(min(seconds)))
        self._high = max(math.ceil(math.log10(min(max(seconds), MOST))), self._low + 1)

    def x(self, n: float) -> float:
        first, last = math.log10(self._sizes[0]), math.log10(self._sizes[-1])
        share = (math.log10(n) - first) / (last - first) if last > first else 0.5
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, seconds: float) -> float:
        share = (math.log10(max(seconds, LEAST)) - self._low) / (self._high - self._low)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def axes(self, title: str) -> list[str]:
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        parts = [_text(LEFT, TOP - 12, title, anchor="start")]
        for power in range(self._low, self._high + 1):
            y = self.y(10.0**power)
            parts.append(_line(LEFT, y, right, y, PALE))
            parts.append(_text(LEFT - 10, y + 4, f"{10.0**power:g} s", anchor="end"))
        for n in self._sizes:
            x = self.x(n)
            parts.append(_line(x, TOP, x, bottom, PALE))
            parts.append(_text(x, bottom + 20, f"{n:,}"))
        parts.append(_line(LEFT, bottom, right, bottom, GREY))
        parts.append(_line(LEFT, TOP, LEFT, bottom, GREY))
        return [*parts, _text((LEFT + right) / 2, HEIGHT - 16, "photos")]

    def guide(self) -> tuple[str, float]:
        """A line with the slope of n · log n from the bottom left corner, and where it ends."""
        first = self._sizes[0]
        unit = 10.0**self._low / (first * math.log(first))
        steps = [first * (self._sizes[-1] / first) ** (step / 40) for step in range(41)]
        inside = [(self.x(n), self.y(unit * n * math.log(n))) for n in steps]
        inside = [(x, y) for x, y in inside if y >= TOP]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in inside)
        line = f'<polyline points="{path}" fill="none" stroke="{GREY}" stroke-dasharray="2 5"/>'
        return line, inside[-1][1]

    def curve(self, curve: Curve, colour: str) -> list[str]:
        spots = [(self.x(n), self.y(seconds)) for n, seconds in curve]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        return [
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
            *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in spots),
        ]


def _names(named: list[tuple[float, str, str]]) -> list[str]:
    """The curves' names at the right in the order of their ends, none over another."""
    parts, free = list[str](), float(TOP)
    for y, name, colour in sorted(named):
        free = max(y + 4, free + LINE_HEIGHT)
        parts.append(_text(WIDTH - RIGHT + 14, free, name, anchor="start", colour=colour))
    return parts


def _colours(count: int) -> list[str]:
    return [COLOURS[index % len(COLOURS)] for index in range(count)]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "middle", colour: str = "#222") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
    )
