"""What a look at people from near settles: people as they were seen in, an answer or none out."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.understanding.answering.people import settled
from tests.assistant.understanding.answering.persons import DOWN, GLAD, LEFT, MAN, RIGHT, SITS, STANDS, UNSEEN, WOMAN, person, said


@pytest.mark.parametrize(
    ("question", "people", "answer"),
    [
        ("Is there a man?", (WOMAN, WOMAN), "no"),
        ("are there any men in the picture", (WOMAN, MAN), "yes"),
        ("do you see a woman here", (MAN,), "no"),
        ("does the picture show a woman", (MAN,), "no"),
        ("could you spot a woman", (MAN,), "no"),
        ("can i see any man anywhere", (MAN,), "yes"),
        ("are there any women around", (MAN,), "no"),
        ("is there a woman among them", (MAN, MAN), "no"),
        ("is there a woman between the men", (MAN, MAN), "no"),
        ("could i find anyone smiling", (MAN, MAN), "no"),
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
        ("is the woman on the left not smiling", (MAN, WOMAN), None),
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


def test_a_posture_takes_the_place_of_another_only():
    assert said("what is the man doing", person(**SITS), fusion="standing") == "sitting"
    assert said("what is the man doing", person(**STANDS), fusion="smiling") == "standing"
    assert said("what is the man doing", person(**SITS), fusion="reading") is None
    assert said("what is the man doing", person(**SITS), fusion="sitting") is None


def test_a_chance_is_told_with_the_people_it_is_of():
    found = settled("how many women are there", "3", (WOMAN, MAN), lambda phrase: np.zeros(2))
    assert found and found.people == (WOMAN,) and found.chance == pytest.approx(0.95 * 0.9)


@pytest.mark.parametrize(
    ("question", "people", "years"),
    [
        ("how old is he", (person(age=38.4),), "40"),
        ("how old does the woman look", (MAN, person(0.05, age=23)), "25"),
        ("how old is the man", (person(age=31), UNSEEN, WOMAN), "30"),
        ("how old do you think she is", (person(0.05, age=1.2),), "1"),
    ],
)
def test_an_age_is_guessed_in_round_numbers(question, people, years):
    assert said(question, *people) == years


@pytest.mark.parametrize(
    ("question", "people"), [("how old is he", (UNSEEN,)), ("how old are they", (MAN, MAN)), ("how old is the car", (MAN,))]
)
def test_no_age_is_told_of_whom_it_was_not_seen(question, people):
    assert said(question, *people) is None
