"""What is asked in fewer words than a question has."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases
from assistant.understanding.asking.words import Words
from models.vilbert.vocabulary import vocabulary

WORDS = Words(vocabulary(), Phrases("assistant", "vision"))


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("Car?", "is there a car"),
        ("cars?", "are there any cars"),
        ("a dog?", "is there a dog"),
        ("any cups", "are there any cups"),
        ("5 men?", "are there 5 men"),
        ("another cat?", "is there another cat"),
        ("the red cup", "is there a red cup"),
        ("no people?", "are there no people"),
        ("traffic lights?", "are there any traffic lights"),
        ("bikes", "are there any bikes"),
        ("anyone there?", "is anyone there"),
        ("man or woman?", "is it a man or a woman"),
        ("a cat or a dog", "is it a cat or a dog"),
        ("cats or dogs?", "are they cats or dogs"),
        ("red or blue", "is it red or blue"),
        ("day or night?", "is it day or night"),
        ("sitting or standing?", "is the person sitting or standing"),
        ("long hair or short hair", "is the hair long or short"),
        ("red or blue car?", "is the car red or blue"),
        ("colors?", "what colors do you see"),
        ("left side?", "what is on the left"),
        ("on the left?", "what is on the left"),
        ("the top left corner?", "what is on the top left"),
        ("in the middle?", "what is in the middle"),
        ("at the top", "what is at the top"),
        ("background?", "what is in the background"),
        ("color of the car", "what is the color of the car"),
        ("number of people?", "how many people are there"),
    ],
)
def test_a_fragment_is_a_question(said, question):
    assert WORDS.whole(said) == question


@pytest.mark.parametrize(
    "said",
    [
        "", "right", "left", "the", "hello", "no", "yes", "the tallest spire", "is there a cat", "the cat's tail", "asdf or qwer", "or",
        "yes or no", "thanks", "how many", "set a timer", "good morning", "more or less", "the other one", "describe the man", "what",
        "what color", "is it red or blue", "left or right",
    ],
)  # fmt: skip
def test_what_names_nothing_that_is_known_is_none(said):
    assert WORDS.whole(said) == ""
