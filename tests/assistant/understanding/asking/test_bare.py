"""What is asked, without what is said around it."""

from __future__ import annotations

import json

import pytest

from assistant.understanding.asking.bare import asks_for_all, bare, phrase_of, thing_told_of
from bench.vision import QUESTIONS


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("um, can you tell me what color the cup is, please", "what color is the cup"),
        ("Hey, can you tell me if there is a dog?", "is there a dog"),
        ("do you know how many people there are", "how many people are there"),
        ("I wonder whether she has a bag", "does she have a bag"),
        ("tell me where the man with the hat is", "where is the man with the hat"),
        ("so what is the man's friend holding", "what is the man's friend holding"),
        ("could you take a look and tell me what this is", "what is this"),
        ("I'd like to know what she is wearing", "what is she wearing"),
        ("what kind of dog that is please", "what kind of dog is that"),
        ("is it open or not", "is it open"),
        ("Would you mind telling me who is at the door?", "who is at the door"),
        ("okay so um is there a cat, do you think", "is there a cat"),
        ("if the door is open", "is the door open"),
        ("can you tell me why the cat is there", "why the cat is there"),
        ("what do you think, is this a cat", "is this a cat"),
    ],
)
def test_it_is_asked_in_the_words_and_order_of_a_question(said, asked):
    assert bare(said) == asked


@pytest.mark.parametrize(
    "question",
    [
        "do you see a dog", "can you see my keys", "How many people can you see?", "is he looking left or right", "tell me a joke",
        "what part of the animal do you see", "which of the cups is red", "where in the picture is the sky", "what do you think this is",
        "the other one", "um", "please", "now what", "so", "",
    ],
)  # fmt: skip
def test_what_is_part_of_the_question_stays(question):
    assert bare(question) == question


@pytest.mark.parametrize(
    "said",
    [
        "Look at the laptop", "can you look at the laptop please?", "take a look at the laptop", "look for the laptop",
        "please point at the laptop", "hey, look at the laptop",
    ],
)  # fmt: skip
def test_what_is_to_be_looked_at_is_what_is_to_be_shown(said):
    assert phrase_of(said) == "the laptop"


def test_to_tell_what_is_seen_may_be_asked_in_many_ways():
    asked = (
        "Describe the picture.", "can you describe it please", "what's happening?", "what is going on here", "tell me about this photo",
        "describe what you see", "what is happening in the picture", "describe this", "can you tell me what you see",
        "what can you tell me about this picture", "tell me more about this picture", "what can you say about this image",
        "tell me everything about the photo", "tell me something about the image", "describe what's going on",
        "list everything", "list everything you see", "name all the things in the picture",
    )  # fmt: skip
    assert [one for one in asked if not asks_for_all(bare(one))] == []
    others = ("what do you see", "describe the man", "what is happening to the man", "describe this man", "what is in the picture")
    assert [one for one in others if asks_for_all(bare(one))] == []


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("Describe the man.", "the man"),
        ("can you describe her hair to me please", "her hair"),
        ("tell me about the car", "the car"),
        ("tell me more about the man on the left", "the man on the left"),
        ("describe him", "him"),
        ("what can you say about the tie", "the tie"),
        ("describe the colors", "the colors"),
        ("describe the man and the woman", ""),
        ("tell me about yourself", ""),
        ("tell me a joke", ""),
        ("what is the man wearing", ""),
    ],
)
def test_one_thing_may_be_told_of(said, thing):
    assert thing_told_of(bare(said)) == thing


def test_the_weather_is_no_thing_that_is_told_of():
    assert not thing_told_of("describe the weather")


def test_no_question_that_is_plain_is_changed():
    asked = [row["question"] for row in map(json.loads, QUESTIONS.read_text("utf-8").splitlines()) if "question" in row]
    assert [question for question in asked if bare(question) != question] == []


@pytest.mark.parametrize("part", ["a ", "if the ", "what the ", "um ", "can you please ", "if the big ", "would you say ", "please "])
def test_what_is_long_comes_to_an_end(part):
    assert bare(part * 400 + "z").endswith("z")
