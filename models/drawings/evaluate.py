"""How right the detector is: on rendered scenes, on easy-VQA's test pictures, and on photos, where it must find nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.detector.runtime import HIT, overlap
from models.drawings.easy import SHAPES as EASY_SHAPES
from models.drawings.easy import Easy
from models.drawings.names import COLOURS, SHAPES, names
from models.drawings.render import SIDE, render
from models.drawings.runtime import Drawn
from models.drawings.scenes import Thing, arrange

Detect = Callable[[np.ndarray], Drawn]
SEED = 77
"""Far from any that training uses."""


@dataclass(frozen=True)
class Score:
    """Right ones of how many."""

    right: int
    of: int

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.of + other.of)

    def __str__(self) -> str:
        return f"{100 * self.right / max(1, self.of):6.2f} %  {self.right}/{self.of}"


Scores = dict[str, Score]


def on_scenes(detect: Detect, split: str, many: int, photos: Sequence[np.ndarray] = (), folder: Path | None = None) -> Scores:
    rng = np.random.default_rng((SEED, len(split)))
    total: Scores = {}
    for _ in range(many):
        things = arrange(rng, split)
        for name, score in of_scene(detect(render(rng, things, photos, folder)), things).items():
            total[name] = total.get(name, Score(0, 0)) + score
    return total


def of_scene(drawn: Drawn, things: Sequence[Thing]) -> Scores:
    """found: of all things; picture, shape and colour: of all of them, not only of the found; all right: found, named and coloured."""
    pairs = matched(drawn, things)
    called = {number: names()[drawn.classes[row].argmax()] for number, row in pairs.items()}
    shades = {number: COLOURS[drawn.colours[row].argmax()] for number, row in pairs.items()}
    named = [called.get(number) == thing.name for number, thing in enumerate(things)]
    dyed = [not thing.colour or shades.get(number) == thing.colour for number, thing in enumerate(things)]
    shaped = [thing.name in SHAPES for thing in things]
    styles = [thing.identity.partition("/")[0] for thing in things]
    by_style = {
        f"named, {style}": Score(_both(named, [other == style for other in styles]), styles.count(style)) for style in set(styles) if style
    }
    return {
        "found": Score(len(pairs), len(things)),
        "shape named": Score(_both(named, shaped), sum(shaped)),
        "picture named": Score(_both(named, [not shape for shape in shaped]), len(things) - sum(shaped)),
        "colour": Score(_both(dyed, shaped), sum(shaped)),
        "all right": Score(_both(named, dyed), len(things)),
        "finds that are things": Score(len(pairs), len(drawn.scores)),
        "scenes counted right": Score(len(drawn.scores) == len(things), 1),
        **by_style,
    }


def _both(first: Sequence[bool], second: Sequence[bool]) -> int:
    return sum(one and other for one, other in zip(first, second, strict=True))


def matched(drawn: Drawn, things: Sequence[Thing]) -> dict[int, int]:
    """The find of every thing that has one, best finds first."""
    boxes = np.array([thing.box for thing in things], np.float32).reshape(-1, 4) * SIDE
    pairs: dict[int, int] = {}
    for row, box in enumerate(drawn.boxes):
        likeness = overlap(box, boxes)
        likeness[list(pairs)] = 0
        if len(likeness) and likeness.max() >= HIT:
            pairs[int(likeness.argmax())] = row
    return pairs


def on_easy(detect: Detect, easy: Easy) -> Scores:
    """Each picture's best find, asked as easy-VQA asks: which of its three shapes, and which colour."""
    rows = [names().index(shape) for shape in EASY_SHAPES]
    right = {"shape": 0, "colour": 0, "both": 0}
    known = [(number, thing) for number, thing in enumerate(easy.things) if thing]
    for number, thing in known:
        drawn = detect(easy.pictures[number])
        shape = len(drawn.scores) > 0 and EASY_SHAPES[drawn.classes[0, rows].argmax()] == thing.name
        colour = len(drawn.scores) > 0 and COLOURS[drawn.colours[0].argmax()] == thing.colour
        right = {"shape": right["shape"] + shape, "colour": right["colour"] + colour, "both": right["both"] + (shape and colour)}
    return {name: Score(int(count), len(known)) for name, count in right.items()}


def on_photos(detect: Detect, photos: Sequence[np.ndarray]) -> Scores:
    finds = [len(detect(photo).scores) for photo in photos]
    return {"photos with a find": Score(sum(count > 0 for count in finds), len(photos)), "finds a photo": Score(sum(finds), len(photos))}
