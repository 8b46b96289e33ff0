"""A scene is looked at once, and from near where words are about people."""

from __future__ import annotations

import weakref
from dataclasses import replace

import numpy as np
import pytest

from assistant.events import Frame
from models.calibration import photos
from models.errors import UnfitInput

QUESTION = "what animal is this?"


def test_a_picture_is_looked_at_once(vilbert, cat):
    assert vilbert.readings.look(cat) is vilbert.readings.look(cat)
    assert vilbert.readings.look(replace(cat)) is not vilbert.readings.look(cat)


@pytest.mark.parametrize("part", ["features", "boxes", "colours", "chances", "statistics"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_none_are_one_sentence(vilbert, cat, part, value):
    assert cat.tokens is not None
    broken = getattr(cat.tokens, part).copy()
    broken[0, 0] = value
    scene = replace(cat, tokens=replace(cat.tokens, **{part: broken}))
    said = "I could not make sense of the picture; please ask again."
    assert vilbert.answer(QUESTION, scene).spoken == vilbert.describe(scene).spoken == vilbert.ground("the cat", scene).spoken == said
    with pytest.raises(UnfitInput, match="not finite"):
        vilbert.readings.read(QUESTION, scene)


def test_a_scene_that_is_no_longer_looked_at_is_let_go(vilbert, builder, cat):
    scene = replace(builder.build(Frame(photos()[2])))
    vilbert.ground("the boat", scene)
    held = weakref.ref(scene)
    del scene
    vilbert.answer(QUESTION, cat)
    assert held() is None


@pytest.mark.parametrize("size", [(1, 1, 3), (480, 640, 3)])
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_patch_is_answered_about_by_saying_so(vilbert, builder, size, shade):
    scene = builder.build(Frame(np.full(size, shade, np.uint8)))
    for told in (vilbert.answer("is anyone in the room", scene), vilbert.describe(scene)):
        assert told.abstained and told.spoken.startswith("The picture is one even patch")


@pytest.mark.parametrize("size", [(7, 7, 3), (3, 4000, 3), (4000, 3, 3)])
def test_in_a_picture_of_a_few_pixels_nothing_is_made_out(vilbert, builder, size):
    scene = builder.build(Frame(np.random.default_rng(0).integers(0, 255, size, dtype=np.uint8)))
    for told in (vilbert.answer("is anyone in the room", scene), vilbert.describe(scene)):
        assert told.abstained and told.spoken == "The picture is too small to make anything out in it."


def test_in_noise_alone_nothing_is_seen_and_in_a_noisy_photo_it_is(vilbert, builder, cat):
    chance = np.random.default_rng(0)
    pixels = cat.frame.pixels
    scene = builder.build(Frame(chance.integers(0, 255, pixels.shape, dtype=np.uint8)))
    for told in (vilbert.answer("what is this", scene), vilbert.describe(scene)):
        assert told.abstained and told.spoken.startswith("The picture is nothing but noise")
    assert vilbert.ground("the cat", scene).box is None
    noisy = np.clip(pixels + chance.normal(0, 60, pixels.shape), 0, 255).astype(np.uint8)
    assert not vilbert.describe(builder.build(Frame(noisy))).spoken.startswith("The picture is nothing")


@pytest.mark.parametrize("question", ["what colour is the wall", "is there a lamp", "what room is this", "is it day or night"])
def test_nobodys_face_is_looked_at_for_a_question_about_something_else(vilbert, five_men, question):
    assert vilbert.readings.scene_for(question, five_men) is five_men and five_men.people == ()


@pytest.mark.parametrize(
    "question",
    [
        "is anyone smiling", "the tall man", "what is he wearing", "what colour is the shirt", "who is this", "what am I holding",
        "how many peple are there",
    ],
)  # fmt: skip
def test_people_are_looked_at_from_near_where_words_are_about_them(vilbert, five_men, question):
    near = vilbert.readings.scene_for(question, five_men)
    assert len(near.people) == 5 and near.frame is five_men.frame
    assert vilbert.readings.scene_for(question, near) is near is vilbert.readings.scene_for(question, five_men), "and looked at once"
