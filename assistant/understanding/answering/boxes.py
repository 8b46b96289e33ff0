"""Which of several boxes is more, where it lies, and of what colour it is.

Things are as big as they look in the picture: who asks which of two is bigger sees both.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from assistant.events import Box, Region
from assistant.understanding.answering.pointing import area
from assistant.understanding.asking.finds import SPANS

LARGER, HIGHER, LOWER = 1.5, 1.25, 0.06
"""How many times the area and the height of another thing are clearly more, and by how much of the picture its lower edge clearly lies
nearer to whoever looks."""
APART = 0.1
"""Of the picture's width, from which one of two is on the left."""
SHARE = 0.25
"""Of a box, from which a thing is of a colour."""


def clearly(one: Box, other: Box, by: str, height: float) -> float:
    """
    height: of the picture
    How much more one is than the other: from 1 it clearly is, from -1 the other clearly is.
    """
    larger = log(area(one) / area(other)) / log(LARGER)
    if by == "size":
        return larger
    if by == "height":
        return log((one[3] - one[1]) / (other[3] - other[1])) / log(HIGHER)
    lower = (one[3] - other[3]) / height / LOWER
    return 0.0 if lower * larger <= 0 else min(lower, larger, key=abs)


def largest(regions: Sequence[Region]) -> Region:
    return max(regions, key=lambda region: area(region.box))


def foremost(regions: Sequence[Region], by: str, most: int, height: float) -> tuple[Region, float] | None:
    """The one of several that is most, or least, and how clearly it is more so than each other one; None where none is."""
    for one in regions:
        ahead = min((most * clearly(one.box, other.box, by, height) for other in regions if other is not one), default=0.0)
        if ahead >= 1:
            return one, ahead
    return None


def side_of(one: Region, others: Sequence[Region], width: float) -> str:
    """left, middle or right, as one of several stands; "" where none of that tells which."""
    middle, rest = _middle(one.box, 0), [_middle(other.box, 0) for other in others]
    if all(middle < other - APART * width for other in rest):
        return "left"
    if all(middle > other + APART * width for other in rest):
        return "right"
    return "middle" if len(rest) == 2 and min(rest) < middle - APART * width and max(rest) > middle + APART * width else ""


def at_side(regions: Sequence[Region], side: str, size: tuple[int, int]) -> list[Region]:
    """Those whose middles lie there. size: width and height of the picture"""
    axis, start, end = SPANS[side]
    return [region for region in regions if start <= _middle(region.box, axis) / size[axis] < end]


def of_colour(regions: Sequence[Region], colour: str) -> list[Region]:
    """Those that may be of it, the most first: their boxes have a good share of it."""
    coloured = [region for region in regions if region.colours.get(colour, 0.0) >= SHARE]
    return sorted(coloured, key=lambda region: -region.colours[colour])


def _middle(box: Box, axis: int) -> float:
    return (box[axis] + box[axis + 2]) / 2
