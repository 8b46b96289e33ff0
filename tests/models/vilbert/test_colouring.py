"""Whose colour a question asks for, and what is made of the signs for each colour."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.colours import NAMES
from models.vilbert.colouring import asked_of, coloured, is_doubtful, rows_of
from models.vilbert.runtime import Fusion, Reading
from models.vilbert.tokens import CELL, IMAGE, REGION, Tokens, empty


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("What color are the handles?", "the handles"),
        ("which colour is his shirt", "his shirt"),
        ("what's the color of the cup on the table", "the cup on the table"),
        ("what color does the bucket have", "the bucket"),
        ("what colors are the petals of the flower", "the petals of the flower"),
        ("what color is it", "it"),
        ("what color is the sky", ""),
        ("what color are the walls of the room", ""),
        ("what color is the wall clock", "the wall clock"),
        ("what color are the cup and the plate", ""),
        ("is the cup red", ""),
        ("what is the color", ""),
        ("what color", ""),
        ("what color is -", ""),
        ("whats the colour of 🎉", ""),
        ("", ""),
    ],
)
def test_it_is_a_thing_that_has_a_colour_of_its_own(question, thing):
    assert asked_of(question) == thing


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return Fusion()


def photo() -> Tokens:
    tokens = empty(3)
    tokens.kinds[:] = IMAGE, REGION, CELL
    return tokens


def read(fusion: Fusion, tokens: Tokens, *, answer: str, found: float) -> Reading:
    """found: how surely the region is meant."""
    reading = fusion.read(fusion.see(tokens), "what color is the thing")
    return replace(reading, best=((answer, 0.5),), grounding=np.array([0.0, found, 0.9], np.float32))


def test_what_was_found_and_is_surely_meant_is_in_no_doubt(fusion):
    tokens = photo()
    assert is_doubtful(read(fusion, tokens, answer="red", found=0.5), tokens)
    assert not is_doubtful(read(fusion, tokens, answer="red", found=0.95), tokens)
    assert not is_doubtful(read(fusion, tokens, answer="striped", found=0.5), tokens)


def test_the_colours_share_what_they_have(fusion):
    reading = read(fusion, photo(), answer="white", found=0.0)
    shares = np.zeros((2, len(NAMES)))
    shares[0, NAMES.index("green")] = shares[1, NAMES.index("white")] = 1.0
    rows, chances = rows_of(fusion.words), coloured(reading, shares, (0.0, 1.0, -0.5), fusion.words)
    assert chances[rows].sum() == pytest.approx(reading.chances[rows].sum()) and NAMES[chances[rows].argmax()] == "green"
    others = np.setdiff1d(np.arange(len(chances)), rows)
    assert (chances[others] == reading.chances[others]).all()
