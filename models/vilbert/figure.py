"""Where hair, shirt and trousers lie in a person's box: a standing person's, or one that the picture cuts off at the chest or the waist."""

from __future__ import annotations

import numpy as np

from models.people.posture import HIPS, KNEES, SEEN
from models.people.runtime import Person

STANDING = {"hair": (0.0, 0.14), "shirt": (0.18, 0.5), "trousers": (0.55, 0.88)}
"""From, to, in shares of the box's height."""
BUST = {"hair": (0.0, 0.3), "shirt": (0.5, 1.0), "trousers": (0.85, 1.0)}
TALL = 1.7
"""Height by width from which a box holds more than head, chest and arms."""
HAIR, NECK = 0.6, 0.3
"""In heights of the face: hair above the brow, and what lies between chin and shirt."""
BESIDE, ARM = 0.2, 1.6
"""In its widths: hair beside the face, and how far a shirt reaches from its middle."""
PIECES = tuple(STANDING)


def pieces_of(box: np.ndarray, shape: float = 1.0) -> dict[str, np.ndarray]:
    """
    box:   (4,) in fractions of the picture
    shape: the picture's height by its width
    Returns the box of each piece.
    """
    x0, y0, x1, y1 = box
    shares = STANDING if (y1 - y0) * shape > TALL * (x1 - x0) else BUST
    return {piece: np.array([x0, y0 + start * (y1 - y0), x1, y0 + end * (y1 - y0)]) for piece, (start, end) in shares.items()}


def pieces_seen(person: Person) -> dict[str, np.ndarray]:
    """Those pieces whose place a face or limbs tell, as boxes (4,) in pixels."""
    left, _, right, bottom = person.box
    hips = _height(person, HIPS)
    found = {}
    if person.face is not None:
        x0, y0, x1, y1 = person.face
        width, height = x1 - x0, y1 - y0
        found["hair"] = np.array([x0 - BESIDE * width, y0 - HAIR * height, x1 + BESIDE * width, y0])
        middle = (x0 + x1) / 2
        across = max(left, middle - ARM * width), min(right, middle + ARM * width)
        found["shirt"] = np.array([across[0], y1 + NECK * height, across[1], min(hips or bottom, bottom)])
    if hips and (knees := _height(person, KNEES)):
        found["trousers"] = np.array([left, hips, right, min(knees, bottom)])
    return {piece: box for piece, box in found.items() if box[1] < box[3]}


def _height(person: Person, pair: tuple[int, int]) -> float:
    """Where two points of a person are that are surely seen; 0 where they are not."""
    points = person.points[list(pair)] if person.points is not None else np.zeros((2, 3))
    return float(points[:, 1].mean()) if points[:, 2].min() >= SEEN else 0.0
