"""The box of a phrase on a photo, by what speaks for each."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from models.vilbert.choosing import SIGNS, boxes_and_signs, called, chosen, held, is_detected, rectangles, sided
from models.vilbert.runtime import Reading
from models.vilbert.tokens import BAND, CELL, GRID, NAME, REGION, TAG, Tokens, empty, joined
from models.vilbert.vocabulary import DETECTED, FIRST_PART, PARTS, vocabulary
from tests.models.vilbert.seen import picture, thing

BOAT = DETECTED + vocabulary().names[DETECTED:].index("boat")
CELLS = np.array([[x, y, x + 1, y + 1] for y in range(GRID) for x in range(GRID)], np.float32) / GRID


def photo(*boxes: tuple[float, float, float, float], scores: tuple[float, ...] = (), kind: int = REGION) -> Tokens:
    things, cells = empty(len(boxes)), empty(len(CELLS))
    things.kinds[:], things.boxes[:], cells.kinds[:], cells.boxes[:] = kind, np.array(boxes).reshape(-1, 4), CELL, CELLS
    things.names[:, 0], things.statistics[:, 0] = BOAT, scores or 0.9
    return joined([things, cells])


def read(tokens: Tokens, *grounding: float, cells: np.ndarray | float = 0.01) -> Reading:
    meant = np.concatenate([np.array(grounding), np.broadcast_to(cells, len(CELLS))])
    return Reading(**{item.name: meant if item.name in ("grounding", "marks") else () for item in fields(Reading)})


def test_every_rectangle_of_cells_is_one_box():
    boxes = rectangles(CELLS)
    assert boxes.shape == (100, 4) and len({tuple(box) for box in boxes.tolist()}) == 100
    assert (boxes[:, 2:] > boxes[:, :2]).all() and [0, 0, 1, 1] in boxes.tolist()
    assert rectangles(CELLS[:0]).shape == (0, 4)


def test_a_box_holds_the_share_of_what_is_meant_that_lies_in_it():
    tokens = photo()
    meant = np.zeros(len(CELLS))
    meant[:2] = 0.6, 0.2
    boxes = np.array([[0, 0, 0.25, 0.25], [0, 0, 0.375, 1], [0.75, 0.75, 1, 1]], np.float32)
    np.testing.assert_allclose(held(boxes, read(tokens, cells=meant), tokens), [0.75, 0.875, 0], atol=1e-6)


@pytest.mark.parametrize(
    ("phrase", "best"),
    [
        ("the boat on the left", 0), ("the right one", 1), ("the boat at the top", 2), ("the lower boat", 3), ("the boat", None),
        ("the leftmost one", 0), ("the rightmost of them", 1), ("the highest boat", 2), ("the lowest", 3),
    ],
)  # fmt: skip
def test_the_side_that_the_words_name_speaks_for_what_lies_there(phrase: str, best: int | None):
    far = sided(np.array([[0, 0.4, 0.2, 0.6], [0.8, 0.4, 1, 0.6], [0.4, 0, 0.6, 0.2], [0.4, 0.8, 0.6, 1]], np.float32), phrase)
    assert int(far.argmax()) == best if best is not None else not far.any()


def test_of_what_is_meant_alike_the_surer_find_and_of_both_the_side_that_is_named():
    tokens = photo((0.1, 0.4, 0.3, 0.6), (0.7, 0.4, 0.9, 0.6), scores=(0.9, 0.06))
    reading = read(tokens, 0.7, 0.7)
    weights = dict.fromkeys(SIGNS, 0.0) | {"score": 0.5, "agreed": 6.0, "sided": 5.0}
    assert chosen(reading, tokens, "the boat", list(weights.values()))[0] == pytest.approx(0.1)
    assert chosen(reading, tokens, "the boat on the right", list(weights.values()))[0] == pytest.approx(0.7)


def test_a_plural_means_all_that_are_meant():
    tokens = photo((0.1, 0.4, 0.3, 0.6), (0.7, 0.4, 0.9, 0.6))
    agreed = [0, 0, 6, 0, 0]
    np.testing.assert_allclose(chosen(read(tokens, 0.9, 0.8), tokens, "the boats", agreed), (0.1, 0.4, 0.9, 0.6), atol=1e-6)
    np.testing.assert_allclose(chosen(read(tokens, 0.9, 0.8), tokens, "the boat", agreed), (0.1, 0.4, 0.3, 0.6), atol=1e-6)


def test_what_no_detector_knows_is_the_rectangle_that_holds_what_is_meant_and_covers_nothing_else():
    tokens = photo((0.5, 0, 1, 1))
    meant = np.full(len(CELLS), 0.01)
    meant[[0, 4]] = 0.9
    box = chosen(read(tokens, 0.02, cells=meant), tokens, "the tower", [0, 1, 6, -3, 0])
    assert box[0] == 0 and box[2] <= 0.5 and box[3] >= 0.5


def test_a_find_beside_what_is_meant_is_not_it_where_the_detector_knows_no_such_things():
    """A castle is no boat in front of it, however sure that one is."""
    tokens = photo((0.8, 0.8, 0.9, 0.9))
    meant = np.full(len(CELLS), 1e-6)
    meant[:8] = 0.9
    surest = [9, 0, 0, 9, 0]
    assert chosen(read(tokens, 0.0, cells=meant), tokens, "the castle", surest).tolist() != pytest.approx([0.8, 0.8, 0.9, 0.9])
    np.testing.assert_allclose(chosen(read(tokens, 0.0, cells=meant), tokens, "the boat", surest), (0.8, 0.8, 0.9, 0.9))


def test_the_background_is_never_meant():
    tokens = photo((0, 0, 1, 1), kind=BAND)
    tokens.names[0, 0] = FIRST_PART + PARTS.index("background")
    boxes, signs = boxes_and_signs(read(tokens, 0.99), tokens, "the wall")
    assert len(boxes) == 101 and not signs[:, 2].any(), "only cells and the whole are left, and nothing that agrees"


def test_what_the_phrase_cannot_mean_is_not_chosen():
    """As a man is not who the woman is, however much he is marked."""
    tokens = photo((0.1, 0.4, 0.3, 0.6), (0.7, 0.4, 0.9, 0.6))
    reading, agreed = read(tokens, 0.9, 0.8), [0, 0, 6, 0, 0]
    assert chosen(reading, tokens, "the boat", agreed, tokens.boxes[:1])[0] == pytest.approx(0.7)
    assert chosen(reading, tokens, "the boat", agreed, tokens.boxes[1:2])[0] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("phrase", "chance"),
    [
        ("the boat", 0.7), ("the boats", 0.7), ("the white ship on the left", 0.7), ("the mug left of the boat", 0.4), ("my cups", 0.4),
        ("the cup of the man in the boat", 0.4), ("the sofa", 0.2), ("the zeppelin", 0.0), ("", 0.0),
    ],
)  # fmt: skip
def test_what_networks_call_so_or_by_a_word_that_means_the_same_speaks_for_its_being_there(phrase: str, chance: float):
    tokens = picture(thing("boat", 0.7), thing("boat", 0.3), thing("cup", 0.4, kind=NAME), thing("couch", 0.2, kind=TAG))
    assert called(phrase, tokens) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("phrase", "known"),
    [("the boat", True), ("my phone", True), ("the red mugs on the left", True), ("my keys", False), ("the handle of the cup", False)],
)
def test_what_the_detector_knows_it_would_have_found(phrase: str, known: bool):
    assert is_detected(phrase) == known
