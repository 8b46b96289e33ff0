"""What makes pictures and words worse does so step by step, and leaves their form alone."""

import random

import numpy as np
import pytest
from PIL import Image

from bench.robustness import CORRUPTIONS, SEVERITIES, SIZE, WORDINGS, misheard, plot, surrounded
from models.vilbert.evaluate import Score

QUESTION = "is there a red cup on the table near the bear"


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    rows, columns = np.mgrid[0:360, 0:480]
    shades = np.stack([rows / 2, columns / 2, 128 + 40 * np.sin(rows / 3) * np.cos(columns / 4)], -1)
    return shades.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_severity_is_worse_than_the_one_before(name, photo):
    changed = [CORRUPTIONS[name](photo, severity, np.random.default_rng(0)) for severity in range(1, SEVERITIES + 1)]
    assert all(picture.shape == photo.shape and picture.dtype == np.uint8 for picture in changed)
    damage = [float(np.abs(picture.astype(int) - photo).mean()) for picture in changed]
    assert damage[0] > 0 and damage == sorted(damage)


def test_more_words_are_lost_the_worse_it_is_heard():
    lost = []
    for severity in (1, 3, 5):
        heard = [misheard(QUESTION, severity, random.Random(seed)).split() for seed in range(200)]
        lost.append(sum(sum(word not in words for word in QUESTION.split()) for words in heard))
    assert 0 < lost[0] < lost[1] < lost[2]
    assert misheard("a", 5, random.Random(1)), "something is always asked"


def test_what_is_said_around_a_question_grows_and_leaves_it_whole():
    said = [surrounded(QUESTION, severity, random.Random(0)) for severity in range(1, SEVERITIES + 1)]
    assert all(QUESTION in text for text in said) and len({*said}) == SEVERITIES
    assert len(said[-1]) > len(said[-2]) > len(said[0])


def test_the_plot_shows_every_corruption_and_engine(tmp_path):
    found = {("clean", 0): [Score("clean", 9, 10), Score("clean", 6, 10)]}
    for name in (*CORRUPTIONS, *WORDINGS):
        found |= {(name, severity): [Score(name, 9 - severity, 10), Score(name, 6 - severity, 10)] for severity in range(1, SEVERITIES + 1)}
    plot(found, tmp_path / "plot.png")
    with Image.open(tmp_path / "plot.png") as image:
        assert image.size == (4 * SIZE[0], 2 * SIZE[1]), "four in a row, and two rows"
