"""A phrase is pointed at where it is, and with a doubt where that is in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.events import Frame
from bench.vision import iou
from models.calibration import photos


@pytest.mark.parametrize("phrase", ["nothing", "everything", "the", "all of it"])
def test_what_names_no_thing_is_not_pointed_at(vilbert, cat, phrase):
    found = vilbert.ground(phrase, cat)
    assert found.box is None and found.spoken == "Tell me one thing to point at, such as the cup."


def test_what_is_there_is_pointed_at_inside_the_picture_and_what_is_not_is_said(vilbert, cat):
    width, height = cat.frame.size
    found = vilbert.ground("the cat", cat)
    assert 0 <= found.box[0] < found.box[2] <= width and 0 <= found.box[1] < found.box[3] <= height
    assert found.sure and found.region is not None and found.spoken.startswith("Here it is, ")
    missing = vilbert.ground("a purple submarine", cat)
    assert not missing.sure if missing.box else missing.spoken == "I don't see a purple submarine."


def test_a_thing_that_is_named_without_an_article_is_pointed_at_as_with_one(vilbert, cat):
    bare, said = vilbert.ground("cat on the left", cat), vilbert.ground("the cat on the left", cat)
    assert (bare.box, bare.score) == (said.box, said.score) and bare.box is not None
    assert vilbert.ground("elephant", cat).spoken == vilbert.ground("the elephant", cat).spoken == "I don't see the elephant."


@pytest.mark.parametrize("phrase", ["where the cat is", "find the cat", "a cat", "my cat", "", "🦉", "cat " * 9])
def test_only_a_bare_thing_gets_an_article(vilbert, phrase):
    assert vilbert.words.determined(phrase) == phrase
    assert vilbert.words.determined("red cup") == "the red cup"


@pytest.mark.parametrize("phrase", ["der Hund", "le chien", "el perro rojo", "was ist das"])
def test_a_phrase_of_another_language_is_not_pointed_at(vilbert, cat, phrase):
    found = vilbert.ground(phrase, cat)
    assert found.box is None and found.spoken.startswith("I don't know most of these words")


def test_a_phrase_of_as_many_words_as_are_read_is_read(vilbert, cat):
    assert vilbert.ground("cat " * 30 + "cat", cat).spoken != "That was too long for me; please ask it in fewer words."


@pytest.mark.parametrize(
    "words", ["point at {}", "where is {}", "Where's {}?", "show me {}", "can you find {}, please", "um, can you see {}", "locate {}"]
)
def test_what_is_pointed_at_is_said_without_the_words_that_ask_for_it(vilbert, cat, words):
    assert vilbert.ground(words.format("the elephant"), cat).spoken == "I don't see the elephant."
    assert vilbert.ground(words.format("the cat"), cat).box == vilbert.ground("the cat", cat).box


def test_what_may_be_elsewhere_is_said_with_a_doubt(vilbert, builder):
    scenes = [builder.build(Frame(photos()[number])) for number in range(12)]
    found = [vilbert.ground(phrase, scene) for scene in scenes for phrase in ("the boat", "the tower", "the dog")]
    doubtful, sure = ([one for one in found if one.box and one.sure == sure] for sure in (False, True))
    assert doubtful and all(one.spoken.startswith("I am not sure, but it could be here, ") and one.score < 0.5 for one in doubtful)
    assert sure and all(one.spoken.startswith("Here it is, ") and one.score >= 0.5 for one in sure)


@pytest.mark.parametrize(
    ("phrase", "place"), [("the man on the left", 0), ("the man in the middle", 2), ("the person on the far right", 4)]
)
def test_the_person_at_a_side_is_the_last_one_there(vilbert, five_men, phrase, place):
    near = vilbert.readings.scene_for(phrase, five_men)
    box = sorted((person.box for person in near.people), key=lambda box: float(box[0] + box[2]))[place]
    assert iou(vilbert.ground(phrase, five_men).box, box) > 0.9


@pytest.mark.parametrize(
    ("phrase", "place"),
    [
        ("the second man from the left", 1),
        ("the last man from the left", 4),
        ("the first man from the right", 4),
        ("2nd man from left", 1),
        ("the second man on the right", 3),
        ("rightmost man", 4),
        ("the tallest man", 3),
        ("the one right of the third man from the left", 3),
        ("the man between the third man from the left and the last man from the left", 3),
    ],
)
def test_one_of_several_is_counted_out(vilbert, five_men, phrase, place):
    boxes = sorted((region.box for region in five_men.regions if region.label == "person"), key=lambda box: box[0] + box[2])
    assert len(boxes) == 5 and vilbert.ground(phrase, five_men).box == pytest.approx(boxes[place], abs=1)


def test_of_fewer_than_are_counted_none_is_pointed_at_without_doubt(vilbert, five_men):
    assert vilbert.ground("the fifth man from the left", five_men).sure
    assert not vilbert.ground("the 7th man from the left", five_men).sure


def test_the_one_beside_something_is_never_that_thing_itself(vilbert, five_men):
    man = vilbert.ground("the second man from the left", five_men).box
    beside = vilbert.ground("the one next to the second man from the left", five_men).box
    assert beside is not None and iou(beside, man) < 0.5


def test_whom_nobody_saw_is_not_pointed_at(vilbert, five_men):
    found = vilbert.ground("the woman on the left", five_men)
    assert found.box is None and found.spoken == "I don't see the woman on the left."
    assert vilbert.ground("the man on the left", five_men).box is not None


def test_whom_only_a_hidden_face_could_be_is_not_pointed_at_without_doubt(vilbert, builder, five_men):
    near = builder.near(five_men)
    one, *others = near.people
    hidden = replace(near, people=(replace(one, face=None), *others))
    assert vilbert.ground("the man", hidden).sure and not vilbert.ground("the woman", hidden).sure


def test_nor_is_it_pointed_at_without_a_doubt(vilbert, builder):
    found = [vilbert.ground("the zither", builder.build(Frame(photos()[number]))) for number in range(12)]
    assert all(one.box is None or not one.sure for one in found)
