"""What is in a rendered scene and where: drawn without any picture at hand, so that questions can be made from it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.colours import NAMES as COLOURS
from models.drawings.names import HELD_PAIRS, SHAPES, Picture, icons, pictures

SPLITS = ("train", "identity", "pair", "count")
Box = tuple[float, float, float, float]
Kind = tuple[str, str | None, str, float]
"""Name, colour, identity, width by height."""
SIZES = {"small": (0.105, 0.145), "large": (0.19, 0.265)}
"""The side of a square of the same area, in fractions of the picture."""
REPEATED, SHAPED = 0.35, 0.45
SHARES = {"pair": 0.75, "identity": 0.2}
"""Of shapes, where it is not SHAPED."""
TOUCHING = 0.15
"""Share of scenes in which one thing may hide up to LAPPED of another."""
LAPPED = 0.12
ICONS, PLENTY = 0.55, 10
"""Largest share of icons among the pictures of a name, where icons are asked for, and how many a name must have for it."""


@dataclass(frozen=True)
class Thing:
    name: str
    box: Box
    """x0, y0, x1, y1 in fractions of the picture."""
    colour: str | None
    """Of a shape; None for a picture."""
    size: str | None
    """small or large"""
    identity: str = ""
    """Which picture it is; "" for a shape."""


def arrange(
    rng: np.random.Generator,
    split: str = "train",
    count: tuple[int, int] = (3, 8),
    shaped: float | None = None,
    *,
    iconic: bool = False,
) -> list[Thing]:
    """
    split: train, or what training never shows: identity (held-out pictures), pair (held-out colours of shapes), count (9 or 10 things)
    count: least and most things of a scene, save in the split of that name
    shaped: share of shapes, if not the split's own
    iconic: whether icons are among the pictures, which only training is to see
    """
    least, most = (9, 10) if split == "count" else count
    many = int(rng.integers(least, most + 1))
    while True:
        things = _attempt(rng, split, many, SHARES.get(split, SHAPED) if shaped is None else shaped, iconic)
        if things is not None:
            return things


def _attempt(rng: np.random.Generator, split: str, many: int, shaped: float, iconic: bool) -> list[Thing] | None:
    """None where there is no room left."""
    kinds: list[Kind] = []
    for _ in range(many):
        kinds.append(_again(rng, split, kinds, iconic) if kinds and rng.random() < REPEATED else _fresh(rng, split, shaped, iconic))
    lapped = LAPPED if rng.random() < TOUCHING else 0.0
    large = 0.45 if many <= 6 else 0.25
    things: list[Thing] = []
    for name, colour, identity, aspect in kinds:
        size = "large" if rng.random() < large else "small"
        box = _place(rng, things, size, aspect, lapped)
        if box is None:
            size, box = "small", _place(rng, things, "small", aspect, lapped)
        if box is None:
            return None
        things.append(Thing(name, box, colour, size, identity))
    return things


def _fresh(rng: np.random.Generator, split: str, shaped: float, iconic: bool) -> Kind:
    if rng.random() < shaped:
        return _shape(rng, split, str(rng.choice(SHAPES)))
    return _picture(rng, split, str(rng.choice(list(pictures()))), iconic)


def _again(rng: np.random.Generator, split: str, kinds: list[Kind], iconic: bool) -> Kind:
    """The name of an earlier thing once more, often the very same."""
    kind = kinds[rng.integers(len(kinds))]
    if rng.random() < 0.6:
        return kind
    return _shape(rng, split, kind[0]) if kind[1] else _picture(rng, split, kind[0], iconic)


def _shape(rng: np.random.Generator, split: str, name: str) -> Kind:
    colour = str(rng.choice([colour for colour in COLOURS if ((colour, name) in HELD_PAIRS) == (split == "pair")]))
    return name, colour, "", _aspect(rng, name)


def _aspect(rng: np.random.Generator, name: str) -> float:
    """Width by height."""
    if name == "rectangle":
        return float(rng.uniform(1.45, 2.4) ** rng.choice((-1, 1)))
    spread = {"circle": 0.0, "square": 0.0, "triangle": 0.2, "diamond": 0.25}.get(name, 0.06)
    return float(np.exp(rng.uniform(-spread, spread)))


def _picture(rng: np.random.Generator, split: str, name: str, iconic: bool) -> Kind:
    choice: Sequence[Picture] = [picture for picture in pictures()[name] if picture.is_held == (split == "identity")]
    drawn = icons().get(name, ()) if iconic else ()
    if drawn and rng.random() < ICONS * min(1.0, len(drawn) / PLENTY):
        choice = drawn
    picture = choice[int(rng.integers(len(choice)))]
    return name, None, picture.identity, picture.aspect


def _place(rng: np.random.Generator, things: list[Thing], size: str, aspect: float, lapped: float) -> Box | None:
    side = rng.uniform(*SIZES[size])
    width, height = side * aspect**0.5, side / aspect**0.5
    for _ in range(40):
        x, y = rng.uniform(0.005, 0.995 - width), rng.uniform(0.005, 0.995 - height)
        box = (float(x), float(y), float(x + width), float(y + height))
        if all(_shared(box, thing.box) <= lapped for thing in things):
            return box
    return None


def _shared(first: Box, second: Box) -> float:
    """How much of the smaller one lies under or over the other."""
    width, height = min(first[2], second[2]) - max(first[0], second[0]), min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
