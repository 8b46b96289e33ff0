"""What a look at people from near settles: people as they were seen in, an answer or none out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.understanding.people import Settled, settled, sort_of, unlike
from models.people.runtime import Person

SITS, STANDS = {"sitting": 0.95, "standing": 0.05, "lying": 0.0}, {"sitting": 0.02, "standing": 0.98, "lying": 0.0}


def person(
    man: float | None = 0.9,
    smiling: float = 0.1,
    turned: float = 0.0,
    bent: float = 0.1,
    age: float = 30,
    large: bool = False,
    **posture: float,
) -> Person:
    """man: None where the face is not seen"""
    box = np.array([0, 0, 50, 100], np.float32) * (1 + large)
    return Person(box, box / 4, man, age, smiling, turned, bent, None, posture) if man is not None else Person(box, posture=posture)


MAN, WOMAN, UNSEEN = person(), person(0.05, smiling=0.9), person(None)
GLAD = person(smiling=0.95)
LEFT, RIGHT, DOWN = person(turned=-0.5), person(turned=0.6), person(bent=0.6)


def said(question: str, *people: Person, fusion: str = "yes", meant: int = 0) -> str | None:
    """fusion: what it answers; meant: which of the people phrases mean most"""
    marks = np.eye(len(people))[meant] if people else np.zeros(0)
    found: Settled | None = settled(question, fusion, people, lambda phrase: marks)
    return found.answer if found else None


@pytest.mark.parametrize(
    ("question", "people", "answer"),
    [
        ("Is there a man?", (WOMAN, WOMAN), "no"),
        ("are there any men in the picture", (WOMAN, MAN), "yes"),
        ("do you see a woman here", (MAN,), "no"),
        ("is there a man with them", (WOMAN, WOMAN), "no"),
        ("is there a child", (MAN, WOMAN), "no"),
        ("is there a kid", (person(age=5),), "yes"),
        ("is there a man", (MAN, UNSEEN), "yes"),
        ("how many women are there", (WOMAN, MAN, WOMAN), "2"),
        ("how many men can you see in the picture", (WOMAN,), "0"),
        ("is he a man", (MAN,), "yes"),
        ("is this a woman", (MAN,), "no"),
        ("is it a man or a woman", (WOMAN,), "woman"),
        ("is the person male or female", (MAN,), "male"),
        ("what is the gender of the person", (WOMAN,), "female"),
        ("is she smiling", (WOMAN,), "yes"),
        ("does the man look happy", (MAN,), "no"),
        ("is anyone smiling", (MAN, WOMAN), "yes"),
        ("is there anyone smiling", (MAN, MAN), "no"),
        ("do you see somebody smiling", (MAN, WOMAN), "yes"),
        ("is everyone smiling", (MAN, WOMAN), "no"),
        ("are they smiling", (WOMAN, WOMAN, MAN), "yes"),
        ("is the woman smiling", (MAN, WOMAN), "yes"),
        ("is the man sitting", (person(**SITS),), "yes"),
        ("is anybody sitting", (person(**STANDS), person(**SITS)), "yes"),
        ("is the man sitting on a chair", (person(**STANDS),), "no"),
        ("are the people standing or sitting", (person(**SITS), person(**SITS)), "sitting"),
        ("is he sitting down or standing up", (person(**STANDS),), "standing"),
        ("how many people are smiling", (WOMAN, MAN, WOMAN), "2"),
        ("how many men are looking at the camera", (MAN, WOMAN, LEFT), "1"),
        ("am i smiling", (MAN, person(0.1, smiling=0.9, large=True)), "yes"),
        ("are we smiling", (WOMAN, WOMAN), "yes"),
        ("do i look happy", (WOMAN,), "yes"),
        ("am i looking left or right", (LEFT,), "left"),
        ("is she sad", (WOMAN,), "no"),
        ("does she look angry", (WOMAN,), "no"),
        ("is he looking left", (LEFT,), "yes"),
        ("is he looking to the right of the picture", (LEFT,), "no"),
        ("which way is the man looking", (RIGHT,), "right"),
        ("is she looking left or right", (person(0.1, turned=-0.4),), "left"),
        ("what direction is he facing, left or right", (RIGHT,), "right"),
        ("where is he looking", (DOWN,), "down"),
        ("which way is she looking in this picture", (LEFT,), "left"),
        ("is he looking down", (DOWN,), "yes"),
        ("are they looking at the camera", (MAN, MAN), "yes"),
        ("is he looking away", (MAN,), "no"),
        ("is he looking away from the camera", (LEFT,), "yes"),
        ("is she looking right at the camera", (WOMAN,), "yes"),
        ("are all of them smiling", (WOMAN, MAN), "no"),
        ("is everyone smiling", (MAN, UNSEEN), "no"),
        ("are they all smiling", (WOMAN, WOMAN), "yes"),
        ("is one of the men smiling", (GLAD, MAN), "yes"),
        ("is the man in the red shirt smiling", (GLAD,), "yes"),
        ("does she seem to be very happy", (WOMAN,), "yes"),
        ("is the man sitting and smiling", (person(smiling=0.9, **STANDS),), "no"),
        ("is the person on the left male", (MAN,), "yes"),
        ("is there a woman standing next to the man", (MAN,), "no"),
    ],
)
def test_what_was_seen_from_near_is_said(question, people, answer):
    assert said(question, *people) == answer


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("is there a man", ()),
        ("is there a man", (UNSEEN,)),  # who may be one
        ("is there a man", (WOMAN, UNSEEN)),
        ("how many men are there", (MAN, UNSEEN)),
        ("is there a man with a hat", (MAN,)),  # which nobody looked for
        ("is the man sitting on a chair", (person(**SITS),)),
        ("is he sitting", (MAN,)),  # whose legs are not seen
        ("is the cat sitting", (person(**SITS),)),
        ("is he wearing a hat", (MAN,)),
        ("how many people are there", (MAN,)),
        ("how many men are wearing a hat", (MAN,)),
        ("what is he holding", (MAN,)),
        ("which way is he looking", (MAN,)),  # at the camera
        ("is it smiling", (UNSEEN,)),
        ("is the man in the middle smiling", (MAN, GLAD)),
        ("is he sad", (MAN,)),
        ("is he looking to his left", (LEFT,)),  # the right of the picture
        ("am i looking to my left or to my right", (LEFT,)),
        ("is it smiling", (GLAD,)),  # the dog
        ("is it lying down", (person(**STANDS),)),
        ("is the woman holding a baby", (WOMAN,)),  # not whether she is one
        ("is the man next to a woman", (MAN, WOMAN)),
        ("is the man next to the tall woman", (MAN, WOMAN)),
        ("is the man with a child", (MAN,)),
        ("is he an old man", (MAN,)),
        ("is this a statue of a man", (WOMAN,)),
        ("is the dog next to the man sitting", (person(**SITS),)),  # the dog
        ("is the dog near a tree sitting", (person(**SITS),)),
        ("are all the dogs sitting", (person(**SITS),)),
        ("is there a happy dog", (MAN,)),
        ("does the man have a happy dog", (MAN,)),
        ("is the painting of a woman smiling", (WOMAN,)),
        ("is the man in the sitting room", (person(**STANDS),)),
        ("is the man going to stand up", (person(**STANDS),)),
        ("can i sit down", (person(**STANDS),)),
        ("is he a lieutenant", (person(**STANDS),)),
        ("is the man laying bricks", (person(**STANDS),)),
        ("is he looking down the street", (MAN,)),
        ("is she happy with it", (person(0.05),)),
        ("is the man wearing a hat and smiling", (GLAD,)),
        ("are the man and the woman smiling", (GLAD, person(0.05))),
        ("is the man not smiling", (GLAD,)),
        ("is no man smiling", (GLAD,)),
        ("are two men smiling", (GLAD, MAN)),
        ("is anyone on the left smiling", (MAN, GLAD)),  # whoever that is
        ("is the woman smiling", (GLAD,)),  # there is none
        ("are there any men or women", (WOMAN,)),
        ("is there another man", (MAN,)),
        ("is there a baby elephant", (MAN,)),
        ("is there a man-made lake", (WOMAN,)),
        ("", (MAN,)),
        ("is", (MAN,)),
    ],
)
def test_what_was_not_seen_is_left_to_the_fusion(question, people):
    assert said(question, *people) is None


def test_of_several_the_one_is_told_of_whom_the_words_mean_most():
    assert said("is the person with the hat smiling", WOMAN, MAN, meant=1) == "no"
    assert said("is the person with the hat smiling", WOMAN, MAN, meant=0) == "yes"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is the man in the middle smiling", "yes"),
        ("is the middle man smiling", "yes"),
        ("is the man on the left side of the picture smiling", "no"),
        ("is the man on the right smiling", "no"),
        ("is the man in the middle of the road smiling", "no"),  # as the words mean the first of them
    ],
)
def test_where_somebody_is_tells_better_than_the_network_who_is_meant(question, answer):
    three = [replace(one, box=one.box + np.float32([x, 0, x, 0])) for one, x in ((MAN, 200), (MAN, 0), (GLAD, 100))]
    assert said(question, *three) == answer


def test_an_answer_is_no_surer_than_who_is_meant():
    def chance(*marks: float) -> float:
        found = settled("is the man with the hat smiling", "yes", (GLAD, MAN), lambda phrase: np.array(marks))
        return found.chance if found and found.answer == "yes" else 0.0

    assert chance(9, 0) == pytest.approx(0.95, abs=0.01) and 0.5 < chance(0.5, 0.4) < 0.75


def test_who_was_not_seen_may_be_the_one_who_is_meant():
    assert said("is the man smiling", GLAD, UNSEEN) == "yes"
    assert said("is the man with the hat smiling", GLAD, UNSEEN, meant=1) is None
    assert said("is the man with the hat smiling", GLAD, WOMAN, meant=1) == "yes"


def test_a_posture_takes_the_place_of_another_only():
    assert said("what is the man doing", person(**SITS), fusion="standing") == "sitting"
    assert said("what is the man doing", person(**STANDS), fusion="smiling") == "standing"
    assert said("what is the man doing", person(**SITS), fusion="reading") is None
    assert said("what is the man doing", person(**SITS), fusion="sitting") is None


def test_a_chance_is_told_with_the_people_it_is_of():
    found = settled("how many women are there", "3", (WOMAN, MAN), lambda phrase: np.zeros(2))
    assert found and found.people == (WOMAN,) and found.chance == pytest.approx(0.95 * 0.9)


@pytest.mark.parametrize(
    ("phrase", "sort"),
    [
        ("the man", "man"),
        ("woman in the red dress", "woman"),
        ("the tall young man on the left", "man"),
        ("the man's hat", ""),
        ("the head of a woman", ""),
        ("the cup next to the man", ""),
        ("the baby carriage", ""),
        ("the dog and the woman", ""),
        ("a woman holding a baby", "woman"),
        ("the person", ""),
        ("", ""),
    ],
)
def test_a_phrase_is_of_a_sort_of_people_or_of_none(phrase, sort):
    assert sort_of(phrase) == sort


def test_only_those_are_of_another_sort_who_surely_are():
    doubtful = person(0.4)
    assert unlike("man", (MAN, WOMAN, UNSEEN, doubtful)) == [WOMAN] and unlike("", (MAN, WOMAN)) == []
