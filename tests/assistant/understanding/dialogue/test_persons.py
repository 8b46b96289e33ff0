"""Somebody takes the place of who was spoken of."""

from __future__ import annotations

import pytest

from assistant.events import Candidate, Region
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.understanding.dialogue.dialogue import Dialogue
from assistant.understanding.dialogue.persons import Persons

PERSONS = Persons(Phrases("assistant", "dialogue"))
SOMEBODY = Reply("I think so.", (Region((0, 0, 9, 9), "person", 0.9),), "vilbert", confidence=0.7)


@pytest.mark.parametrize(
    ("before", "thing", "after"),
    [
        ("is he smiling", "other one", "is the other man smiling"),
        ("is the woman smiling", "him", "is he smiling"),
        ("is the woman smiling", "other", "is the other woman smiling"),
        ("is the other woman smiling", "other one", "is the woman smiling"),
        ("what is the man on the left wearing", "other one", "what is the man on the right wearing"),
        ("what is the man on the left wearing", "woman on the right", "what is the woman on the right wearing"),
        ("what colour is his hair", "her", "what colour is her hair"),
        ("what colour is her hair", "his", "what colour is his hair"),
        ("who is that", "other person", "who is the other person"),
        ("who is that", "him", "who is he"),
    ],
)
def test_the_same_is_asked_about_somebody_else(before, thing, after):
    assert PERSONS.instead(before, thing) == after


@pytest.mark.parametrize(
    ("before", "thing"),
    [("is the cup red", "other one"), ("what is that", "him"), ("is he smiling", "chair"), ("what colour is his hair", "other one")],
)
def test_nobody_takes_the_place_of_a_thing_and_no_thing_that_of_somebody(before, thing):
    assert PERSONS.instead(before, thing) == ""


def asked(text: str, **slots: str) -> Dialogue:
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    dialogue.remember(text, Candidate("look", "ask", 0.9, "template", slots), SOMEBODY, time=10.0)
    return dialogue


@pytest.mark.parametrize("said", ["no the other one", "and the other one", "the other man"])
def test_the_other_one_is_meant_with_a_no_and_without(said):
    context = asked("Is he smiling?", trait="smiling").context(20.0)
    found = (context["correct"](said), *context["complete"](said))
    assert "is the other man smiling" in found and "is he the other one" not in found


def test_a_question_that_names_nobody_is_gone_on_from_too():
    complete = asked("who is that").context(20.0)["complete"]
    assert complete("and him") == ("who is he",) and complete("the other person") == ("who is the other person",)


def test_he_is_the_other_man_from_then_on():
    complete = asked("is the other man smiling", thing="other man smiling").context(20.0)["complete"]
    assert complete("is he standing") == ("is the other man standing",)


def test_a_question_that_is_whole_by_itself_is_asked_of_who_was_told_by_a_place():
    named = asked("what is the man on the left wearing", thing="man on the left wearing").context(20.0)["named"]
    assert named("how old is he") == "how old is the man on the left"
    assert named("how old is she") == "how old is she"


@pytest.mark.parametrize("said", ["remind me to call her at six", "add milk to her list", "send her a message"])
def test_what_is_no_question_is_of_somebody_else(said):
    context = asked("what is the woman on the left wearing", thing="woman on the left wearing").context(20.0)
    assert context["named"](said) == said and said.replace(" her", " the woman on the left") not in context["complete"](said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("what color is her hair", "what color is the hair of the woman on the left"),
        ("is her dress red", "is the dress of the woman on the left red"),
        ("what is behind her", "what is behind the woman on the left"),
    ],
)
def test_what_somebody_has_is_that_of_who_was_told_from_others_by_a_place(said, meant):
    assert PERSONS.placed(said, "who is the woman on the left") == meant
