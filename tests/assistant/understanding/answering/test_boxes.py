"""Which of several boxes is more, and where it lies."""

from __future__ import annotations

from assistant.events import Region
from assistant.understanding.answering.boxes import at_side, clearly, foremost, of_colour, side_of

SMALL, LARGE, LOW = Region((0, 0, 10, 10), "cup", 0.9), Region((50, 0, 80, 40), "bowl", 0.9), Region((60, 40, 90, 95), "car", 0.9)


def test_a_thing_is_only_bigger_where_that_is_clear():
    assert clearly(LARGE.box, SMALL.box, "size", 100) > 1 and clearly(SMALL.box, LARGE.box, "size", 100) < -1
    assert abs(clearly(LARGE.box, (50, 0, 80, 45), "size", 100)) < 1
    assert clearly(LARGE.box, SMALL.box, "height", 100) > 1


def test_what_is_closer_is_lower_and_larger():
    assert clearly(LOW.box, SMALL.box, "nearness", 100) > 1
    assert clearly((0, 90, 5, 99), LARGE.box, "nearness", 100) == 0  # lower, but small


def test_the_foremost_is_so_beside_each_other_one():
    found = foremost((SMALL, LARGE, LOW), "size", -1, 100)
    assert found and found[0] is SMALL
    assert foremost((SMALL, LARGE, Region((0, 60, 30, 102), "cup", 0.9)), "size", 1, 100) is None
    assert foremost((SMALL,), "size", 1, 100) is None


def test_one_of_several_stands_left_or_right_of_all_others():
    assert [side_of(one, [other], 100) for one, other in ((SMALL, LARGE), (LARGE, SMALL), (LARGE, LOW))] == ["left", "right", ""]
    assert side_of(Region((30, 0, 40, 9), "cup", 0.9), (SMALL, LOW), 100) == "middle"


def test_things_are_at_the_side_where_their_middles_lie():
    assert at_side((SMALL, LARGE, LOW), "left", (100, 100)) == [SMALL]
    assert at_side((SMALL, LARGE, LOW), "bottom", (100, 100)) == [LOW]


def test_a_thing_is_of_a_colour_that_has_a_good_share_of_it():
    red, reddish = (Region((0, 0, 9, 9), "cup", 0.9, {}, {"red": share}) for share in (0.6, 0.1))
    assert of_colour((reddish, red), "red") == [red]
