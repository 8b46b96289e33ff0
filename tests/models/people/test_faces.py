"""Faces out of what the network says."""

from __future__ import annotations

import numpy as np
import pytest

from models.people.faces import SIDE, Face, anchors, found

EARS, NOSE = ((0.0, 10.0), (20.0, 10.0)), 2


def outputs() -> list[np.ndarray]:
    shapes = ((1, 2, 16, 16), (1, 6, 8, 8), (1, 32, 16, 16), (1, 96, 8, 8))
    return [np.full(shape, -9.0 if number < 2 else 0.0, np.float32) for number, shape in enumerate(shapes)]


def test_a_face_is_where_its_anchor_says():
    said = outputs()
    said[0][0, 1, 3, 5] = 4.0  # the second anchor of row 3, column 5
    said[2][0, 16:, 3, 5] = [8, -16, 64, 32, *range(12)]
    boxes, points, scores = found(said)
    middle, half = np.array([5.5 / 16 + 8 / SIDE, 3.5 / 16 - 16 / SIDE]), np.array([32 / SIDE, 16 / SIDE])
    assert scores == pytest.approx([1 / (1 + np.exp(-4.0))])
    assert boxes[0] == pytest.approx(np.concatenate([middle - half, middle + half]))
    assert points[0, 2] == pytest.approx([5.5 / 16 + 4 / SIDE, 3.5 / 16 + 5 / SIDE])


def test_two_anchors_on_one_face_are_one_face():
    said = outputs()
    said[0][0, :, 3, 5] = 4.0, 3.0
    said[2][0, [2, 3, 18, 19], 3, 5] = 64
    assert len(found(said)[0]) == 1 and not len(found(outputs())[0])


def test_there_are_as_many_anchors_as_the_network_has():
    assert anchors().shape == (896, 2) and anchors().min() > 0 and anchors().max() < 1


@pytest.mark.parametrize(("nose", "turned", "bent"), [((10, 12), 0.0, 0.1), ((20, 10), 0.5, 0.0), ((2, 24), -0.4, 0.7)])
def test_the_nose_tells_where_a_face_looks(nose, turned, bent):
    points = np.zeros((6, 2), np.float32)
    points[[4, 5]], points[NOSE] = EARS, nose
    face = Face(np.array([0, 0, 20, 20], np.float32), points, 0.9)
    assert (face.turned, face.bent) == pytest.approx((turned, bent))
