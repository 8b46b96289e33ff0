"""Explanations must agree with what hiding really does."""

from __future__ import annotations

import random

import numpy as np
import pytest

from models.vilbert.data.detections import observe
from models.vilbert.data.noise import Noise
from models.vilbert.data.world import Thing, World
from models.vilbert.explain import PLACED, explain, hidden_with, rollout
from models.vilbert.runtime import Fusion
from models.vilbert.tokens import CELL, NAME, REGION, TAG, empty, joined
from models.vilbert.vocabulary import NAMED, vocabulary

CLEAN = Noise(missed=0, doubled=0, confused=0, invented=0, jitter=0, drawn=0, named=1, masked=0)
CUP, DOG = (0.1, 0.5, 0.3, 0.8), (0.6, 0.4, 0.95, 0.9)


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return Fusion()


def seen(seed: int):
    """A red cup on the left, a dog on the right, as the detector would tell of them."""
    world = World([Thing("cup", CUP, "red"), Thing("dog", DOG, "brown")])
    return observe(random.Random(seed), world, CLEAN)


@pytest.fixture(scope="module")
def scene():
    return seen(1)


def test_the_thing_that_was_asked_for_is_decisive(fusion):
    changed = 0
    for tokens, keys in map(seen, range(20)):
        told = explain(fusion, fusion.see(tokens), "how many dogs are there")
        assert told.reading.answer == "1"
        row = int(np.where(np.isin(tokens.kinds, PLACED), told.tokens, -np.inf).argmax())
        assert told.tokens[row] > 0 and keys[row] == ("1",)
        changed += told.without.get(row) == "0"
    assert changed >= 18, "without the dog there is none"


def test_a_hidden_thing_is_not_named_for_the_whole_picture_either():
    names = vocabulary().names
    tokens = empty(4)
    tokens.kinds[:] = [0, REGION, NAME, TAG]
    golden_retriever = NAMED + 207
    tokens.names[1, 0], tokens.names[2, 0], tokens.names[3, 1] = names.index("dog"), golden_retriever, names.index("cup")
    tokens.chances[:] = 0.3
    assert sorted(hidden_with(tokens, 1)) == [1, 2]
    two = joined([tokens, tokens])
    assert 2 not in hidden_with(two, 1), "of two dogs the other is named"


def test_the_word_that_names_it_matters_most(fusion, scene):
    told = explain(fusion, fusion.see(scene[0]), "how many dogs are there")
    assert told.reading.words[int(told.words.argmax())] in ("dogs", "many")


def test_hiding_a_region_hides_what_lies_in_it():
    tokens = empty(4)
    tokens.kinds[:] = [0, REGION, CELL, CELL]
    tokens.boxes[1:] = [(0.1, 0.1, 0.5, 0.5), (0.2, 0.2, 0.4, 0.4), (0.4, 0.4, 0.9, 0.9)]
    assert sorted(hidden_with(tokens, 1)) == [1, 2]
    assert hidden_with(tokens, 0) == [0], "what has no place of its own is hidden alone"


def test_the_rollout_is_a_share_of_attention(fusion, scene):
    share = rollout(fusion.read(fusion.see(scene[0]), "what color is the cup"))
    assert share.min() >= 0 and share.sum() == pytest.approx(1, abs=1e-4)
    assert np.isfinite(share).all() and len(share) == len(scene[0])
