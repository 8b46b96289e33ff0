"""Rendered scenes and easy-VQA as the detector of drawn things sees them: their worlds are arranged, their detections simulated.

The real pictures are rendered only to be tested on: the detector is right nearly always, and what it gets wrong is imitated here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.colours import NAMES as COLOUR_NAMES
from models.drawings.easy import load
from models.drawings.names import names
from models.drawings.scenes import Thing as Drawn
from models.drawings.scenes import arrange
from models.vilbert.data.captions import caption
from models.vilbert.data.detections import name_tokens
from models.vilbert.data.examples import Example, worded
from models.vilbert.data.questions import Question, ask
from models.vilbert.data.shares import colour_shares, split
from models.vilbert.data.tagged import tags_of
from models.vilbert.data.world import CLASSES, Thing, World
from models.vilbert.tokens import BAND, DRAWN_REGION, IMAGE, REGION, Tokens, empty, joined
from models.vilbert.vocabulary import COLOURS, DETECTED, DRAWN, FIRST_PART, PARTS

SHARES = {
    "exist": 6,
    "count": 8,
    "number": 2,
    "compare": 10,
    "colour": 6,
    "is colour": 2,
    "same colour": 8,
    "quadrant": 4,
    "where": 3,
    "on side": 2,
    "relation": 14,
    "beside": 2,
    "refer": 6,
    "refer relation": 10,
    "refer near": 2,
    "match": 10,
    "is relation": 4,
    "cannot tell": 3,
}
MISSED, CONFUSED, INVENTED, JITTER = 0.02, 0.08, 0.1, 0.03


def world_of(rng: np.random.Generator, split_name: str = "train", count: tuple[int, int] = (3, 8)) -> World:
    things = [
        Thing(thing.name, thing.box, thing.colour, thing.size, identity=thing.identity or "shape")
        for thing in arrange(rng, split_name, count)
    ]
    return World(things)


def render_world(rng: np.random.Generator, world: World, folder: Path) -> np.ndarray:
    """folder: of the drawings. Returns (H, W, 3) uint8."""
    from models.drawings.render import render

    things = [Drawn(t.name, t.box, t.colour, t.size, "" if t.identity == "shape" else t.identity) for t in world.things]
    return render(rng, things, (), folder)


def observe(rng: random.Random, world: World) -> tuple[Tokens, list[tuple[str, ...]]]:
    found = [number for number in range(len(world.things)) if rng.random() > MISSED]
    rng.shuffle(found)
    whole = empty(1)
    whole.kinds[0] = IMAGE
    whole.statistics[0] = [1.0, *(rng.uniform(0.1, 0.8) for _ in range(3)), 0.5, rng.uniform(0.05, 0.4)]
    whole.colours[0] = colour_shares(rng, rng.choice(COLOUR_NAMES))
    named = name_tokens([(rng.randrange(1000), rng.random() ** 3 * 0.5) for _ in range(5)])
    wrong = _invented(rng) if rng.random() < INVENTED else empty(0)
    tagged, _ = tags_of(rng, {"place": ["drawing"]})
    tokens = joined([whole, named, tagged, _bands(rng), _regions(rng, world, found), wrong])
    keys: list[tuple[str, ...]] = [
        ("image",),
        *[()] * (len(named) + len(tagged)),
        ("band/top",),
        ("band/bottom",),
        ("band/background",),
        ("band/subject",),
    ]
    return tokens, [*keys, *((str(number),) for number in found), *[()] * len(wrong)]


def _regions(rng: random.Random, world: World, found: list[int]) -> Tokens:
    tokens = empty(len(found))
    tokens.kinds[:] = DRAWN_REGION
    for row, number in enumerate(found):
        thing = world.things[number]
        likely, sure = [thing.name, *rng.sample(names(), 3)], 1 - rng.random() ** 4 * 0.6
        if rng.random() < CONFUSED:
            likely, sure = [likely[1], likely[0], *likely[2:]], rng.uniform(0.4, 0.9)
        tokens.names[row] = [DRAWN + names().index(other) for other in likely]
        tokens.chances[row] = [sure, *sorted(((1 - sure) * share for share in split(rng, 3)), reverse=True)]
        tokens.statistics[row, 0] = sure
        tokens.boxes[row] = [min(1.0, max(0.0, edge + rng.gauss(0, JITTER) * (thing.box[2] - thing.box[0]))) for edge in thing.box]
        tokens.colours[row] = _colour(rng, thing)
    return tokens


def _colour(rng: random.Random, thing: Thing) -> np.ndarray:
    shares = np.zeros(len(COLOURS), np.float32)
    sure = 1 - rng.random() ** 5 * 0.5 if thing.colour else rng.random() ** 3 * 0.4
    shares[COLOURS.index(thing.colour) if thing.colour else rng.randrange(len(COLOURS))] = sure
    return shares


def _invented(rng: random.Random) -> Tokens:
    """The photo detector sees something in a drawn scene."""
    token = empty(1)
    token.kinds[0] = REGION
    x, y, wide, high = rng.uniform(0, 0.6), rng.uniform(0, 0.6), rng.uniform(0.1, 0.4), rng.uniform(0.1, 0.4)
    token.boxes[0] = [x, y, x + wide, y + high]
    token.names[0, 0], token.chances[0, 0] = DETECTED + rng.randrange(len(CLASSES)), rng.uniform(0.3, 0.5)
    token.statistics[0, 0] = token.chances[0, 0]
    token.colours[0] = colour_shares(rng, rng.choice(COLOUR_NAMES))
    return token


def _bands(rng: random.Random) -> Tokens:
    tokens = empty(4)
    tokens.kinds[:] = BAND
    ground = rng.choice(COLOUR_NAMES)
    for row, key in enumerate(("top", "bottom", "background", "subject")):
        tokens.names[row, 0], tokens.chances[row, 0] = FIRST_PART + PARTS.index(key), 1.0
        tokens.colours[row] = colour_shares(rng, ground if key != "subject" else rng.choice(COLOUR_NAMES))
        tokens.statistics[row, 1:4] = [rng.uniform(0.05, 0.9) for _ in range(3)]
    tokens.boxes[0], tokens.boxes[1], tokens.boxes[3] = (
        (0, 0, 1, 0.3),
        (0, 0.75, 1, 1),
        (rng.uniform(0, 0.3), rng.uniform(0, 0.3), rng.uniform(0.6, 1), rng.uniform(0.6, 1)),
    )
    return tokens


class Scenes:
    """A source of rendered scenes that nobody renders."""

    def examples(self, rng: random.Random, pictures: int, questions: int) -> list[Example]:
        arranger = np.random.default_rng(rng.getrandbits(63))
        made = []
        for _ in range(pictures):
            world = world_of(arranger, count=(1, 8) if rng.random() < 0.15 else (3, 8))
            asked = [worded(rng, question) for question in ask(rng, world, questions, SHARES)]
            made.append(Example(*observe(rng, world), asked, caption(rng, world)))
        return made


@dataclass(frozen=True)
class EasyRow:
    thing: Thing
    questions: tuple[Question, ...]


class EasyQuestions:
    """easy-VQA's training pictures and questions."""

    def __init__(self, folder: Path, split_name: str = "train") -> None:
        """folder: of the drawings' packages."""
        easy = load(split_name, folder)
        asked: dict[int, list[Question]] = {}
        for row in easy.questions:
            asked.setdefault(row.picture, []).append(question_of(row.text, row.answer))
        known = ((number, thing) for number, thing in enumerate(easy.things) if thing is not None)
        self.rows = [
            EasyRow(Thing(thing.name, thing.box, thing.colour, None, identity="shape"), tuple(asked[number]))
            for number, thing in known
            if number in asked
        ]

    def examples(self, rng: random.Random, pictures: int, questions: int) -> list[Example]:
        made = []
        for row in rng.choices(self.rows, k=pictures):
            world = World([row.thing])
            made.append(Example(*observe(rng, world), rng.choices(row.questions, k=questions), caption(rng, world)))
        return made


def question_of(text: str, answer: str) -> Question:
    """Open answers are read off the one thing that is there."""
    answer = "grey" if answer == "gray" else answer
    return Question("easy", text, answer, ("0",), () if answer in ("yes", "no") else ("0",))
