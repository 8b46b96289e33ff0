"""Simulated pictures are painted so that the rules read of them what the tokens say."""

from __future__ import annotations

import random

import numpy as np

from bench.synthetic import PAINT, Rules, painted
from models.colours import NAMES, Painted
from models.vilbert.data.noise import TRAINED
from models.vilbert.data.questions import Question
from models.vilbert.sets import Asked, simulated_set
from models.vilbert.tokens import BAND, NAME, REGION, Tokens, empty
from models.vilbert.vocabulary import COLOURS, DETECTED, NAMED, vocabulary


def kitchen() -> Tokens:
    """A red cup on the left of a white picture."""
    tokens = empty(6)
    tokens.kinds[:] = BAND, BAND, BAND, BAND, NAME, REGION
    tokens.names[4, 0], tokens.names[5, 0] = NAMED, DETECTED + vocabulary().names[DETECTED:].index("cup")
    tokens.chances[4:, 0] = 0.1, 0.9
    tokens.statistics[5, 0] = 0.9
    tokens.colours[:, COLOURS.index("white")] = 1
    tokens.colours[5] = np.eye(len(COLOURS))[COLOURS.index("red")]
    tokens.boxes[5] = 0.05, 0.4, 0.3, 0.7
    return tokens


def asked(text: str, **known: object) -> Asked:
    box = known.pop("box", None)
    return Asked(kitchen(), Question("exist", text, **{"answer": None, **known}), box)  # type: ignore[arg-type]


def test_every_colour_is_painted_so_that_it_is_read_again():
    for name, paint in PAINT.items():
        assert next(iter(Painted(np.full((40, 40, 3), paint, np.uint8)).named())) == name
    assert set(PAINT) == set(NAMES)


def test_the_rules_are_judged_by_what_they_say_where_they_point_and_what_they_hold_true():
    rules, scene = Rules(), painted(kitchen())
    assert rules.is_right(asked("how many cups are there", answer="1"), scene)
    assert rules.is_right(asked("how many dogs are there", answer="0"), scene)
    assert rules.is_right(asked("what colour is the cup", answer="red"), scene)
    assert not rules.is_right(asked("is there a dog", answer="yes"), scene)
    assert rules.is_right(asked("the cup", box=(0.05, 0.4, 0.3, 0.7)), scene)
    assert not rules.is_right(asked("the cup", box=(0.6, 0.4, 0.9, 0.7)), scene)
    assert rules.is_right(asked("is there a cup", true=True), scene)


def test_what_is_simulated_can_be_painted():
    for one in simulated_set(random.Random(0), 5, TRAINED):
        scene = painted(one.tokens)
        assert len(scene.regions) == one.tokens.counted.sum() and scene.tokens is one.tokens
