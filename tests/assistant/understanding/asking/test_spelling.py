"""Slips of typing are put right, and words that are merely rare are left alone."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases
from assistant.understanding.asking.words import Words
from models.vilbert.vocabulary import vocabulary

WORDS = Words(vocabulary(), Phrases("assistant", "vision"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what colr is the cup", "what color is the cup"),
        ("Wht is the man hodling?", "what is the man holding?"),
        ("is there a builiding in the pictre", "is there a building in the picture"),
        ("how many peple are there", "how many people are there"),
        ("is the woamn's hat red", "is the woman's hat red"),
        ("is she waering glasses", "is she wearing glasses"),
        ("where is teh dog", "where is the dog"),
        ("is the lady smilling", "is the lady smiling"),
        ("WHAT COLR IS IT", "WHAT color IS IT"),
        ("how many bannanas are there", "how many bananas are there"),
        ("where is the umbrela", "where is the umbrella"),
        ("is that a girrafe", "is that a giraffe"),
    ],
)
def test_a_slip_becomes_the_word_that_was_meant(typed, meant):
    assert WORDS.put_right(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "what color are the handles", "are there several dandelions", "does it have a pointy tip", "are the pliers open",
        "is it a hazy day", "where is the green bud", "is there a gem on its forehead", "how many thumbsticks does it have",
        "is that a sphynx", "what is on my TV", "a 3D print of a toe", "", "???", "is that Bob", "is there a red Fiat 500",
        "where is the fir tree", "is she praying", "are they crouching", "is there a pint of beer", "is Pam smiling",
        "is the woman on the left Mrs Platte", "is that a dessert", "is the drone hovering", "is this a diner", "is the bed stripped",
        "hes smiling isnt he", "theyre sitting",
    ],
)  # fmt: skip
def test_a_word_that_is_merely_rare_is_left_alone(question):
    assert WORDS.put_right(question) == question


def test_of_another_language_nothing_is_put_right():
    assert WORDS.put_right("was ist das für eine tase") == "was ist das für eine tase"
