"""What the network reads is said as far as nothing that is seen contradicts it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from assistant.events import Frame
from assistant.phrases import Phrases
from assistant.understanding.answering.from_reading import GUESSED
from assistant.understanding.answering.saying import SURE
from assistant.understanding.vilbert import Vilbert
from models.calibration import photos

BENCH, WHITE_ON_PINK, CHEETAH, TRIPOD, LOOKS_RIGHT = 4, 7, 19, 27, 32


def test_what_is_not_there_is_why_nothing_is_told_of_it_and_what_is_told_all_the_same_is_in_doubt(vilbert, cat):
    assert vilbert.answer("where is the bus", cat).spoken == "I don't see a bus."
    for question in ("is the bus left of the cat", "is the cat left of the bus"):
        spoken = vilbert.answer(question, cat).spoken
        assert spoken.startswith("I am not sure that I see a bus, but I ") and spoken.endswith("think so.")


def test_whether_the_door_is_open_is_not_told_where_no_door_is(vilbert, cat):
    assert vilbert.answer("is the door open", cat).abstained


@pytest.mark.parametrize("question", ["is the window closed", "did i leave the car door open", "is the fridge empty"])
def test_nor_is_any_other_state_of_what_is_not_there(vilbert, cat, question):
    assert vilbert.answer(question, cat).abstained


def test_a_state_is_asked_of_whatever_is_read(vilbert, cat):
    assert vilbert.answer("the " + "cat " * 29 + "awake", cat).spoken


def test_day_and_night_are_told_without_a_clock(vilbert, builder):
    scene = builder.build(Frame(photos()[0]))
    assert not vilbert.answer("is it night time", scene).abstained and vilbert.answer("what time is it", scene).abstained


def test_of_two_that_are_both_as_good_as_ruled_out_neither_is_sure(vilbert, builder):
    sure = 0
    for pixels in photos()[:12]:
        scene = builder.build(Frame(pixels))
        answer = vilbert.answer("is it morning or evening", scene)
        assert answer.abstained or answer.confidence <= GUESSED
        sure += vilbert.answer("is it day or night", scene).confidence > GUESSED
    assert sure, "and what is thought of may be said without doubt"


@pytest.mark.parametrize("question", ["how many zebras are there", "is there a zebra", "do you see a zebra", "is there no zebra"])
def test_nothing_is_shown_for_what_is_not_there(vilbert, builder, question):
    for pixels in photos():
        answer = vilbert.answer(question, builder.build(Frame(pixels)))
        assert not (answer.short in ("no", "zero", "yes") and answer.regions)


def test_a_no_about_what_is_there_shows_it(vilbert, cat):
    answer = vilbert.answer("is the cat green", cat)
    assert answer.short == "no" and [region.label for region in answer.regions] == ["cat"]


@pytest.mark.parametrize(
    "question",
    [
        "is there a boy", "do you see a man here", "is there a little girl in the picture", "can you see me", "am i in the picture",
        "is there a toddler", "is there a male", "do you see a female", "are there any babies",
    ],
)  # fmt: skip
def test_where_nobody_is_there_is_no_boy(vilbert, cat, question):
    assert vilbert.answer("is anybody here", cat).short == "no" and vilbert.answer(question, cat).short == "no"


@pytest.mark.parametrize(("number", "question", "likeliest"), [(11, "what is it lying on", "laptop"), (25, "what is he wearing", "tie")])
def test_what_is_denied_when_it_is_asked_for_is_not_said_to_be_it(vilbert, builder, number, question, likeliest):
    scene = builder.build(Frame(photos()[number]))
    assert vilbert.readings.read(question, scene).answer == likeliest
    assert vilbert.answer(f"is there a {likeliest}", scene).short == "no" and vilbert.answer(question, scene).short != likeliest


@pytest.mark.parametrize("thing", ["jacket", "wheel", "plate"])
def test_what_words_alone_let_one_expect_is_never_surely_there(vilbert, builder, thing):
    """The network has learned of these that they are nearly everywhere."""
    question = f"is there a {thing}"
    scenes = [builder.build(Frame(photos()[number])) for number in (6, 11, 13, 19)]
    assert all(vilbert.fusion.affirmed(vilbert.fusion.read(vilbert.readings.look(scene), question)) > 2 for scene in scenes)
    answers = [vilbert.answer(question, scene) for scene in scenes]
    assert not any(answer.short == "yes" and answer.confidence >= SURE for answer in answers)


def test_what_the_detector_is_certain_of_is_not_denied(vilbert, cat):
    assert vilbert.answer("is this a dog", cat).short == "no"
    certain = replace(cat, regions=tuple(replace(region, label="dog", score=0.99) for region in cat.regions))
    assert vilbert.answer("is this a dog", certain).short == "yes"


def test_one_of_two_things_is_said_even_if_no_list_has_the_other(vilbert, cat):
    answer = vilbert.answer("is it a cat or a measuring device", cat)
    assert answer.short == "cat" and "cat" in answer.spoken
    assert vilbert.answer("is it day or night", cat).short in ("day", "night", "")


@pytest.mark.parametrize("thing", ["flower", "cup"])
def test_a_thing_has_not_the_colour_of_what_it_lies_on(vilbert, builder, thing):
    scene = builder.build(Frame(photos()[WHITE_ON_PINK]))
    question = f"what color is the {thing}"
    assert vilbert.fusion.read(vilbert.readings.look(scene), question).answer == "orange", "so says the network alone"
    assert vilbert.answer(question, scene).short == "white" == vilbert.explain(question, scene).reading.answer


def test_the_colour_of_what_surrounds_things_is_the_networks_own(vilbert, builder):
    scene = builder.build(Frame(photos()[WHITE_ON_PINK]))
    question = "what color is the background"
    assert vilbert.readings.read(question, scene).answer == vilbert.fusion.read(vilbert.readings.look(scene), question).answer == "orange"


def test_of_a_thing_that_is_surely_missing_nothing_is_said(vilbert, cat):
    answer = vilbert.answer("what colour is the dog", cat)
    assert answer.abstained or answer.spoken.startswith("I am not sure that I see a dog")


@pytest.mark.parametrize("question", ["is the fridge open or closed", "is my car red or blue", "is the laptop open or closed"])
def test_of_what_is_not_there_neither_of_two_is_said(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken.startswith("I don't see ")


def test_there_is_no_weather_indoors(vilbert, builder):
    scenes = [builder.build(Frame(pixels)) for pixels in photos()]
    indoors = [scene for scene in scenes if vilbert.answer("is this outdoors", scene).short == "no"]
    assert indoors and all(vilbert.answer("what's the weather like", scene).abstained for scene in indoors)


@pytest.mark.parametrize(
    ("question", "short", "of"),
    [
        ("are there any women", "no", 5),
        ("is there a child", "no", 5),
        ("how many men are there", "five", 5),
        ("are they looking at the camera", "yes", 5),
        ("is nobody smiling", "no", 1),
    ],
)
def test_what_a_look_from_near_tells_is_said_of_the_people_it_is_of(vilbert, five_men, question, short, of):
    answer = vilbert.answer(question, five_men)
    assert answer.short == short and answer.confidence > 0.5
    assert len(answer.regions) == of and {region.label for region in answer.regions} == {"person"}


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("are there no women", ("Yes, I see none.",)),
        ("is nobody smiling", ("No.",)),
        ("is nobody wearing a hat", ("No.", "Yes.", "I think so.", "I don't think so.")),
        ("is the man in the middle smiling", ("Yes.",)),
    ],
)
def test_what_people_do_is_not_answered_by_whether_they_are_there(vilbert, five_men, question, spoken):
    assert vilbert.answer(question, five_men).spoken in spoken


@pytest.mark.parametrize(
    ("question", "there"),
    [("what is the woman wearing", False), ("is the girl happy", False), ("what is the man in the middle wearing", True)],
)
def test_of_whom_nobody_is_nothing_is_told(vilbert, five_men, question, there):
    assert vilbert.answer(question, five_men).spoken.startswith("I don't see a ") is not there


@pytest.mark.parametrize("question", ["who is on the right", "who is holding the cup", "what is he doing there", "where is the man"])
def test_who_what_and_where_are_not_answered_by_yes_or_no(vilbert, five_men, cat, question):
    assert not {vilbert.answer(question, scene).short for scene in (five_men, cat)} & {"yes", "no"}


def test_a_word_for_what_is_known_is_read_as_that_and_said_as_it_was(vilbert, cat):
    assert vilbert.answer("is there a pup", cat).spoken in ("No.", "I don't think so.")
    assert "see anybody" in vilbert.answer("what colour is the infant", cat).spoken
    assert "see a pup" in vilbert.answer("what is the pup doing", cat).spoken
    assert vilbert.readings.read("the bunny", cat).words == vilbert.readings.read("the rabbit", cat).words


def test_what_the_network_itself_would_name_is_doubted_as_all_else(vilbert, cat):
    answer = vilbert.answer("what colour is the screwdriver", cat)
    assert "hardly know" not in answer.spoken and answer.confidence <= GUESSED and not answer.guessed
    assert vilbert.answer("is there a zither in the picture", cat).guessed


@pytest.mark.parametrize(
    ("language", "spoken"), [("en", "I would say to the right."), ("de", "Ich würde sagen: nach rechts."), ("zh", "我看是往右。")]
)
def test_which_way_somebody_looks_is_said_as_a_way(vilbert, builder, prepared, language, spoken):
    prepared("people")
    scene = builder.build(Frame(photos()[LOOKS_RIGHT]))
    own = Vilbert(Phrases("assistant", "vision", language), vilbert.fusion, near=builder.near)
    assert own.answer("which way is he looking", scene).spoken == spoken


def test_how_many_there_are_is_not_answered_by_yes(vilbert, builder):
    """Of a crowd the network knows no number."""
    small = [np.array(Image.fromarray(photos()[number]).resize((240, 240))) for number in (21, 32, 27, 22)]
    row = np.concatenate([np.pad(one, ((0, 10), (0, 10), (0, 0)), constant_values=200) for one in small], 1)
    answer = vilbert.answer("how many people are there", builder.build(Frame(np.tile(row, (4, 1, 1)))))
    assert answer.abstained and " people" in answer.spoken


def test_where_nobody_is_nobody_smiles(vilbert, cat):
    answer = vilbert.answer("is anyone smiling", cat)
    assert answer.short == "no"


@pytest.mark.parametrize(
    "question", ["is there a {}", "do you see a {}", "are there any {}s", "does it have a {}", "is this a {} or a dog"]
)
def test_what_is_asked_in_a_word_that_it_never_learned_is_answered_by_a_guess_at_most(vilbert, builder, question):
    scenes = [builder.build(Frame(photos()[number])) for number in (0, 13, 30)]
    for answer in (vilbert.answer(question.format(word), scene) for word in ("astrolabe", "zither", "zorp", "tricorn") for scene in scenes):
        assert answer.abstained or answer.short == "dog" or answer.spoken.startswith("I hardly know the word ")
        assert answer.guessed == ("hardly" in answer.spoken)
        assert answer.short == "dog" or answer.confidence <= GUESSED


def test_what_a_network_has_a_name_for_is_there_where_it_is_named(vilbert, builder, cat):
    cheetah = vilbert.answer("is there a cheetah", builder.build(Frame(photos()[CHEETAH])))
    assert cheetah.short == "yes" and "hardly" not in cheetah.spoken
    assert vilbert.answer("is there a cheetah", cat).short == "no"
    assert vilbert.answer("is there no cheetah", cat).short == "yes"
