"""Pieces lie otherwise in a standing person's box than in one that the picture cuts off."""

from __future__ import annotations

import numpy as np

from models.people.runtime import Person
from models.vilbert.figure import PIECES, pieces_of, pieces_seen


def test_the_shirt_of_a_bust_is_below_its_face_and_of_a_standing_person_in_the_middle():
    bust, standing = pieces_of(np.array([0.2, 0.1, 0.8, 0.9])), pieces_of(np.array([0.4, 0.1, 0.6, 0.9]))
    assert bust["shirt"][1] >= 0.5 > standing["shirt"][3] - 0.02
    assert bust["hair"][3] > standing["hair"][3]
    for found in (bust, standing):
        assert tuple(found) == PIECES and all(0.1 <= box[1] < box[3] <= 0.9 for box in found.values())


def test_a_box_is_tall_in_pixels_not_in_fractions():
    box = np.array([0.3, 0.1, 0.7, 0.9])
    assert pieces_of(box, shape=0.5)["shirt"][1] > pieces_of(box, shape=1.0)["shirt"][1]


def standing(**known: object) -> Person:
    """Somebody in a box of 100 x 400, with the hips at 200 and the knees at 300."""
    points = np.zeros((17, 3), np.float32)
    points[[11, 12], 1:], points[[13, 14], 1:] = (200, 0.9), (300, 0.9)
    return Person(np.array([0, 0, 100, 400], np.float32), **{"points": points, **known})


def test_a_face_and_limbs_tell_where_clothes_are():
    found = pieces_seen(standing(face=np.array([40, 20, 60, 50], np.float32)))
    assert found["hair"][3] == 20 and found["hair"][1] < 10
    assert 50 < found["shirt"][1] < 80 and found["shirt"][3] == 200 and found["shirt"][0] >= 0
    assert (found["trousers"] == [0, 200, 100, 300]).all()


def test_what_is_not_seen_has_no_place():
    assert pieces_seen(standing(points=None)) == {} and tuple(pieces_seen(standing())) == ("trousers",)
    low = pieces_seen(standing(face=np.array([10, 300, 90, 395], np.float32)))
    assert "shirt" not in low  # which would begin below the box
