"""What a question takes for granted is heard."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.granted import all_granted, granted, presupposed


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("what colour is the dog?", "dog"),
        ("what color is the cell phone", "cell phone"),
        ("what is he doing", "he"),
        ("are the scissors open", "scissors"),
        ("where is the pup", "pup"),
        ("is there a dog on the couch", ""),
        ("how many dogs are there", ""),
        ("what colour is the sky", ""),
        ("what is this", ""),
    ],
)
def test_a_thing_that_a_detector_knows_may_be_taken_for_granted(question, thing):
    assert granted(question) == thing


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("is the car door still open", "car door"),
        ("did i leave the window open", "window"),
        ("is something written on the board", "board"),
        ("is it open", ""),
        ("is the open door red", "door red"),
        ("is the old man happy", "man"),
        ("are the two windows closed", "windows"),
        ("is the one on the left open", ""),
        ("is the cup the man is holding full", "cup"),
        ("the " + "cat " * 29 + "awake", ""),
    ],
)
def test_what_a_question_takes_for_granted_is_what_stands_after_its_article(question, thing):
    states = ("open", "closed", "full", "happy", "old", "awake", "written")
    assert presupposed(question.split(), states, ("still", "on", "the", "is")) == thing


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("is the bowl right of the dog", ["bowl", "dog"]),
        ("is she wearing the tie", ["she", "tie"]),
        ("is the girl tall", ["girl"]),
        ("is there a dog on the bed", []),
        ("what is this", []),
    ],
)
def test_all_that_a_question_takes_for_granted_is_heard(question, things):
    assert all_granted(question) == things
