import numpy as np
import pytest

from models.shrink import shrunk


def test_whole_factors_are_means_of_blocks():
    blocks = np.random.default_rng(0).integers(0, 255, (4, 6, 3), np.uint8)
    assert (shrunk(blocks.repeat(3, 0).repeat(3, 1), (6, 4)) == blocks).all()
    stripes = np.tile(np.array([0, 200], np.uint8)[:, None], (10, 1, 3)).reshape(1, 20, 3).repeat(8, 0)
    assert (shrunk(stripes, (10, 4)) == 100).all(), "nothing is skipped"


@pytest.mark.parametrize("smooth", [True, False])
def test_the_rest_of_the_factor_keeps_the_picture_in_its_place(smooth):
    ramp = np.broadcast_to(np.linspace(0, 250, 500)[None, :, None], (375, 500, 3)).astype(np.uint8)
    small = shrunk(np.ascontiguousarray(ramp), (224, 168), smooth=smooth)
    wanted = (np.arange(224) + 0.5) / 224 * 250
    assert small.shape == (168, 224, 3) and np.abs(small[84, :, 0] - wanted).max() < 2


def test_a_picture_of_that_size_is_taken_as_it_is():
    pixels = np.zeros((3, 900, 3), np.uint8)
    assert shrunk(pixels, (900, 3)) is pixels and shrunk(pixels, (1, 1)).shape == (1, 1, 3)


def test_of_a_ribbon_nothing_is_skipped_either():
    stripes = np.tile(np.array([0, 200], np.uint8)[:, None], (4500, 1, 3)).reshape(1, 9000, 3).repeat(3, 0)
    assert shrunk(stripes, (225, 1)).std() < 3
