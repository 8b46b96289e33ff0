"""Phrases with a relation, a rank or a size: how they are taken apart, and what stands so."""

from __future__ import annotations

import numpy as np
import pytest

from models.vilbert.relating import Ranked, Related, head_of, in_order, ranked, related, standing

CUP = np.array([0.4, 0.4, 0.6, 0.6])
AROUND = {
    "left": (0.15, 0.4, 0.35, 0.6),
    "right": (0.65, 0.4, 0.85, 0.6),
    "above": (0.4, 0.15, 0.6, 0.35),
    "under": (0.4, 0.65, 0.6, 0.85),
}
BOXES = np.array([CUP, *AROUND.values(), (0.0, 0.0, 0.1, 0.1)])


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("the cup left of the laptop", ("left", ("the laptop",))),
        ("the Mug to the right of the cup", ("right", ("the cup",))),
        ("the one next to the cat", ("beside", ("the cat",))),
        ("the thing in the cup", ("in", ("the cup",))),
        ("the man standing behind the counter", ("behind", ("the counter",))),
        ("the dog that is in front of the door", ("front", ("the door",))),
        ("the controller next to the pink one", ("beside", ("the pink controller",))),
        ("the fork between the knife and the spoon", ("between", ("the knife", "the spoon"))),
        ("the lamp above my desk", ("above", ("my desk",))),
        ("the mug that's right next to the blue one", ("beside", ("the blue mug",))),
        ("the cup which stands left of the plate", ("left", ("the plate",))),
        ("the woman in the red coat behind the counter", ("behind", ("the counter",))),
        ("the cup left of laptop", ("left", ("the laptop",))),
        (" the  cup left of\tthe laptop ", ("left", ("the laptop",))),
        (", that next to the cup", ("beside", ("the cup",))),
        (r"the \1 next to the blue one", ("beside", (r"the blue \1",))),
    ],
)
def test_a_relation_is_taken_apart(phrase: str, found: tuple[str, tuple[str, ...]]) -> None:
    taken = related(phrase)
    assert taken and (taken.relation, taken.others) == found


def test_what_tells_of_the_other_thing_is_kept_apart() -> None:
    assert related("the mug left of the cup on the right") == Related("left", ("the cup on the right",), "the mug", "the mug left of ")


@pytest.mark.parametrize(
    "phrase",
    [
        "the red cup", "the man on the left", "the woman in the red dress", "the cup on the right of it", "the left of the picture",
        "the tree on the hill", "the fork between two plates", "the stand by me", "the overhead lamp",
        "the left side of the sofa", "the box over there", "the boy by himself", "the man on the right of the frame", "the one in red",
        "the biggest one", "the big dog", "the second cup", "the first aid kit", "the second hand of the clock",
    ],
)  # fmt: skip
def test_what_names_a_thing_by_itself_or_by_its_side_is_left_to_the_network(phrase: str) -> None:
    assert related(phrase) is None and ranked(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("the second spoon from the left", Ranked("the spoon", "left", 1)),
        ("the last man from the right", Ranked("the man", "right", -1)),
        ("the bigger one of the two lamps", Ranked("the lamps", "size", 0)),
        ("the smallest of the boxes", Ranked("the boxes", "size", -1)),
        ("the 2nd car from right", Ranked("the car", "right", 1)),
        ("the second person on the right", Ranked("the person", "right", 1)),
        ("the leftmost cup", Ranked("the cup", "left", 0)),
        ("the biggest box", Ranked("the box", "size", 0)),
        ("the smaller dog", Ranked("the dog", "size", -1)),
        ("the shorter one of the two towers", Ranked("the towers", "height", -1)),
    ],
)
def test_a_place_among_its_like_is_counted(phrase: str, found: Ranked) -> None:
    assert ranked(phrase) == found


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("the red mug left of the laptop", "red mug"), ("the second spoon from the left", "spoon"), ("a man with a hat on", "man"),
        ("my phone", "phone"), ("the handles of the pliers", "handles"), ("the woman's hair", "woman's hair"), ("dog", "dog"),
    ],
)  # fmt: skip
def test_a_phrase_names_one_thing_whatever_else_it_tells(phrase: str, head: str) -> None:
    assert head_of(phrase) == head


@pytest.mark.parametrize("relation", list(AROUND))
def test_what_stands_so_stands_better_than_all_others(relation: str) -> None:
    best = int(standing(BOXES, relation, [CUP]).argmax())
    assert tuple(BOXES[best]) == AROUND[relation]


@pytest.mark.parametrize("relation", ["left", "right", "above", "under", "beside", "behind", "front", "in"])
def test_nothing_stands_so_to_itself(relation: str) -> None:
    fits = standing(BOXES, relation, [CUP])
    assert fits[0] < fits[1:].max() and fits.max() <= 2


def test_behind_is_higher_up_and_in_front_is_lower_down() -> None:
    boxes = np.array([(0.35, 0.3, 0.55, 0.5), (0.45, 0.5, 0.65, 0.7)])
    assert standing(boxes, "behind", [CUP]).argmax() == 0 and standing(boxes, "front", [CUP]).argmax() == 1


def test_between_is_in_the_middle_of_both() -> None:
    left, right = np.array([0.0, 0.4, 0.1, 0.6]), np.array([0.9, 0.4, 1.0, 0.6])
    fits = standing(np.array([left, CUP, right, (0.2, 0.4, 0.3, 0.6)]), "between", [left, right])
    assert fits.argmax() == 1 and fits[1] == pytest.approx(1.0)


def test_things_are_counted_from_any_side_and_by_size_and_by_height() -> None:
    boxes = np.array([(0.5, 0.0, 0.6, 0.1), (0.0, 0.5, 0.3, 0.9), (0.8, 0.0, 0.9, 0.5)])
    assert [in_order(boxes, by).tolist() for by in ("left", "right", "top", "bottom", "size", "height")] == [
        [1, 0, 2],
        [2, 0, 1],
        [0, 2, 1],
        [1, 2, 0],
        [1, 2, 0],
        [2, 1, 0],
    ]
