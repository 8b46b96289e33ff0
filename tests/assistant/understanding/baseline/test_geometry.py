import numpy as np
import pytest

from assistant.events import Frame, Region, Scene
from assistant.understanding.baseline.geometry import hull, related, side_of, touching

SCENE = Scene(Frame(np.zeros((300, 300, 3), np.uint8)))


def at(*box: float) -> Region:
    return Region(box, "cup", 0.9)


@pytest.mark.parametrize(
    ("box", "side"),
    [
        ((0, 120, 60, 180), "left"),
        ((240, 120, 300, 180), "right"),
        ((120, 120, 180, 180), "middle"),
        ((0, 0, 60, 60), "top left"),
        ((240, 250, 300, 300), "bottom right"),
        ((130, 0, 170, 40), "top"),
    ],
)
def test_a_box_has_a_place(box, side):
    assert side_of(SCENE, at(*box)) == side


def test_the_nearer_of_two_places_is_chosen():
    assert side_of(SCENE, at(140, 0, 180, 40), ("left", "right")) == "right"
    assert side_of(SCENE, at(140, 0, 180, 40), ("top", "bottom")) == "top"


def test_relations_are_seen_from_the_camera():
    cup, table, lamp = at(100, 80, 130, 130), at(20, 110, 280, 280), at(240, 20, 270, 90)
    assert related(cup, "on", table) and not related(table, "on", cup)
    assert related(cup, "left of", lamp) and related(lamp, "right of", cup)
    assert related(lamp, "above", table) and related(table, "under", cup)
    assert related(at(0, 0, 10, 10), "next to", at(15, 0, 25, 10)) and not related(at(0, 0, 10, 10), "next to", at(100, 0, 110, 10))
    assert related(at(110, 120, 120, 130), "in", table)


def test_what_boxes_do_not_show_is_unknown():
    assert related(at(0, 0, 10, 10), "behind", at(0, 0, 20, 20)) is None


def test_a_hull_holds_all_and_touching_needs_a_shared_place():
    assert hull([at(10, 10, 20, 20), at(50, 0, 60, 15)]).box == (10, 0, 60, 20)
    assert touching(at(0, 0, 10, 10), at(5, 5, 15, 15)) and not touching(at(0, 0, 10, 10), at(10, 10, 20, 20))
