"""What is asked of what is found."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.finds import AtSide, Extreme, OfColour, Versus, asked


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("Is the person bigger than the car?", Versus("person", "car", "size", 1, True)),
        ("is the cup smaller than the bowl", Versus("cup", "bowl", "size", -1, True)),
        ("which is bigger, the cup or the bowl", Versus("cup", "bowl", "size", 1, False)),
        ("is the bike or the car closer", Versus("bicycle", "car", "nearness", 1, False)),
        ("what is taller, the person or the car", Versus("person", "car", "height", 1, False)),
        ("which car is further away", Extreme(frozenset(("car",)), "nearness", -1, True)),
        ("who is taller", Extreme(frozenset(("person",)), "height", 1, True)),
        ("who is closest to the camera", Extreme(frozenset(("person",)), "nearness", 1, True)),
        ("how many cars are on the left", AtSide("car", "cars", "left")),
        ("how many people do you see on the right side of the picture", AtSide("person", "people", "right")),
        ("what is red", OfColour("red", False)),
        ("what things are gray?", OfColour("grey", True)),
        ("what do you see that is blue", OfColour("blue", False)),
    ],
)
def test_what_boxes_and_their_colours_tell_is_read(question, of):
    assert asked(question) == of


def test_the_largest_of_a_kind_is_one_of_its_members():
    largest = asked("what is the largest animal")
    assert isinstance(largest, Extreme) and {"cat", "dog"} <= largest.of and not largest.where


@pytest.mark.parametrize(
    "question",
    [
        "is the tree bigger than the house",  # nothing that the detector finds
        "is the man taller than the woman",  # both are persons to it
        "what is the biggest thing",  # which it may not know
        "how many men are on the left",
        "how many cars are there",
        "what red thing is on the table",
        "is anything red",
    ],
)
def test_what_they_do_not_tell_is_left_alone(question):
    assert asked(question) is None
