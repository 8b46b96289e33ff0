import numpy as np
import pytest

from models.colours import NAMES, Painted

PAINT = {
    "black": (10, 10, 10),
    "white": (245, 245, 245),
    "grey": (128, 128, 128),
    "red": (200, 20, 20),
    "orange": (250, 140, 20),
    "yellow": (250, 230, 30),
    "green": (30, 150, 40),
    "blue": (30, 60, 200),
    "purple": (120, 40, 160),
    "pink": (250, 150, 180),
    "brown": (110, 65, 30),
}


def picture(ground: str, thing: str) -> np.ndarray:
    """A disc of one colour on a ground of another: 200 x 300, the disc around (100, 100)."""
    pixels = np.full((200, 300, 3), PAINT[ground], np.uint8)
    rows, columns = np.ogrid[:200, :300]
    pixels[(rows - 100) ** 2 + (columns - 100) ** 2 < 50**2] = PAINT[thing]
    return pixels


@pytest.mark.parametrize("name", NAMES)
def test_a_plain_colour_has_its_name(name):
    assert Painted(np.full((40, 60, 3), PAINT[name], np.uint8)).named() == {name: 1.0}


@pytest.mark.parametrize(("ground", "thing"), [("white", "red"), ("green", "grey"), ("blue", "white"), ("orange", "black")])
def test_the_background_in_the_box_does_not_count(ground, thing):
    colours = Painted(picture(ground, thing)).named((40, 40, 160, 160))
    assert next(iter(colours)) == thing and colours[thing] > 0.8


def test_a_part_is_measured_against_the_background_of_the_whole():
    pixels = picture("white", "red")
    pixels[50:100, 50:150][pixels[50:100, 50:150, 1] < 100] = PAINT["blue"]
    upper, lower = (Painted(pixels).named((45, 45, 155, 155), (45, y, 155, y + 55)) for y in (45, 100))
    assert next(iter(upper)) == "blue" and next(iter(lower)) == "red"


def test_what_stands_out_is_boxed():
    x0, y0, x1, y1 = Painted(picture("white", "blue")).standing_out()
    assert abs(x0 - 50) < 15 and abs(y0 - 50) < 15 and abs(x1 - 150) < 15 and abs(y1 - 150) < 15


def test_nothing_stands_out_of_one_colour():
    assert Painted(np.full((100, 100, 3), 90, np.uint8)).standing_out() is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 1, 3)])
def test_strange_sizes_and_boxes_are_handled(shape):
    pixels = np.zeros(shape, np.uint8)
    assert Painted(pixels).named((-5, -5, 900, 900)) == {"black": 1.0}
    assert Painted(pixels).named((700, 700, 900, 900)) == {"black": 1.0}
    Painted(pixels).standing_out()


def test_a_box_is_told_from_the_rest_of_the_picture():
    pixels = picture("blue", "white")
    pixels[:, :30] = PAINT["red"]
    inside, rest = Painted(pixels).against_rest((40, 40, 160, 160))
    assert NAMES[inside.argmax()] == "white" and NAMES[rest.argmax()] == "blue"
    assert inside.sum() == pytest.approx(1) == pytest.approx(rest.sum()) and rest[NAMES.index("red")] > 0.05


@pytest.mark.parametrize("box", [(0, 0, 300, 200), (299, 199, 300, 200), (3, 3, 3, 3)])
def test_of_any_box_there_is_a_rest(box):
    inside, rest = Painted(picture("green", "orange")).against_rest(box)
    assert inside.sum() == pytest.approx(1) == pytest.approx(rest.sum())
    assert NAMES[rest.argmax()] == "green"


def test_of_something_thin_the_table_around_it_does_not_count():
    pixels = np.full((200, 200, 3), PAINT["white"], np.uint8)
    pixels[95:105, 40:160] = PAINT["red"]
    inside, _ = Painted(pixels).against_rest((40, 60, 160, 140))
    assert inside[NAMES.index("red")] > 0.7, "an eighth of the box is red"
