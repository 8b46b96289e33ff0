"""A picture as half-block characters, two pixels a cell, and boxes as lines over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from assistant.events import Box, Region

STEP = 8
"""Colours are rounded to this many levels, so that most cells find their style made already."""
THIN = "┌┐└┘─│"
HEAVY = "┏┓┗┛━┃"
AMBER, PALE, INK = Color.from_rgb(240, 180, 84), Color.from_rgb(214, 219, 224), Color.from_rgb(20, 23, 28)


@dataclass(frozen=True)
class Mark:
    """One character drawn over the picture."""

    character: str
    cited: bool
    label: bool = False


Marks = Mapping[tuple[int, int], Mark]
"""By (row, column) of cells."""


def fitted(size: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """(columns, rows) of the largest picture of this (width, height) that fits; a cell is two square pixels high."""
    width, height = size
    scale = min(columns / width, 2 * rows / height)
    return max(1, round(width * scale)), max(1, round(height * scale / 2))


def shrunk(pixels: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """
    pixels: (H, W, 3) uint8
    Returns (2 * rows, columns, 3) uint8, each the mean of the area that it covers.
    """
    small = Image.fromarray(pixels).resize((columns, 2 * rows), Image.Resampling.BOX, reducing_gap=2.0)
    return np.asarray(small)


def strips(small: np.ndarray, marks: Marks) -> list[Strip]:
    """One strip a row of cells: the upper pixel is the character's colour, the lower one its background."""
    packed = _packed(small)
    return [_strip(packed[row], packed[row + 1], row // 2, marks) for row in range(0, len(small), 2)]


def marks(regions: Iterable[Region], cited: Sequence[Region], size: tuple[int, int], columns: int, rows: int) -> Marks:
    """The boxes with their labels, those that the answer rests on last and heavier. size: (width, height) of the frame in pixels."""
    drawn: dict[tuple[int, int], Mark] = {}
    boxes = {region.box for region in cited}
    for region in [*(region for region in regions if region.box not in boxes), *reversed(cited)]:
        place = _in_cells(region.box, size, columns, rows)
        drawn.update(_outline(place, region.box in boxes))
        drawn.update(_label(region, place, columns, region.box in boxes))
    return drawn


def _packed(small: np.ndarray) -> np.ndarray:
    """(H, W) int: red, green and blue in one number."""
    rounded = np.minimum(small.astype(np.int32) // STEP * STEP + STEP // 2, 255)
    return (rounded[..., 0] << 16) | (rounded[..., 1] << 8) | rounded[..., 2]


def _strip(upper: np.ndarray, lower: np.ndarray, row: int, marks: Marks) -> Strip:
    segments = []
    for column, (above, below) in enumerate(zip(upper.tolist(), lower.tolist(), strict=True)):
        mark = marks.get((row, column))
        segments.append(_cell(above, below) if mark is None else _marked(mark, below))
    return Strip(segments, len(segments))


@lru_cache(maxsize=16384)
def _cell(above: int, below: int) -> Segment:
    return Segment("▀", Style(color=_colour(above), bgcolor=_colour(below)))


@lru_cache(maxsize=4096)
def _marked(mark: Mark, below: int) -> Segment:
    ink = AMBER if mark.cited else PALE
    if mark.label:
        return Segment(mark.character, Style(color=INK, bgcolor=ink, bold=mark.cited))
    return Segment(mark.character, Style(color=ink, bgcolor=_colour(below)))


@lru_cache(maxsize=32768)
def _colour(packed: int) -> Color:
    return Color.from_rgb(packed >> 16, packed >> 8 & 255, packed & 255)


def _in_cells(box: Box, size: tuple[int, int], columns: int, rows: int) -> tuple[int, int, int, int]:
    """(left, top, right, bottom), all inside the picture."""
    across, down = columns / size[0], rows / size[1]
    left, right = (min(max(int(x * across), 0), columns - 1) for x in (box[0], box[2]))
    top, bottom = (min(max(int(y * down), 0), rows - 1) for y in (box[1], box[3]))
    return left, top, right, bottom


def _outline(place: tuple[int, int, int, int], cited: bool) -> dict[tuple[int, int], Mark]:
    left, top, right, bottom = place
    lines = [Mark(character, cited) for character in (HEAVY if cited else THIN)]
    across = {(row, column): lines[4] for row in (top, bottom) for column in range(left, right + 1)}
    down = {(row, column): lines[5] for column in (left, right) for row in range(top, bottom + 1)}
    corners = zip(((top, left), (top, right), (bottom, left), (bottom, right)), lines[:4], strict=True)
    return {**across, **down, **dict(corners)}


def _label(region: Region, place: tuple[int, int, int, int], columns: int, cited: bool) -> dict[tuple[int, int], Mark]:
    text = f" {region.label} {region.score:.2f} "
    left = max(0, min(place[0] + 1, columns - len(text)))
    return {(place[1], left + offset): Mark(character, cited, label=True) for offset, character in enumerate(text[:columns])}
