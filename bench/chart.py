"""Lines and points as a PNG, several charts beside each other, drawn with Pillow; both axes may be logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDE, HIGH, LEFT, TOP, BOTTOM, RIGHT = 460, 330, 62, 34, 46, 16
COLOURS = ("#2266aa", "#cc7722", "#2a8a4a", "#993377", "#777777")
INK, GRID = "#222222", "#dddddd"
Point = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    title: str
    across: str
    """What the horizontal axis shows, with its unit,"""
    up: str
    """and the vertical one."""
    lines: Mapping[str, Sequence[Point]]
    logarithmic: bool = False
    points: Mapping[str, Point] = field(default_factory=dict)
    """Single ones, each with its name."""


def draw(charts: Sequence[Chart], path: Path, columns: int = 3) -> None:
    rows = -(-len(charts) // columns)
    image = Image.new("RGB", (WIDE * min(columns, len(charts)), HIGH * rows), "white")
    for number, chart in enumerate(charts):
        one = Image.new("RGB", (WIDE, HIGH), "white")
        _Drawing(chart, ImageDraw.Draw(one)).all()
        image.paste(one, (number % columns * WIDE, number // columns * HIGH))
    image.save(path, optimize=True)


class _Drawing:
    def __init__(self, chart: Chart, pen: ImageDraw.ImageDraw) -> None:
        self._chart, self._pen = chart, pen
        self._font, self._bold = ImageFont.load_default(12), ImageFont.load_default(14)
        every = [point for line in chart.lines.values() for point in line] + list(chart.points.values())
        xs, ys = ([self._scaled(point[axis]) for point in every] for axis in (0, 1))
        low = min(ys) if chart.logarithmic else 0.0
        self._x, self._y = (min(xs), max(xs)), (low, max(ys) + 0.08 * (max(ys) - low or 1))

    def all(self) -> None:
        self._pen.text((LEFT, 8), self._chart.title, INK, self._bold)
        for axis, (low, high) in enumerate((self._x, self._y)):
            for value in self._marks(low, high):
                self._mark(axis, value)
        width = self._pen.textlength(self._chart.across, self._font)
        self._pen.text((WIDE - RIGHT - width, HIGH - 20), self._chart.across, INK, self._font)
        self._pen.text((4, TOP - 16), self._chart.up, INK, self._font)
        for number, (name, line) in enumerate(self._chart.lines.items()):
            self._line(COLOURS[number % len(COLOURS)], line)
            self._pen.text((LEFT + 10, TOP + 4 + 15 * number), name, COLOURS[number % len(COLOURS)], self._font)
        for name, point in self._chart.points.items():
            x, y = self._place(point)
            self._pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=COLOURS[1])
            self._pen.text((x + 5, y - 7), name, INK, self._font)

    def _line(self, colour: str, line: Sequence[Point]) -> None:
        places = [self._place(point) for point in sorted(line)]
        self._pen.line(places, colour, 2)
        for x, y in places:
            self._pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=colour)

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-12)) if self._chart.logarithmic else value

    def _place(self, point: Point) -> Point:
        x, y = ((self._scaled(value) - low) / (high - low or 1) for value, (low, high) in zip(point, (self._x, self._y), strict=True))
        return LEFT + x * (WIDE - LEFT - RIGHT), HIGH - BOTTOM - y * (HIGH - TOP - BOTTOM)

    def _marks(self, low: float, high: float) -> list[float]:
        """Where lines stand, on the scale of the axis: powers of ten, or round steps."""
        step = 1.0 if self._chart.logarithmic else _round_step((high - low) / 5 or 1)
        return [number * step for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]

    def _mark(self, axis: int, value: float) -> None:
        shown = f"{10**value if self._chart.logarithmic else value:g}"
        low, high = (self._x, self._y)[axis]
        share = (value - low) / (high - low or 1)
        if axis == 0:
            x = LEFT + share * (WIDE - LEFT - RIGHT)
            self._pen.line(((x, TOP), (x, HIGH - BOTTOM)), GRID)
            self._pen.text((x - self._pen.textlength(shown, self._font) / 2, HIGH - BOTTOM + 5), shown, INK, self._font)
        else:
            y = HIGH - BOTTOM - share * (HIGH - TOP - BOTTOM)
            self._pen.line(((LEFT, y), (WIDE - RIGHT, y)), GRID)
            self._pen.text((LEFT - 6 - self._pen.textlength(shown, self._font), y - 7), shown, INK, self._font)


def _round_step(least: float) -> float:
    power = 10 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least - 1e-12)
