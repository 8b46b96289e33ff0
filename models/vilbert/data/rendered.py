"""Rendered scenes and easy-VQA's training pictures through the real front end: what the simulated tokens of drawn.py leave out, the
networks' own doubts, names and tags of drawings, is learned from these.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from models.vilbert.data.drawn import question_of, render_world, world_of
from models.vilbert.data.sources import Seen
from models.vilbert.data.world import Thing, World, overlap
from models.vilbert.tokens import BAND, DRAWN_REGION, IMAGE, REGION, Tokens

Look = Callable[[np.ndarray], Tokens]
SHOWN = 0.5
"""Overlap (IoU) from which a found region shows a thing."""
BANDS = ("band/top", "band/bottom", "band/background", "band/subject")


def scenes(look: Look, folder: Path, seed: int, count: int) -> Iterator[Seen]:
    """folder: of the drawings. Worlds of the training split, from a seed of their own."""
    arranger = np.random.default_rng(seed)
    for _ in range(count):
        world = world_of(arranger, "train", (1, 8) if arranger.random() < 0.15 else (3, 8))
        tokens = look(render_world(arranger, world, folder))
        yield Seen(tokens, keyed(tokens, world.things), world, [], [])


def easy(look: Look, folder: Path, seed: int, start: int, count: int) -> Iterator[Seen]:
    """Pictures of easy-VQA's training part with its questions, in an order of the seed, from `start` on."""
    from models.drawings.easy import load

    data = load("train", folder)
    asked: dict[int, list] = {}
    for row in data.questions:
        asked.setdefault(row.picture, []).append(question_of(row.text, row.answer))
    for number in random.Random(seed).sample(sorted(asked), len(asked))[start : start + count]:
        thing = data.things[number]
        if thing is None:
            continue
        world = World([Thing(thing.name, thing.box, thing.colour, None, identity="shape")])
        tokens = look(data.picture(number))
        yield Seen(tokens, keyed(tokens, world.things), world, asked[number], [])


def keyed(tokens: Tokens, things: Sequence[Thing]) -> list[tuple[str, ...]]:
    """For each token the keys of what it shows (questions/question.py)."""
    bands = iter(BANDS)
    return [_shown(int(kind), box, things, bands) for kind, box in zip(tokens.kinds, tokens.boxes, strict=True)]


def _shown(kind: int, box: np.ndarray, things: Sequence[Thing], bands: Iterator[str]) -> tuple[str, ...]:
    if kind == IMAGE:
        return ("image",)
    if kind == BAND:
        return (next(bands),)
    if kind not in (DRAWN_REGION, REGION):
        return ()
    overlaps = [overlap(box, thing.box) for thing in things]
    best = int(np.argmax(overlaps))
    return (str(best),) if overlaps[best] > SHOWN else ()
