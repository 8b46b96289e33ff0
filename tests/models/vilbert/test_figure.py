"""Pieces lie otherwise in a standing person's box than in one that the picture cuts off."""

from __future__ import annotations

import numpy as np

from models.vilbert.figure import PIECES, pieces_of


def test_the_shirt_of_a_bust_is_below_its_face_and_of_a_standing_person_in_the_middle():
    bust, standing = pieces_of(np.array([0.2, 0.1, 0.8, 0.9])), pieces_of(np.array([0.4, 0.1, 0.6, 0.9]))
    assert bust["shirt"][1] >= 0.5 > standing["shirt"][3] - 0.02
    assert bust["hair"][3] > standing["hair"][3]
    for found in (bust, standing):
        assert tuple(found) == PIECES and all(0.1 <= box[1] < box[3] <= 0.9 for box in found.values())


def test_a_box_is_tall_in_pixels_not_in_fractions():
    box = np.array([0.3, 0.1, 0.7, 0.9])
    assert pieces_of(box, shape=0.5)["shirt"][1] > pieces_of(box, shape=1.0)["shirt"][1]
