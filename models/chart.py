"""Lines and points as a PNG, several charts beside each other, drawn with Pillow; both axes may be logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDE, HIGH, LEFT, TOP, BOTTOM, RIGHT = 460, 330, 62, 34, 46, 16
COLOURS = ("#2266aa", "#cc7722", "#2a8a4a", "#993377", "#777777")
LEGEND = 15
"""Height of a line's name, in pixels. They stand above all lines."""
INK, GRID = "#222222", "#dddddd"
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Chart:
    title: str
    across: str
    """What the horizontal axis shows, with its unit,"""
    up: str
    """and the vertical one."""
    lines: Mapping[str, Sequence[Point]]
    """By name; none is written for an empty one."""
    logarithmic: bool = False
    points: Mapping[str, Point] = field(default_factory=dict)
    """Single ones, each with its name."""


def draw(charts: Sequence[Chart], path: Path, columns: int = 3, size: tuple[int, int] = (WIDE, HIGH)) -> None:
    """size: of one chart, in pixels"""
    rows, (wide, high) = -(-len(charts) // columns), size
    image = Image.new("RGB", (wide * min(columns, len(charts)), high * rows), "white")
    for number, chart in enumerate(charts):
        one = Image.new("RGB", size, "white")
        _Drawing(chart, ImageDraw.Draw(one), size).all()
        image.paste(one, (number % columns * wide, number // columns * high))
    image.save(path, optimize=True)


class _Drawing:
    def __init__(self, chart: Chart, pen: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
        self._chart, self._pen, (self._wide, self._high) = chart, pen, size
        self._font, self._bold = ImageFont.load_default(12), ImageFont.load_default(14)
        every = [point for line in chart.lines.values() for point in line] + list(chart.points.values())
        xs, ys = ([self._scaled(point[axis]) for point in every] for axis in (0, 1))
        low = min(ys) if chart.logarithmic else min(0.0, *ys)
        legend = LEGEND * sum(map(bool, chart.lines)) + 8
        room = max(0.08, legend / (self._high - TOP - BOTTOM - legend))
        self._x, self._y = (min(xs), max(xs)), (low, max(ys) + room * (max(ys) - low or 1))

    def all(self) -> None:
        self._pen.text((LEFT, 8), f"{self._chart.title} ({self._chart.up})", INK, self._bold)
        for axis, (low, high) in enumerate((self._x, self._y)):
            for value in self._marks(low, high):
                self._mark(axis, value)
        width = self._pen.textlength(self._chart.across, self._font)
        self._pen.text((self._wide - RIGHT - width, self._high - 20), self._chart.across, INK, self._font)
        for number, (name, line) in enumerate(self._chart.lines.items()):
            self._line(COLOURS[number % len(COLOURS)], line)
            spot = (LEFT + 10, TOP + 4 + LEGEND * number)
            self._pen.rectangle(self._pen.textbbox(spot, name, self._font), "white")  # no line of the grid strikes it through
            self._pen.text(spot, name, COLOURS[number % len(COLOURS)], self._font)
        places = {name: self._place(point) for name, point in self._chart.points.items()}
        for x, y in places.values():
            self._pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=COLOURS[2])
        taken = [(x - 3, y - 3, x + 3, y + 3) for x, y in places.values()]
        for name, place in sorted(places.items(), key=lambda item: item[1]):
            taken.append(self._named(name, place, taken))

    def _named(self, name: str, place: Point, taken: Sequence[Box]) -> Box:
        """Writes the name beside its point, where nothing else stands: the nearest such place, right or left of it."""
        width, (x, y) = self._pen.textlength(name, self._font), place
        spots = [(left, y - 7 + 12 * step) for step in (0, -1, 1, -2, 2, -3, 3, -4, 4) for left in (x + 6, x - 6 - width)]
        boxes = [(left, top, left + width, top + 13) for left, top in spots if left > LEFT and left + width < self._wide - 2]
        box = next((box for box in boxes if not any(_meet(box, other) for other in taken)), boxes[0])
        self._pen.text(box[:2], name, INK, self._font)
        return box

    def _line(self, colour: str, line: Sequence[Point]) -> None:
        places = [self._place(point) for point in sorted(line)]
        self._pen.line(places, colour, 2)
        for x, y in places:
            self._pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=colour)

    def _scaled(self, value: float) -> float:
        return math.log10(max(value, 1e-12)) if self._chart.logarithmic else value

    def _place(self, point: Point) -> Point:
        x, y = ((self._scaled(value) - low) / (high - low or 1) for value, (low, high) in zip(point, (self._x, self._y), strict=True))
        return LEFT + x * (self._wide - LEFT - RIGHT), self._high - BOTTOM - y * (self._high - TOP - BOTTOM)

    def _marks(self, low: float, high: float) -> list[float]:
        """Where lines stand, on the scale of the axis: powers of ten, or round steps."""
        step = 1.0 if self._chart.logarithmic else _round_step((high - low) / 5 or 1)
        return [number * step for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]

    def _mark(self, axis: int, value: float) -> None:
        shown = f"{10**value if self._chart.logarithmic else value:g}"
        low, high = (self._x, self._y)[axis]
        share = (value - low) / (high - low or 1)
        if axis == 0:
            x = LEFT + share * (self._wide - LEFT - RIGHT)
            self._pen.line(((x, TOP), (x, self._high - BOTTOM)), GRID)
            width = self._pen.textlength(shown, self._font)
            self._pen.text((min(x - width / 2, self._wide - width - 2), self._high - BOTTOM + 5), shown, INK, self._font)
        else:
            y = self._high - BOTTOM - share * (self._high - TOP - BOTTOM)
            self._pen.line(((LEFT, y), (self._wide - RIGHT, y)), GRID)
            self._pen.text((LEFT - 6 - self._pen.textlength(shown, self._font), y - 7), shown, INK, self._font)


def _round_step(least: float) -> float:
    power = 10 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least - 1e-12)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
