"""What is seen that speaks for an answer."""

from __future__ import annotations

import pytest

from models.vilbert.asking import Asking
from models.vilbert.signs import Signs
from models.vilbert.tokens import BAND, NAME
from models.vilbert.vocabulary import COLOURS, vocabulary
from tests.models.vilbert.seen import picture, pieces, thing

WORDS = vocabulary()
SIGNS = Signs(WORDS, Asking(WORDS))


def test_things_speak_of_what_somebody_does():
    seen = picture(thing("person"), thing("camera", kind=NAME, chance=0.7))
    row = WORDS.answer_rows["taking a picture"]
    assert SIGNS.deeds(pieces("what is the man doing"), seen) == {row: pytest.approx(0.7)}
    assert SIGNS.deeds(pieces("what is this"), seen) == {}
    assert SIGNS.deeds(pieces("what is the man doing"), picture(thing("camera", kind=NAME, chance=0.7))) == {}


@pytest.mark.parametrize(("blue", "saturation", "sunny"), [(0.95, 0.4, 0.95), (0.95, 0.2, None), (0.6, 0.4, None)])
def test_a_blue_sky_speaks_for_the_sun(blue, saturation, sunny):
    seen = picture(thing("top", kind=BAND, colour=None))
    seen.colours[1, COLOURS.index("blue")], seen.statistics[1, 3] = blue, saturation
    expected = {} if sunny is None else {WORDS.answer_rows["sunny"]: pytest.approx(sunny)}
    assert SIGNS.weather(pieces("what is the weather like"), seen) == expected
    assert SIGNS.weather(pieces("what color is the sky"), seen) == {}
    assert SIGNS.weather(pieces("what is the weather like"), picture()) == {}


def test_things_that_are_surely_seen_speak_for_what_is_on_another():
    seen = picture(thing("person"), thing("laptop", chance=0.8), thing("cup", chance=0.3), thing("coffee", kind=NAME, chance=0.6))
    found = SIGNS.things(pieces("what is on the chair"), seen)
    assert found[WORDS.answer_rows["laptop"]] == pytest.approx(0.8)
    assert len(found) == 1, "neither people, nor what is hardly seen, nor what the backbone names"
    for question in (
        "what colour is the thing on the chair",
        "what is this",
        "what is he eating",
        "what is on the left",
        "what is on my computer",
    ):
        assert SIGNS.things(pieces(question), seen) == {}


@pytest.mark.parametrize(
    "question", ["what is this", "what is that flying thing", "what tool is this", "what are these big things on the table"]
)
def test_what_the_backbone_surely_calls_the_picture_is_what_this_is(question):
    seen = picture(thing("cup", chance=0.9), thing("hammer", kind=NAME, chance=0.8))
    assert SIGNS.identified(pieces(question), seen) == {WORDS.answer_rows["hammer"]: pytest.approx(0.8)}
    assert SIGNS.identified(pieces(question), picture(thing("hammer", kind=NAME, chance=0.5))) == {}


@pytest.mark.parametrize("question", ["what am i holding", "what is he holding in his hand", "what's the woman holding up"])
@pytest.mark.parametrize(
    ("name", "held"), [("hammer", True), ("banana", True), ("sombrero", True), ("ballplayer", False), ("viaduct", False)]
)
def test_what_is_held_up_to_the_camera_is_what_the_backbone_surely_calls_the_picture(question, name, held):
    found = SIGNS.identified(pieces(question), picture(thing(name, kind=NAME, chance=0.8)))
    assert found == ({WORDS.answer_rows[name]: pytest.approx(0.8)} if held else {})


@pytest.mark.parametrize(
    "question",
    [
        "what colour is this",
        "what is it doing",
        "what is it made of",
        "is this a hammer",
        "what is on this",
        "what colour is the thing he is holding",
        "what number is he holding",
    ],
)
def test_what_something_else_of_it_is_does_not_follow_from_that(question):
    assert SIGNS.identified(pieces(question), picture(thing("hammer", kind=NAME, chance=0.8))) == {}
