"""What is stated, as the question that it is."""

from __future__ import annotations

import json

import pytest

from assistant.understanding.asking.bare import bare
from assistant.understanding.asking.denials import affirmed
from assistant.understanding.asking.stating import stated
from bench.vision import QUESTIONS


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("That's a dog, right?", "is that a dog"),
        ("that's a dog right", "is that a dog"),
        ("thats a dog huh", "is that a dog"),
        ("it's a woman isn't it", "is it a woman"),
        ("its a woman isnt it", "is it a woman"),
        ("the tie is blue right", "is the tie blue"),
        ("the bicycle is brown, correct?", "is the bicycle brown"),
        ("the car is on the left, right", "is the car on the left"),
        ("this is the left one right", "is this the left one"),
        ("there is nobody here, is there", "is there nobody here"),
        ("there is no one there right", "is there no one there"),
        ("he's smiling isn't he", "is he smiling"),
        ("hes got a beard, doesnt he", "does he have a beard"),
        ("she has long hair, no?", "does she have long hair"),
        ("the man wears glasses, doesn't he", "does the man wear glasses"),
        ("they're sitting, aren't they", "are they sitting"),
        ("you can see a dog, can't you", "do you see a dog"),
        ("I think that there are two dogs, don't you think", "are there two dogs"),
        ("it looks like a cat, or isn't it", "is it a cat"),
        ("it isn't a man is it", "is it a man"),
        ("the man doesn't have a hat, does he", "does the man have a hat"),
        ("there aren't any people, are there", "are there no people"),
        ("there isn't anybody here is there", "is there nobody here"),
        ("isn't it a dog", "is it a dog"),
        ("aren't there any people", "are there any people"),
        ("doesnt the man have a hat", "does the man have a hat"),
        ("can't you see a cup", "can you see a cup"),
        ("is it not a dog", "is it a dog"),
        ("is that a dog, right?", "is that a dog"),
        ("I'm holding a cup, right", "am i holding a cup"),
        ("the picture is blurry, yes or no", "is the picture blurry"),
    ],
)
def test_what_is_to_be_confirmed_is_asked(said, question):
    found = stated(bare(said))
    assert found is not None and (found.question, found.asked) == (question, True)


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("nobody is there", "is nobody there"),
        ("so nobody is here", "is nobody here"),
        ("this is fun", "is this fun"),
        ("I think I am tired", "am i tired"),
        ("i see a dog", "do you see a dog"),
        ("i don't see any people", "do you see no people"),
        ("I don't think there is a dog", "is there a dog"),
        ("no people are here", "are there no people here"),
        ("the man on the left is smiling", "is the man on the left smiling"),
        ("its mouth is open", "is its mouth open"),
        ("I think I see a dog", "do you see a dog"),
        ("i see the dog is red", "is the dog red"),
        ("it's the man on the right", "is it the man on the right"),
        ("the car is on the right", "is the car on the right"),
        ("the car is right", "is the car right"),
        ("he is looking right", "is he looking right"),
        ("that's right", "is that right"),
    ],
)
def test_what_only_states_is_a_question_that_was_not_asked(said, question):
    found = stated(bare(said))
    assert found is not None and (found.question, found.asked) == (question, False)


@pytest.mark.parametrize(
    "said", ["nobody is there", "there aren't any people, are there", "I see no people", "there isn't a dog, is there"]
)
def test_what_is_denied_is_asked_as_what_it_denies(said):
    found = stated(said)
    assert found is not None and affirmed(found.question)


@pytest.mark.parametrize(
    "said",
    [
        "what kind of dog is it", "how many dogs are there", "where is it", "is that right", "is the car right",
        "who is there", "set a timer", "the red cup", "hello", "right", "is he looking left or right", "the man on the right", "no",
        "what is this", "i see", "car", "describe the man", "is it red or not red", "is there a car on the right", "which one is it",
        "the man who is smiling", "is the door locked, or is it open",
    ],
)  # fmt: skip
def test_what_states_nothing_is_left_alone(said):
    assert stated(said) is None


def test_no_question_is_taken_for_a_statement():
    asked = [row["question"] for row in map(json.loads, QUESTIONS.read_text("utf-8").splitlines()) if "question" in row]
    assert [question for question in asked if stated(bare(question))] == []


@pytest.mark.parametrize("part", ["that's ", "the big ", "i think ", "isn't it ", "the man is right ", "a "])
def test_what_is_long_comes_to_an_end(part):
    stated(part * 400 + "z")
    stated("the " + part * 400 + "right")
