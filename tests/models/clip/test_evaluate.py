import numpy as np
import pytest

from models.clip.evaluate import class_names, recall_of
from tests.models.clip.made import banks, features


def slow(scores: np.ndarray, right: np.ndarray, most: int) -> float:
    """Of every row: is a right column among the first `most`, the worst luck taken among equals?"""
    found = 0
    for row, good in zip(scores, right, strict=True):
        order = sorted(range(len(row)), key=lambda column: (-row[column], good[column]))
        found += any(good[column] for column in order[:most])
    return found / len(scores)


@pytest.mark.parametrize("digits", [0, 1, 6])
def test_recall_is_what_sorting_gives_also_among_equals(digits):
    chance = np.random.default_rng(digits)
    scores, right = chance.standard_normal((40, 30)).round(digits), chance.random((40, 30)) < 0.1
    right[:, 0] |= ~right.any(1)
    right[0] |= ~right.any(0)
    found = recall_of(scores, right)
    assert found.text_to_image == (slow(scores, right, 1), slow(scores, right, 10))
    assert found.image_to_text == (slow(scores.T, right.T, 1), slow(scores.T, right.T, 10))


def test_vectors_that_are_all_the_same_find_nothing():
    assert recall_of(np.ones((20, 20)), np.eye(20, dtype=bool)).text_to_image == (0.0, 0.0)


def test_every_text_of_a_picture_counts():
    scores = np.eye(3)[[0, 0, 1, 2]]
    found = recall_of(scores, scores > 0)
    assert (found.pictures, found.texts) == (3, 4) and found.text_to_image[0] == found.image_to_text[0] == 1.0


def test_the_baseline_knows_five_names_and_how_likely_they_are():
    given, rows = features(2), banks().names
    for picture, vector in zip(given.names, class_names(given, rows), strict=True):
        first = np.argsort(-picture)[:5]
        expected = sum(picture[name] * rows[name] for name in first)
        np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), atol=1e-5)
