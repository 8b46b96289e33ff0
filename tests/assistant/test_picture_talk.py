"""Whole conversations about one picture, in which few words lean on what was said before."""

from __future__ import annotations

import pytest

from models.calibration import photos
from tests.assistant.conversation import Room, converse, replies

pytestmark = pytest.mark.usefixtures("default_models")
CAT = 13


def test_what_is_talked_about_is_gone_on_with_in_few_words() -> None:
    said = [
        "what is this",
        "no, it's a dog",
        "that's wrong",
        "any cars",
        "where are they",
        "only two",
        "what else could it be",
        "is that all",
    ]
    room = Room(typed=[(1 + 5 * at, text) for at, text in enumerate(said)], picture=photos()[CAT], length=5 * len(said) + 4, deaf=True)
    events = converse(room)
    this, dog, wrong, cars, where, *_, last = answers = replies(events)
    assert len(answers) == len(said) and not any(answer.startswith("I can't do that") for answer in answers)
    assert "cat" in this and ("cat" in dog or "dog" in dog) and wrong.endswith("percent sure.")
    assert cars == "No." and where == "I see no cars." and "nothing else" in last.lower()


def test_what_was_set_is_cancelled_after_a_look() -> None:
    typed = [(1, "set a timer for five minutes"), (6, "what colour is the cat"), (11, "cancel it")]
    events = converse(Room(typed=typed, picture=photos()[CAT], length=16, deaf=True, aloud=False))
    assert replies(events)[-1] == "The timer for 5 minutes is cancelled."
