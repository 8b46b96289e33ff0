"""A choice is asked as one question about each of its sides."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.choices import counted, sides


@pytest.mark.parametrize(
    ("question", "answers", "asked"),
    [
        ("Is it day or night?", ("day", "night"), ("is it day", "is it night")),
        ("is this a photo or a drawing", ("photo", "drawing"), ("is this a photo", "is this a drawing")),
        ("is this a photo or drawing", ("photo", "drawing"), ("is this a photo", "is this a drawing")),
        ("is its mouth open or closed?", ("open", "closed"), ("is its mouth open", "is its mouth closed")),
        ("is it standing or lying down", ("standing", "lying down"), ("is it standing", "is it lying down")),
        ("is this a close-up shot or a wide view", ("close-up shot", "wide view"), ("is this a close-up shot", "is this a wide view")),
        ("is this at night or during the day", ("night", "day"), ("is this at night", "is this during the day")),
        ("is that a real man or a statue", ("real man", "statue"), ("is that a real man", "is that a statue")),
        ("are the handles brown or blue", ("brown", "blue"), ("are the handles brown", "are the handles blue")),
    ],
)
def test_a_choice_of_two_is_a_question_about_each(question, answers, asked):
    two = sides(question)
    assert two is not None
    assert (tuple(side.answer for side in two), tuple(side.question for side in two)) == (answers, asked)


@pytest.mark.parametrize(
    "question",
    [
        "is there a cat or a dog",  # may be answered by yes
        "do you see a cup or a glass",
        "is he wearing a hat or a cap",
        "is the lamp on the left or on the right",  # the network is asked as it stands
        "is it red, green or blue",
        "is it a cat or a dog or a horse",
        "what is it, a cat or a dog",
        "is it or",
        "or",
        "",
        "is it a very big old grey stone house or a church",
    ],
)
def test_what_leaves_no_choice_of_two_is_left_as_it_is(question):
    assert sides(question) is None


@pytest.mark.parametrize(
    ("question", "thing"),
    [("is the fridge open or closed", "fridge"), ("are the handles of the cup red or blue", "handles"), ("is it red or blue", "")],
)
def test_a_choice_is_of_a_thing_where_one_is_named(question, thing):
    assert [side.of for side in sides(question) or ()] == [thing, thing]


def test_a_side_with_an_article_is_a_noun():
    assert [[side.noun for side in sides(text) or ()] for text in ("is it a cat or dog", "is it red or blue")] == [
        [True, True],
        [False, False],
    ]


def test_of_two_numbers_the_one_is_asked_for():
    assert counted("are there two or three people") == "how many people are there"
    assert counted("do you see one or 2 red cups here") == "how many red cups are there"
    assert not counted("are there two people") and not counted("are there two cats or three dogs")
