"""How questions are put otherwise: words in, words out."""

from __future__ import annotations

import pytest

from assistant.understanding.otherwise import (
    SOMEBODY,
    affirmed,
    all_granted,
    counted,
    granted,
    presupposed,
    sides,
    somebody,
    supposed,
    untold,
    whether_there,
    who_is_there,
)


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


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is nobody here?", "is anybody here"),
        ("is there no one in the room", "is there anybody in the room"),
        ("is there no dog", "is there a dog"),
        ("is there no orange on the table", "is there an orange on the table"),
        ("are there no people", "are there any people"),
        ("do you see no cups", "do you see any cups"),
        ("is there nothing on the table", "is there anything on the table"),
        ("isn't this a hammer", None),  # says the same as without
        ("is the sign a no parking sign", None),
        ("there is no dog", None),
        ("who is nobody", None),
    ],
)
def test_what_denies_is_asked_as_what_it_denies(question, asked):
    assert affirmed(question) == asked


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("what colour is the dog?", "dog"),
        ("what color is the cell phone", "cell phone"),
        ("what is he doing", "he"),
        ("are the scissors open", "scissors"),
        ("where is the pup", "pup"),
        ("is there a dog on the couch", ""),
        ("how many dogs are there", ""),
        ("what colour is the sky", ""),
        ("what is this", ""),
    ],
)
def test_a_thing_that_a_detector_knows_may_be_taken_for_granted(question, thing):
    assert granted(question) == thing


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


def test_who_somebody_is_may_be_asked_for_without_more():
    asked = ("Who is this?", "who's there", "who is in the picture", "who are these people", "who is that man", "who can you see here")
    assert all(map(who_is_there, asked))
    others = ("who is on the left", "who is holding the cup", "whose cup is this", "what is this", "who is she with")
    assert not any(map(who_is_there, others))


def test_no_picture_tells_what_was_before_it():
    asked = ("Why is he sad?", "who made it", "What's wrong with it?", "when was this taken", "whose car is this", "what is the matter")
    assert all(map(untold, asked))
    assert not untold("when is it, day or night") and not untold("whose hat is that man wearing")
    assert not any(map(untold, ("who is this", "what is it made of", "what is on the wrong side", "whose hat is red", "who is making tea")))


def test_only_whether_some_sort_of_person_is_there_asks_for_somebody():
    assert somebody("is there a boy in the picture") and somebody("do you see any women?")
    assert somebody("is anyone smiling?") and somebody("does somebody wear a hat") and somebody("is there a toddler wearing a hat")
    assert not somebody("is the boy smiling") and not somebody("is there a dog") and not somebody("is anything broken")
    assert somebody("are there people outside") and somebody("is there a man inside the car") and somebody("do you see people around")
    assert not somebody("is there a baby carriage") and not somebody("do you see a child seat")


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("is the car door still open", "car door"),
        ("did i leave the window open", "window"),
        ("is something written on the board", "board"),
        ("is it open", ""),
        ("is the open door red", "door red"),
        ("is the old man happy", "man"),
        ("are the two windows closed", "windows"),
        ("is the one on the left open", ""),
        ("is the cup the man is holding full", "cup"),
        ("the " + "cat " * 29 + "awake", ""),
    ],
)
def test_what_a_question_takes_for_granted_is_what_stands_after_its_article(question, thing):
    states = ("open", "closed", "full", "happy", "old", "awake", "written")
    assert presupposed(question.split(), states, ("still", "on", "the", "is")) == thing


def test_what_something_is_supposed_to_be_is_what_follows_is_this():
    assert supposed("Are these scissors?") == "scissors" and supposed("is it a cell phone") == "cell phone"
    assert not supposed("is the cat white") and not supposed("is there a cat")
    assert not supposed("is this a kitten") and not supposed("is it a taxi"), "not each cat is one"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("is there no car and no bicycle", "is there a car or bicycle"),
        ("are there no other people", "are there any other people"),
    ],
)
def test_all_that_is_denied_is_asked_for(question, asked):
    assert affirmed(question) == asked


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("is the bowl right of the dog", ["bowl", "dog"]),
        ("is she wearing the tie", ["she", "tie"]),
        ("is the girl tall", ["girl"]),
        ("is there a dog on the bed", []),
        ("what is this", []),
    ],
)
def test_all_that_a_question_takes_for_granted_is_heard(question, things):
    assert all_granted(question) == things
