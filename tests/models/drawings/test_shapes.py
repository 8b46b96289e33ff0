import cv2
import numpy as np
import pytest

from models import colours
from models.drawings.names import SHAPES
from models.drawings.shapes import mask, paint


@pytest.mark.parametrize("colour", colours.NAMES)
def test_a_paint_keeps_its_name_under_dimmer_light(colour):
    rng = np.random.default_rng(1)
    paints = np.array([paint(rng, colour) for _ in range(60)], np.float32) / 255
    for light in (1.0, 0.9):
        codes = colours.classify(cv2.cvtColor((paints * light)[None], cv2.COLOR_RGB2HSV)[0])
        assert {colours.NAMES[code] for code in codes} == {colour}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_touches_all_four_sides_of_its_box(shape):
    rng = np.random.default_rng(2)
    for _ in range(10):
        alpha = mask(rng, shape, 40, 30)
        assert alpha.shape == (30, 40) and alpha.min() >= 0 and alpha.max() <= 1
        assert all(side.max() > 0.1 for side in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]))


def test_a_square_fills_its_box_and_a_cross_does_not():
    rng = np.random.default_rng(4)
    assert mask(rng, "square", 40, 40).mean() > 0.75 > 0.7 > mask(rng, "cross", 40, 40).mean()
