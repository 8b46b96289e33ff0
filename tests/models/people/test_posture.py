"""Where limbs are, out of what the network says, and what they tell."""

from __future__ import annotations

import numpy as np
import pytest

from models.people.posture import HIPS, KNEES, POINTS, SHOULDERS, decode, told_by

CELLS, HEIGHT = 48, 1000
LOW = -9.0


def body(hips: tuple[float, float], knees: tuple[float, float], score: float = 0.8, knee_score: float = 0.8) -> np.ndarray:
    """(17, 3): shoulders at (100, 100), each pair where it is said."""
    points = np.zeros((POINTS, 3))
    for pair, place, seen in ((SHOULDERS, (100, 100), score), (HIPS, hips, score), (KNEES, knees, knee_score)):
        points[list(pair)] = (*place, seen)
    return points


@pytest.mark.parametrize(
    ("hips", "knees", "posture"),
    [
        ((100, 200), (105, 280), "standing"),
        ((100, 200), (180, 205), "sitting"),  # from the side
        ((100, 200), (110, 190), "sitting"),  # from in front
        ((210, 110), (300, 120), "lying"),
    ],
)
def test_thigh_and_trunk_tell_the_posture(hips, knees, posture):
    chances = told_by(body(hips, knees), HEIGHT)
    assert max(chances, key=lambda name: chances[name]) == posture and sum(chances.values()) == pytest.approx(1)


def test_nothing_is_told_of_legs_that_are_not_seen():
    assert told_by(body((100, 200), (110, 190), knee_score=0.05), HEIGHT) == {}


def test_faint_knees_count_only_where_those_of_somebody_standing_would_be_in_the_picture():
    """Where the picture cuts people off at the hips, the network guesses knees beside them."""
    faint = body((100, 200), (110, 190), knee_score=0.2)
    assert told_by(faint, height=1000)["sitting"] > 0.9 and told_by(faint, height=240) == {}


def test_points_are_found_near_where_the_person_in_the_middle_has_them():
    """Of two people the one in the middle counts, and of two elbows the one near where that person's would be."""
    heat = np.full((1, POINTS, CELLS, CELLS), LOW, np.float32)
    middle, reach, offset = (np.zeros((1, many, CELLS, CELLS), np.float32) for many in (1, 2 * POINTS, 2 * POINTS))
    middle[:] = LOW
    middle[0, 0, 24, 23], middle[0, 0, 24, 45] = 3.0, 4.0
    reach[0, 0, 24, 23], reach[0, 1, 24, 23] = -10, 2
    heat[0, 0, 14, 26], heat[0, 0, 40, 40] = 2.0, 3.0
    offset[0, 0, 14, 26], offset[0, 1, 14, 26] = 0.5, 0.25
    x, y, score = decode(heat, middle, reach, offset)[0]
    assert (x, y) == pytest.approx((26.25 / CELLS, 14.5 / CELLS)) and score == pytest.approx(1 / (1 + np.exp(-2.0)))
