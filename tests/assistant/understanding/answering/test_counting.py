"""Answers from how many there are, on photos. They have to agree with what is counted, whatever that is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.phrases import Phrases
from assistant.understanding.asking.amounts import number_of
from assistant.understanding.vilbert import Vilbert


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("are there at least two men", "Yes, I count five."),
        ("are there two men", "No, I count five."),
        ("are there five men", "Yes, I count five."),
        ("are there exactly four men", "No, I count five."),
        ("is there only one man", "No, I count five."),
        ("are there more than five men", "No, I count five."),
        ("are there several men", "Yes, I count five."),
        ("are there two women or more", "No, I see none."),
        ("are there more men than women", "Yes, I count five and zero."),
        ("are there fewer men than women", "No, I count five and zero."),
        ("are there more men or women", "More men: five to zero."),
        ("how many men and women are there", "I count five."),
        ("how many men and how many women are there", "I count five and zero."),
        ("how many men are there and how many women", "I count five and zero."),
        ("more women or men?", "More men: five to zero."),
        ("more men than women", "Yes, I count five and zero."),
        ("5 men?", "Yes, I count five."),
        ("another man?", "Yes, I count five."),
        ("is there another man", "Yes, I count five."),
    ],
)
def test_what_a_number_tells_agrees_with_what_is_counted(vilbert, five_men, question, spoken):
    answer = vilbert.answer(question, five_men)
    assert answer.spoken == spoken and answer.confidence == vilbert.answer("how many men are there", five_men).confidence


@pytest.mark.parametrize(
    ("question", "short"), [("is anybody else here", "yes"), ("is the man alone", "no"), ("is no one else here", "no")]
)
def test_whoever_is_one_of_several_is_not_alone(vilbert, five_men, question, short):
    answer = vilbert.answer(question, five_men)
    assert answer.short == short and len(answer.regions) == len(vilbert.answer("how many people are there", five_men).regions)


def test_one_cat_is_alone_and_no_second_one_is_there(vilbert, cat):
    assert vilbert.answer("is the cat alone", cat).short == "yes"
    assert vilbert.answer("is there another cat", cat).spoken == "No, I count one."
    assert vilbert.answer("are there two cats", cat).spoken == "No, I count one."
    assert vilbert.answer("is there one cat", cat).short == "yes"


def test_what_else_is_there_is_not_what_is_told_first(vilbert, cat, five_men):
    assert vilbert.answer("what else is there", cat).spoken == "Nothing else that I know."
    assert vilbert.answer("is there anything else", cat).spoken == "No, nothing else that I know."
    assert vilbert.answer("who else is there", five_men).spoken == "I see four men."
    assert vilbert.answer("who else is there", cat).spoken == "I see nobody else."


def test_parts_that_nobody_finds_are_not_counted_from_the_whole(vilbert, cat):
    assert vilbert.answer("how many legs does it have", cat).abstained


def test_a_number_is_explained_by_what_was_counted(vilbert, cat):
    explained = vilbert._asked("are there two cats", cat)
    assert explained.decided == "how many cats are there" and explained.seen is None


def test_of_two_numbers_it_is_the_one_that_is_counted(vilbert, five_men):
    assert vilbert.answer("are there four or five men", five_men).spoken == "I count five."
    assert vilbert.answer("are there two or three men", five_men).spoken == "I count five."


@pytest.mark.parametrize(("language", "spoken"), [("de", "Nein, ich zähle eins."), ("zh", "不是，我数了一下，有一个。")])
def test_other_languages_say_the_number_too(vilbert, cat, language, spoken):
    assert Vilbert(Phrases("assistant", "vision", language), vilbert.fusion).answer("are there two cats", cat).spoken == spoken


# ---- by boxes and colours


def test_what_is_far_bigger_is_bigger_and_which_one_is_one_of_the_two(vilbert, cat):
    find = next(region for region in cat.regions if region.label == "cat")
    dog = replace(find, label="dog", box=(0.0, 0.0, 30.0, 30.0), score=0.99)
    both = replace(cat, regions=(find, dog))
    assert vilbert.answer("is the cat bigger than the dog", both).spoken == "Yes."
    assert vilbert.answer("is the cat smaller than the dog", both).spoken == "No."
    smaller = vilbert.answer("which is smaller, the cat or the dog", both)
    assert (smaller.short, smaller.spoken) == ("dog", "I would say the dog.") and smaller.regions[0] is dog
    assert vilbert.answer("what is the smallest animal", both).short == "dog"


def test_people_at_a_side_are_those_who_stand_there(vilbert, five_men):
    sides = [vilbert.answer(f"how many people are on the {side}", five_men) for side in ("left", "right")]
    assert sum(len(side.regions) for side in sides) == sum(region.label == "person" for region in vilbert.describe(five_men).regions)
    assert [number_of(side.short) for side in sides] == [len(side.regions) for side in sides]


def test_what_is_of_a_colour_is_not_whatever_the_picture_is_of(vilbert, cat):
    assert vilbert.answer("what is blue", cat).abstained
