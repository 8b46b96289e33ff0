"""How captions are compared."""

import numpy as np
import pytest

from bench.captions import alike, line, told_apart

PEOPLE = np.array([[[1.0, 0, 0], [0.6, 0.8, 0]], [[0, 1.0, 0], [0, 0.8, 0.6]]])
"""Two photos, two captions each."""


def test_the_nearer_of_two_captions_counts():
    assert alike(np.array([[0.6, 0.8, 0], [0, 1.0, 0]]), PEOPLE) == pytest.approx(1.0)
    assert alike(np.array([[0, 0, 1.0], [0, 0, 1.0]]), PEOPLE) == pytest.approx(0.3)


def test_a_caption_that_fits_another_photo_better_is_not_told_apart():
    assert told_apart(np.array([[1.0, 0, 0], [0, 0.8, 0.6]]), PEOPLE, 1) == 1.0
    assert told_apart(np.array([[0, 1.0, 0], [0, 0.8, 0.6]]), PEOPLE, 1) == 0.5
    assert told_apart(np.array([[0, 1.0, 0], [0, 0.8, 0.6]]), PEOPLE, 2) == 1.0


def test_what_was_not_said_is_told():
    assert " 50%" in line("dev", "vilbert", PEOPLE[:, 0], PEOPLE, ["a dog", "nothing"])
