"""What the detector of drawn things can name: shapes first, then everyday things; and the colours of shapes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from models import colours

SHAPES = ("circle", "rectangle", "square", "triangle", "star", "diamond", "cross", "heart")
COLOURS = (*colours.NAMES, "teal")
"""Teal is easy-VQA's own; elsewhere such a hue is called blue or green, as in models.colours."""
HELD_STYLES = frozenset(("openmoji", "emojione-v1"))
"""No picture of these is ever rendered for training (their licence, CC BY-SA, would not allow it either)."""
HELD_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        "orange circle;pink circle;purple rectangle;white rectangle;white triangle;orange triangle;"  # colours that easy-VQA has not
        "red square;blue square;white square;yellow star;purple star;grey star;green diamond;black diamond;pink diamond;"
        "brown cross;orange cross;blue cross;black heart;green heart;yellow heart"
    ).split(";")
)
"""(colour, shape) that training never shows."""


@dataclass(frozen=True)
class Picture:
    """One picture of a thing in one style."""

    identity: str
    """Style and picture, as `noto/dog-face`."""
    aspect: float
    """Width by height of what is not transparent."""

    @property
    def style(self) -> str:
        return self.identity.partition("/")[0]

    @property
    def is_held(self) -> bool:
        return self.style in HELD_STYLES


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    return tuple(_text("names.txt").split("\n"))


@lru_cache(maxsize=1)
def pictures() -> dict[str, tuple[Picture, ...]]:
    """Of every name that is not a shape: its pictures in all styles of emoji."""
    return _listed("pictures.txt")


@lru_cache(maxsize=1)
def icons() -> dict[str, tuple[Picture, ...]]:
    """Of the same names: pictures in sets of icons, chosen by eye, for training alone. Some names have none."""
    return _listed("icons.txt")


def _listed(file: str) -> dict[str, tuple[Picture, ...]]:
    found = {}
    for line in _text(file).split("\n"):
        name, _, listed = line.partition(": ")
        pairs = (entry.split("=") for entry in listed.split())
        found[name] = tuple(Picture(identity, float(aspect)) for identity, aspect in pairs)
    return found


def _text(file: str) -> str:
    return resources.files("models.drawings").joinpath(file).read_text("utf-8").strip()
