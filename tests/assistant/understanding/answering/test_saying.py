"""Answers as sentences, each kind in its way."""

from __future__ import annotations

import pytest

from assistant.events import Region
from assistant.phrases import Phrases
from assistant.understanding.answering.saying import Saying, inner


@pytest.fixture
def saying() -> Saying:
    return Saying(Phrases("assistant", "vision"), lambda answer: answer.endswith("ing") and answer != "building")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("looking", "I would say looking."),
        ("standing", "I would say standing."),
        ("building", "It looks like a building."),
        ("cloudy", "It looks cloudy."),
        ("cat", "It looks like a cat."),
        ("up", "I would say up."),
        ("both", "I would say both."),
        ("happy", "It looks happy."),
        ("mountains", "It looks like mountains."),
        ("left", "It is on the left."),
        ("red", "It looks red."),
        ("3", "I count three."),
        ("0", "I see none."),
        ("yes", "Yes."),
    ],
)
def test_an_answer_is_said_as_its_kind_is(saying, answer, said):
    assert saying.sentence(answer, True) == said


def test_a_doubt_is_said(saying):
    assert saying.sentence("cat", False) == "I am not sure, but it looks like a cat."
    assert saying.sentence("0", False) == "I am not sure, but I see none."
    assert saying.sentence("no", False) == "I don't think so."


def test_a_noun_may_be_said_that_is_something_else_too(saying):
    assert saying.sentence("drawing", True, noun=True) == "It looks like a drawing."
    assert inner("It looks red.") == "it looks red." and inner("I see none.") == "I see none."


@pytest.mark.parametrize(
    ("language", "asked", "answer", "said"),
    [
        ("en", "What are the walls made of?", "stone", "It looks like stone."),
        ("en", "What's the wall made of?", "stone", "It looks like stone."),
        ("en", "what material is the ring", "gold", "It looks like gold."),
        ("en", "what colour is the material of the sofa", "red", "It looks red."),
        ("en", "where is his head", "top", "It is at the top."),
        ("en", "what is on the ground", "stone", "It looks like a stone."),
        ("en", "what is on the roof", "thatch", "It looks like thatch."),
        ("en", "Where are the people?", "bottom left", "They are at the bottom left."),
        ("en", "which side are the reeds on", "right", "They are on the right."),
        ("en", "where are we", "left", "It is on the left."),
        ("en", "where is the cup", "left", "It is on the left."),
        ("en", "Which way is the arrow pointing?", "left", "I would say to the left."),
        ("en", "which way are they facing", "camera", "I would say towards the camera."),
        ("en", "which side is the horse facing", "right", "I would say to the right."),
        ("en", "where does it point to", "top right", "I would say to the top right."),
        ("en", "which side is the tree on", "left", "It is on the left."),
        ("en", "what colour is the wall", "white", "It looks white."),
        ("en", "what color are the walls", "white", "They look white."),
        ("en", "are they men or women", "men", "They look like men."),
        ("de", "are they men or women", "cats", "Ich halte sie für Katzen."),
        ("de", "what are the walls made of", "stone", "Ich halte das für Stein."),
        ("de", "what is the ring made of", "gold", "Ich halte das für Gold."),
        ("de", "where are the people", "left", "Sie sind links."),
        ("de", "which way does it point", "top", "Ich würde sagen: nach oben."),
        ("zh", "what are the walls made of", "stone", "看起来是石头。"),
        ("zh", "where are the people", "left", "在左边。"),
        ("zh", "which way does it point", "left", "我看是往左。"),
    ],
)
def test_a_question_tells_how_it_is_answered(language, asked, answer, said):
    saying = Saying(Phrases("assistant", "vision", language), lambda answer: False)
    assert saying.sentence(answer, True, asked=asked) == said


def test_what_is_no_noun_has_no_article(saying):
    assert saying.sentence("awake", True, noun=False) == "I would say awake."
    assert saying.sentence("red", True, noun=False) == "It looks red."


def test_things_are_told_in_their_number(saying):
    regions = [Region((0, 0, 1, 1), label, 0.9) for label in ("cup", "person", "person", "scissors")]
    assert saying.things(regions) == "two people, a cup and scissors" and saying.things([]) == ""


@pytest.mark.parametrize(
    ("box", "place"), [((0, 0, 10, 10), "at the top left"), ((45, 45, 55, 55), "in the middle"), ((80, 40, 100, 60), "on the right")]
)
def test_a_box_has_a_place(saying, box, place):
    assert saying.place(box, (100, 100)) == place


@pytest.mark.parametrize(
    ("language", "answer", "sure", "said"),
    [
        ("de", "kitchen", True, "Ich halte das für eine Küche."),
        ("de", "red", True, "Es sieht rot aus."),
        ("de", "red", False, "Ich bin nicht sicher, aber es sieht rot aus."),
        ("de", "sleeping", True, "Ich würde sagen: schlafen."),
        ("de", "3", True, "Ich zähle drei."),
        ("de", "0", False, "Ich bin nicht sicher, aber ich sehe keine."),
        ("de", "top left", True, "Das ist oben links."),
        ("de", "no", False, "Ich glaube nicht."),
        ("de", "thresher", True, "Ich halte das für „thresher“."),
        ("de", "day", True, "Ich würde sagen: Tag."),
        ("de", "underwater", True, "Ich würde sagen: unter Wasser."),
        ("de", "ruins", True, "Ich halte das für Ruinen."),
        ("zh", "night", True, "我看是夜晚。"),
        ("zh", "black background", True, "看起来是一片黑色的背景。"),
        ("zh", "kitchen", True, "看起来是一间厨房。"),
        ("zh", "red", False, "我不确定，不过看起来是红色的。"),
        ("zh", "sleeping", True, "看起来是在睡觉。"),
        ("zh", "2", True, "我数了一下，有两个。"),
        ("zh", "top left", True, "在左上方。"),
        ("zh", "yes", True, "是的。"),
    ],
)
def test_other_languages_say_it_in_theirs(language, answer, sure, said):
    saying = Saying(Phrases("assistant", "vision", language), lambda answer: answer.endswith("ing") and answer != "building")
    assert saying.sentence(answer, sure) == said and saying.short("2") == "two"


@pytest.mark.parametrize(("language", "said"), [("de", "zwei Personen, einen Hund und Wasser"), ("zh", "两个人、一只狗和水")])
def test_what_is_seen_is_told_in_the_language(language, said):
    regions = [Region((0, 0, 1, 1), label, 0.9) for label in ("person", "dog", "person", "water")]
    assert Saying(Phrases("assistant", "vision", language), str.isdigit).things(regions) == said


def test_in_chinese_what_is_not_there_has_no_measure_word():
    saying = Saying(Phrases("assistant", "vision", "zh"), lambda answer: False)
    assert saying.say("not_seen", a_noun=saying.a("red cup")) == "我没看到红色的杯子。"
    assert saying.say("looks_like", a_noun=saying.a("red cup")) == "看起来是一个红色的杯子。"
