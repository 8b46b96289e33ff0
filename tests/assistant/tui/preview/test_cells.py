from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from assistant.events import Region
from assistant.tui.preview import cells

SIDES = some.integers(1, 2000)


@given(SIDES, SIDES, some.integers(1, 200), some.integers(1, 60))
def test_a_fitted_picture_never_leaves_its_room(width, height, columns, rows):
    across, down = cells.fitted((width, height), columns, rows)
    assert 1 <= across <= columns and 1 <= down <= rows


def test_a_fitted_picture_keeps_its_shape_though_cells_are_twice_as_high_as_wide():
    assert cells.fitted((640, 480), 80, 60) == (80, 30)
    assert cells.fitted((640, 480), 200, 30) == (80, 30)


def test_each_half_block_is_the_mean_of_what_it_covers():
    checkered = (np.indices((8, 8)).sum(axis=0) % 2 * 200).astype(np.uint8)
    small = cells.shrunk(np.stack([checkered] * 3, axis=-1), 2, 1)
    assert small.shape == (2, 2, 3) and (abs(small.astype(int) - 100) <= 1).all()


def test_the_upper_pixel_is_the_character_and_the_lower_its_background():
    small = np.array([[[255, 0, 0]], [[0, 0, 255]]], np.uint8)
    (strip,) = cells.strips(small, {})
    (cell,) = strip
    assert cell.text == "▀"
    assert cell.style.color.triplet.red > 240 and cell.style.bgcolor.triplet.blue > 240


def test_a_box_that_an_answer_rests_on_is_heavy_and_over_the_others():
    plate, cup = Region((0, 0, 100, 100), "plate", 0.7), Region((50, 50, 100, 100), "cup", 0.9)
    marks = cells.marks((cup, plate), (cup,), (100, 100), 40, 20)
    assert marks[(0, 0)].character == "┌" and not marks[(0, 0)].cited
    assert marks[(19, 39)].character == "┛" and marks[(19, 39)].cited
    assert "".join(marks[(10, column)].character for column in range(21, 31)) == " cup 0.90 "


@given(some.tuples(*[some.floats(-500, 1500)] * 4), SIDES, SIDES, some.integers(1, 100), some.integers(1, 40))
def test_no_box_draws_outside_the_picture(box, width, height, columns, rows):
    region = Region(box, "something with a long name", 0.5)
    assert all(
        0 <= row < rows and 0 <= column < columns for row, column in cells.marks((region,), (region,), (width, height), columns, rows)
    )
