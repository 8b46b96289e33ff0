"""What pixels tell of a picture itself."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.calibration import photos
from models.colours import NAMES
from models.measured import Measured
from tests.models.test_colours import PAINT, picture


@pytest.mark.parametrize("number", [0, 4, 13, 19])
def test_a_photo_is_sharper_than_the_same_out_of_focus_or_from_a_moved_camera(number):
    pixels = photos()[number]
    longer = max(pixels.shape)
    sharp = Measured(pixels).sharpness()
    for blurred in (
        cv2.GaussianBlur(pixels, (0, 0), longer / 100),
        cv2.blur(pixels, (longer // 30, 1)),
        cv2.blur(pixels, (1, longer // 30)),
    ):
        assert 0 <= Measured(blurred).sharpness() < sharp - 0.1
    assert 0.6 < sharp < 1


def test_a_thing_in_focus_before_a_soft_background_is_a_sharp_picture():
    pixels = cv2.GaussianBlur(photos()[13], (0, 0), 8)
    pixels[:120, :120] = photos()[13][:120, :120]
    assert Measured(pixels).sharpness() > Measured(cv2.GaussianBlur(photos()[13], (0, 0), 8)).sharpness() + 0.2


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 2), (30, 9000)])
def test_what_is_hardly_a_picture_is_measured_all_the_same(shape):
    measured = Measured(np.full((*shape, 3), 200, np.uint8))
    assert 0 <= measured.sharpness() <= 1 and measured.is_colourless() and measured.size == shape[::-1]
    assert measured.patch("red").box is None and measured.shares().argmax() == NAMES.index("white")


def test_without_colours_is_what_has_none_or_one_tint_of_light_and_dark():
    grey = np.repeat(cv2.cvtColor(photos()[13], cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    assert Measured(grey).is_colourless() and not Measured(photos()[13]).is_colourless()
    one = np.full((60, 60, 3), 128, np.uint8)
    one[20:40, 20:40] = PAINT["red"]
    assert not Measured(one).is_colourless()


def test_light_is_measured_from_black_to_white():
    assert [round(Measured(np.full((9, 9, 3), value, np.uint8)).lightness(), 2) for value in (0, 51, 255)] == [0, 0.2, 1]
    assert Measured(np.full((9, 9, 3), 255, np.uint8)).clipped() == 1 and Measured(photos()[13]).clipped() < 0.2


@pytest.mark.parametrize("colour", [name for name in NAMES if name != "white"])
def test_a_patch_of_a_colour_is_found_where_it_is(colour):
    patch = Measured(picture("white", colour)).patch(colour)
    assert patch.box is not None and np.allclose(patch.box, (50, 50, 150, 150), atol=3) and abs(patch.share - 0.13) < 0.01


def test_a_colour_is_looked_for_on_the_side_that_is_asked_for_and_the_box_is_of_the_whole_picture():
    pixels = picture("white", "red")
    pixels[150:190, 220:290] = PAINT["red"]
    right = Measured(pixels).patch("red", (0.5, 0, 1, 1))
    assert right.box is not None and np.allclose(right.box, (220, 150, 290, 190), atol=3)
    assert Measured(pixels).patch("blue").box is None and not Measured(pixels).patch("red", (0.5, 0, 1, 0.4)).share


def test_the_box_is_in_pixels_of_a_picture_that_is_larger_than_what_is_measured():
    large = cv2.resize(picture("white", "green"), (1500, 1000), interpolation=cv2.INTER_NEAREST)
    box = Measured(large).patch("green").box
    assert box is not None and np.allclose(box, (250, 250, 750, 750), atol=15)


def test_a_dull_red_is_nothing_red():
    dull = np.full((40, 40, 3), (150, 110, 110), np.uint8)
    assert not Measured(dull).patch("red").share and Measured(np.full((40, 40, 3), PAINT["red"], np.uint8)).patch("red").share == 1
