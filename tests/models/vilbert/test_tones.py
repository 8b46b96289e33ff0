import numpy as np
import pytest

from models.colours import Painted
from models.vilbert.tones import Tones


def test_a_half_black_half_red_picture_is_as_light_and_as_colourful_as_its_halves():
    pixels = np.zeros((40, 80, 3), np.uint8)
    pixels[:, 40:] = 255, 0, 0
    tones, (left, right) = Tones(Painted(pixels)), ((0.0, 0.0, 40.0, 40.0), (40.0, 0.0, 80.0, 40.0))
    assert tones(left) == [0, 0, 0, 0]
    assert tones(right) == pytest.approx([1 / 3, 0, 1, 0])
    assert tones(left, right) == pytest.approx([1 / 6, 1 / 6, 0.5, 0.5]) == tones((0.0, 0.0, 80.0, 40.0))


def test_a_box_of_less_than_a_pixel_is_measured_on_one():
    assert Tones(Painted(np.full((1, 1, 3), 51, np.uint8)))((0.2, 0.2, 0.3, 0.3)) == pytest.approx([0.2, 0, 0, 0])
