"""What is meant, as a box: a detected thing, several where the words say so, or a patch of cells."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from models.vilbert.pointing import patch, pointed
from models.vilbert.runtime import Reading
from models.vilbert.tokens import BAND, CELL, DRAWN_REGION, GRID, IMAGE, REGION, Tokens, empty, joined
from models.vilbert.vocabulary import DETECTED, FIRST_PART, PARTS, vocabulary


def made(kinds: list[int], grounding: np.ndarray) -> tuple[Reading, Tokens]:
    """Tokens of these kinds, then a grid of cells, meant as surely as said."""
    tokens, cells = empty(len(kinds)), empty(GRID * GRID)
    tokens.kinds[:] = kinds
    cells.kinds[:] = CELL
    for row in range(GRID * GRID):
        down, across = divmod(row, GRID)
        cells.boxes[row] = np.array([across, down, across + 1, down + 1]) / GRID
    logits = np.log(np.clip(grounding, 1e-6, 1 - 1e-6) / (1 - np.clip(grounding, 1e-6, 1 - 1e-6)))
    known = {"grounding": grounding, "marks": logits}
    reading = Reading(**{item.name: known.get(item.name, ()) for item in fields(Reading)})
    return reading, joined([tokens, cells])


def test_cells_that_touch_grow_to_one_patch_and_the_others_stay_out():
    sure = np.zeros(1 + GRID * GRID)
    sure[1 + np.array([5, 6, 9])] = 0.9, 0.8, 0.7
    sure[1 + 15] = 0.8  # meant too, but apart
    reading, tokens = made([IMAGE], sure)
    np.testing.assert_allclose(patch(6, reading, tokens), np.array([1, 1, 3, 3]) / GRID)
    box, score = pointed(reading, tokens)
    np.testing.assert_allclose(box, np.array([1, 1, 3, 3]) / GRID)
    assert score == pytest.approx(0.9)


def test_a_thing_that_is_meant_more_than_the_cells_is_its_own_box():
    sure = np.full(3 + GRID * GRID, 0.1)
    sure[1] = 0.95
    reading, tokens = made([IMAGE, REGION, DRAWN_REGION], sure)
    tokens.boxes[1] = (0.1, 0.2, 0.3, 0.4)
    np.testing.assert_allclose(pointed(reading, tokens)[0], (0.1, 0.2, 0.3, 0.4))


def test_the_whole_picture_is_never_what_a_phrase_means():
    tokens = empty(1)
    assert pointed(made([IMAGE], np.full(1 + GRID * GRID, 0.99))[0], tokens) is None


def test_nor_is_the_background_whose_box_is_the_whole_picture():
    sure = np.full(2 + GRID * GRID, 0.1)
    sure[:2] = 0.95, 0.9
    reading, tokens = made([BAND, REGION], sure)
    tokens.names[0, 0], tokens.boxes[1] = FIRST_PART + PARTS.index("background"), (0.1, 0.2, 0.3, 0.4)
    np.testing.assert_allclose(pointed(reading, tokens)[0], (0.1, 0.2, 0.3, 0.4))


def boats(grounding: tuple[float, ...]) -> tuple[Reading, Tokens]:
    """Things side by side: boats, the last one a person."""
    sure = np.full(len(grounding) + GRID * GRID, 0.01)
    sure[: len(grounding)] = grounding
    reading, tokens = made([REGION] * len(grounding), sure)
    tokens.names[: len(grounding), 0] = DETECTED + vocabulary().names[DETECTED:].index("boat")
    tokens.names[len(grounding) - 1, 0] = DETECTED + vocabulary().names[DETECTED:].index("person")
    for row in range(len(grounding)):
        tokens.boxes[row] = (0.2 * row, 0.4, 0.2 * row + 0.1, 0.6)
    return reading, tokens


def test_a_plural_means_all_of_its_class_that_are_meant():
    reading, tokens = boats((0.9, 0.8, 0.1, 0.85))
    np.testing.assert_allclose(pointed(reading, tokens, "the boats")[0], (0, 0.4, 0.3, 0.6), atol=1e-6)
    np.testing.assert_allclose(pointed(reading, tokens, "the boat")[0], (0, 0.4, 0.1, 0.6), atol=1e-6)
