"""What a caption has told of, and what is left to tell."""

from __future__ import annotations

import pytest

from assistant.events import Frame
from assistant.phrases import Phrases
from assistant.understanding.answering.telling import classes_in
from assistant.understanding.vilbert import Vilbert
from models.calibration import photos
from models.lexicon import article


@pytest.mark.parametrize(
    ("caption", "told", "left"),
    [
        ("eight people, a brown bicycle and two cars in a park", {"person", "bicycle", "car"}, {"dog"}),
        ("a man with a mug", {"person", "cup"}, {"tie"}),
        ("a cheetah", {"cat", "dog"}, {"person"}),
        ("a kitten", {"cat"}, {"dog"}),
        ("a flower and two birds", {"flower", "bird"}, {"horse"}),
        ("two traffic lights", {"traffic light"}, {"car"}),
        ("", set(), {"cat"}),
    ],
)
def test_what_a_caption_tells_of_is_known_by_its_class(caption, told, left):
    assert told <= classes_in(caption) and not left & classes_in(caption)


def test_a_description_names_what_was_detected(vilbert, cat):
    told = vilbert.describe(cat)
    assert "cat" in told.spoken and told.regions


def test_who_abstains_says_what_was_seen(vilbert, cat):
    asked = ["what does it think about tomorrow", "how much did this cost", "what is behind the wall", "what was here yesterday"]
    told = [answer.spoken for answer in (vilbert.answer(question, cat) for question in asked) if answer.abstained]
    assert told and all("I see" in spoken and "cat" in spoken for spoken in told)


@pytest.mark.parametrize("question", ["asdf qwer zxcv", "who is this", "is the laptop open or closed", "is it a truck or a boat"])
def test_an_abstention_claims_nothing(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.confidence == 0


def test_a_description_tells_nothing_that_a_question_denies(vilbert, builder):
    for pixels in photos():
        scene = builder.build(Frame(pixels))
        for region in vilbert.describe(scene).regions:
            assert region.score >= 0.96 or vilbert.answer(f"is there {article(region.label)}", scene).short != "no"


def test_a_description_says_each_thing_once(vilbert, cat):
    assert vilbert.describe(cat).spoken.count("cat") == 1


def test_people_are_told_of_as_what_they_are_seen_to_be(vilbert, builder, five_men):
    assert "five men" in vilbert.describe(five_men).spoken and "people" not in vilbert.describe(five_men).spoken
    foreign = Vilbert(Phrases("assistant", "vision", "de"), vilbert.fusion, near=builder.near)
    assert foreign.describe(five_men).spoken == "Ich sehe fünf Männer."
