"""Finds that lie on each other are one thing."""

import numpy as np

from models.detector.runtime import Detections
from models.vilbert.distinct import contained, distinct


def test_an_object_found_twice_is_one_region():
    boxes = np.array([[0, 0, 100, 100], [2, 2, 98, 99], [10, 10, 60, 60], [10, 10, 60, 60], [200, 0, 300, 100]], np.float32)
    labels = ("chair", "couch", "chair", "cup", "chair")
    found = Detections(boxes, np.linspace(0.9, 0.5, 5, dtype=np.float32), np.zeros((5, 80), np.float32), labels)
    assert distinct(found.boxes, found.labels) == [0, 3, 4]


def test_contained_is_a_share_of_the_smaller():
    box = np.array([0, 0, 10, 10], np.float32)
    others = np.array([[2, 2, 4, 4], [5, 0, 15, 10], [20, 20, 30, 30]], np.float32)
    np.testing.assert_allclose(contained(box, others), [1, 0.5, 0])
