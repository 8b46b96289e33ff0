"""Whether something is there, how much of it, and what a detector calls it."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.there import (
    SOMEBODY,
    counted,
    says_it_is_not_there,
    somebody,
    sought,
    supposed,
    whether_something_is_there,
    whether_there,
)


@pytest.mark.parametrize(
    ("thing", "asked"),
    [("dog", "is there a dog"), ("dogs", "are there any dogs"), ("girl", SOMEBODY), ("he", SOMEBODY), ("glass", "is there a glass")],
)
def test_whether_a_thing_is_there_is_a_question_of_its_own(thing, asked):
    assert whether_there(thing) == asked


@pytest.mark.parametrize(
    ("question", "many"),
    [
        ("How many dogs do you see?", "dogs"),
        ("how many black pencils are there", "black pencils"),
        ("how many cups", "cups"),
        ("how much is it", ""),
    ],
)
def test_what_is_counted_is_read_off_the_question(question, many):
    assert counted(question) == many


def test_only_whether_some_sort_of_person_is_there_asks_for_somebody():
    assert somebody("is there a boy in the picture") and somebody("do you see any women?")
    assert somebody("is anyone smiling?") and somebody("does somebody wear a hat") and somebody("is there a toddler wearing a hat")
    assert not somebody("is the boy smiling") and not somebody("is there a dog") and not somebody("is anything broken")
    assert somebody("are there people outside") and somebody("is there a man inside the car") and somebody("do you see people around")
    assert somebody("does the picture show a man") and somebody("could you spot any children")
    assert not somebody("is there a baby carriage") and not somebody("do you see a child seat")


@pytest.mark.parametrize(
    "asked", ["is there a {} among them", "could i find any {}", "does this photo have the {} outside", "do we spot a {}"]
)
def test_whether_something_is_there_is_asked_in_many_words(asked):
    assert sought(asked.format("red cup")) == "red cup" and whether_something_is_there(asked.format("red cup"))


def test_what_something_is_supposed_to_be_is_what_follows_is_this():
    assert supposed("Are these scissors?") == "scissors" and supposed("is it a cell phone") == "cell phone"
    assert not supposed("is the cat white") and not supposed("is there a cat")
    assert not supposed("is this a kitten") and not supposed("is it a taxi"), "not each cat is one"


@pytest.mark.parametrize(
    ("question", "short"), [("is there a dog", "no"), ("do you see any cups", "no"), ("how many dogs are there", "zero")]
)
def test_an_answer_denies_what_it_says_is_not_there(question, short):
    assert says_it_is_not_there(question, short)


@pytest.mark.parametrize(
    ("question", "short"), [("is there a dog", "yes"), ("is there no dog", "no"), ("is it red", "no"), ("how many dogs are there", "two")]
)
def test_any_other_answer_denies_nothing(question, short):
    assert not says_it_is_not_there(question, short)
