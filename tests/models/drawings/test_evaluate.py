import numpy as np

from models.drawings.evaluate import Score, matched, of_scene
from models.drawings.names import COLOURS, names
from models.drawings.runtime import Drawn
from models.drawings.scenes import Thing

THINGS = [Thing("circle", (0.1, 0.1, 0.3, 0.3), "red", "large"), Thing("dog", (0.6, 0.6, 0.8, 0.8), None, "large", "noto/dog")]


def drawn(*finds):
    """(name, colour, box in fractions) of each"""
    classes = np.zeros((len(finds), len(names())), np.float32)
    colours = np.zeros((len(finds), len(COLOURS)), np.float32)
    for row, (name, colour, _) in enumerate(finds):
        classes[row, names().index(name)] = 1
        if colour:
            colours[row, COLOURS.index(colour)] = 1
    boxes = np.array([box for _, _, box in finds], np.float32).reshape(-1, 4) * 224
    return Drawn(boxes, classes, colours, np.ones(len(finds), np.float32))


def test_what_is_found_and_called_right_counts():
    scores = of_scene(drawn(("circle", "red", THINGS[0].box), ("dog", "", THINGS[1].box)), THINGS)
    assert scores["all right"] == scores["found"] == Score(2, 2) and scores["scenes counted right"] == Score(1, 1)


def test_a_wrong_colour_a_wrong_name_and_a_miss_are_told_apart():
    scores = of_scene(drawn(("circle", "blue", THINGS[0].box)), THINGS)
    assert scores["shape named"] == Score(1, 1) and scores["colour"] == Score(0, 1)
    assert scores["picture named"] == Score(0, 1) and scores["found"] == Score(1, 2)
    assert scores["all right"] == Score(0, 2) and scores["scenes counted right"] == Score(0, 1)


def test_two_finds_of_one_thing_are_one_thing():
    twice = drawn(("dog", "", THINGS[1].box), ("dog", "", THINGS[1].box))
    assert matched(twice, THINGS) == {1: 0}
    assert of_scene(twice, THINGS)["finds that are things"] == Score(1, 2)


def test_nothing_found_is_nothing_right():
    assert of_scene(drawn(), THINGS)["all right"] == Score(0, 2)
    assert of_scene(drawn(), [])["scenes counted right"] == Score(1, 1)
