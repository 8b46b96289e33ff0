import numpy as np
import pytest

from models import colours
from models.drawings.names import COLOURS
from models.drawings.shades import OTHERS, named
from models.drawings.shapes import paint


def picture(shade):
    pixels = np.full((64, 64, 3), 240, np.uint8)
    pixels[20:40, 10:50] = shade
    return pixels, np.array([[10, 20, 50, 40]], np.float32)


@pytest.mark.parametrize("colour", colours.NAMES)
def test_a_paint_is_called_by_its_name_in_more_and_in_less_light(colour):
    rng = np.random.default_rng(8)
    right = 0
    for light in np.repeat((0.92, 1.0, 1.05), 20):
        chances = named(*picture(np.clip(paint(rng, colour) * light, 0, 255)))
        right += COLOURS[chances[0].argmax()] == colour
        assert chances.sum() == pytest.approx(1, abs=1e-5)
    assert right >= 56


@pytest.mark.parametrize(("colour", "shade"), OTHERS.items())
def test_easy_vqas_paints_are_called_as_it_calls_them(colour, shade):
    assert COLOURS[named(*picture(shade))[0].argmax()] == colour


def test_no_boxes_have_no_colours():
    assert named(np.zeros((8, 8, 3), np.uint8), np.zeros((0, 4), np.float32)).shape == (0, len(COLOURS))
