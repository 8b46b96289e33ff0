"""The people of real photos, with the real networks."""

from __future__ import annotations

import json

import numpy as np
import pytest

from models.calibration import photos
from models.people.faces import Face
from models.people.runtime import LOOKS, MOOD, POSTURE, TRAITS, People, Person, below, head, whose

FIVE_MEN, LAUGHING, STANDING, LOOKS_RIGHT, LANDSCAPE = 16, 21, 20, 32, 29
"""Which of the calibration photos show that."""


@pytest.fixture(scope="module")
def people(prepared) -> People:
    return People(prepared("people"))


def whole(number: int) -> tuple[np.ndarray, np.ndarray]:
    """The photo, and its whole as the box of one person."""
    pixels = photos()[number]
    return pixels, np.array([[0, 0, pixels.shape[1], pixels.shape[0]]], np.float32)


@pytest.fixture(scope="module")
def five(people) -> list[Person]:
    return people(*whole(FIVE_MEN))


def test_int8_says_what_fp32_says(prepared):
    for name in (TRAITS, MOOD, POSTURE):
        parity = json.loads(prepared("people").path(f"{name.removesuffix('.onnx')}.parity.json").read_text())
        assert parity["precision"] == "int8", name


def test_five_men_are_five_men(five):
    """Of whom the detector is made to find one: the others are known by their faces."""
    assert len(five) == 5 and all(person.face is not None and person.man > 0.8 and 18 < person.age < 60 for person in five)


def test_looking_side_by_side_finds_the_same(people, prepared):
    """In the same order, of those whom the detector found and of those of whom only a face was found."""
    pixels, box = photos()[FIVE_MEN], np.array([[202, 7, 318, 254], [51, 22, 144, 251]], np.float32)
    for one, other in zip(people(pixels, box), People(prepared("people"), threads=2)(pixels, box), strict=True):
        assert (one.box == other.box).all() and (one.man, one.age, one.smiling) == (other.man, other.age, other.smiling)
        assert (one.points is None) == (other.points is None) and one.posture == other.posture


def test_nobody_is_given_the_limbs_of_who_stands_beside(people):
    """In boxes that hold a part of a neighbour in their middle, the limbs that are found are the neighbour's."""
    boxes = np.array([[51, 22, 144, 251], [202, 7, 318, 254]], np.float32)
    first, second = people(photos()[FIVE_MEN], boxes)[:2]
    assert first.points is None and not first.posture
    nose, face = second.points[0, :2], second.face
    assert (face[:2] < nose).all() and (nose < face[2:]).all()


def test_a_laughing_woman(people):
    (she,) = people(*whole(LAUGHING))
    assert she.man < 0.2 and she.smiling > 0.8 and abs(she.turned) < 0.2


def test_somebody_who_looks_to_the_right(people):
    (he,) = people(*whole(LOOKS_RIGHT))
    assert he.turned > 0.5 and he.smiling < 0.2 and not he.posture


def test_somebody_standing(people):
    pixels = photos()[STANDING]
    height, width = pixels.shape[:2]
    (she,) = people(pixels, np.array([[0.36 * width, 0.18 * height, 0.85 * width, height]], np.float32))
    assert she.posture["standing"] > 0.9


def test_nobody_is_looked_for_where_nobody_was_found(people):
    pixels, _ = whole(FIVE_MEN)
    assert people(pixels, np.zeros((0, 4), np.float32)) == []


def test_what_is_no_person_has_no_face(people):
    (thing,) = people(*whole(LANDSCAPE))
    assert thing.face is None and thing.man == 0.5


def test_of_a_crowd_the_largest_are_looked_at(people):
    pixels, _ = whole(LANDSCAPE)
    boxes = np.array([[10 * row, 5, 10 * row + 30, 60 + row] for row in range(LOOKS + 3)], np.float32)
    looked = [person.points is not None or person.face is not None for person in people(pixels, boxes)]
    assert looked == [False] * 3 + [True] * LOOKS


def test_of_more_faces_than_are_looked_at_the_rest_are_people_all_the_same(people, monkeypatch):
    monkeypatch.setattr("models.people.runtime.LOOKS", 3)
    five = people(*whole(FIVE_MEN))
    assert len(five) == 5 and sum(person.face is not None for person in five) == 3


@pytest.mark.parametrize("size", [(1, 1), (3, 4000), (4000, 3), (30, 30)])
def test_pictures_of_any_shape_are_looked_at(people, size):
    pixels = np.full((*size, 3), 90, np.uint8)
    box = np.array([[0, 0, size[1], size[0]], [size[1], 0, size[1], size[0]]], np.float32)
    assert len(people(pixels, box)) == 2


def test_a_face_goes_to_the_person_in_whose_upper_middle_it_lies():
    faces = [
        Face(np.array([x, y, x + 20, y + 20], np.float32), np.zeros((6, 2), np.float32), 0.9) for x, y in ((40, 10), (140, 12), (500, 10))
    ]
    boxes = np.array([[0, 0, 100, 200], [60, 0, 240, 200], [0, 120, 100, 200]], np.float32)
    assert whose(faces, boxes) == {0: faces[0], 1: faces[1]}


def test_boxes_around_heads_and_below_faces_stay_usable():
    assert head(np.array([10, 20, 50, 220], np.float32)).width == pytest.approx(48)
    assert head(np.array([10, 20, 10, 220], np.float32)).width == 1
    box = below(np.array([5, 5, 25, 25], np.float32), (60, 40, 3))
    assert (box == [0, 0, 40, 60]).all()
