"""What things are for: who asks for that, and what is said."""

from __future__ import annotations

import re

import pytest

from assistant.phrases import Phrases
from assistant.things import things_of
from assistant.understanding.answering.saying import Saying
from assistant.understanding.asking import uses
from assistant.understanding.asking.plain import plain
from models.lexicon import lexicon
from models.vilbert.asking import Asking
from models.vilbert.vocabulary import vocabulary

IS_DEED = Asking(vocabulary()).is_deed
SPOKEN = {
    "en": "I see a pencil, for writing.",
    "de": "Ich sehe einen Bleistift; damit kann man schreiben.",
    "zh": "我看到一支铅笔，可以用来写字。",
}


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("What is this for?", uses.WHAT_IT_IS),
        ("what's that thing used for", uses.WHAT_IT_IS),
        ("what do you use this for", uses.WHAT_IT_IS),
        ("what could I do with it?", uses.WHAT_IT_IS),
        ("what do people do with these", uses.WHAT_IT_IS),
        ("what are those tools good for", uses.WHAT_IT_IS),
        ("what's the purpose of this", uses.WHAT_IT_IS),
        ("what is its use", uses.WHAT_IT_IS),
        ("what are the scissors for", "scissors"),
        ("what do you do with a pencil", "pencil"),
        ("what are hammers used for", "hammers"),
        ("what is this device for", uses.WHAT_IT_IS),
        ("what is this machine usually used for", uses.WHAT_IT_IS),
        ("what can this be used for", uses.WHAT_IT_IS),
        ("what's the function of this", uses.WHAT_IT_IS),
        ("what purpose does this thing serve", uses.WHAT_IT_IS),
        ("what does this do", uses.WHAT_IT_IS),
        ("what exactly is this for", uses.WHAT_IT_IS),
        ("what is this gadget designed for", uses.WHAT_IT_IS),
        ("what do I need this for", uses.WHAT_IT_IS),
        ("what is this hammer for", "hammer"),
        ("what is her umbrella for", "umbrella"),
        ("what is the dog for", "dog"),
        ("what is the building for", "building"),
    ],
)
def test_it_is_heard_of_which_thing_the_use_is_asked_for(question, of):
    assert uses.used(plain(question), IS_DEED) == of


@pytest.mark.parametrize(
    "question",
    [
        "what is this",
        "what is he waiting for",
        "what is the man looking for",
        "what is for dinner",
        "what do you do",
        "what does he do",
        "what is he famous for",
        "what is the place famous for",
        "what are you ready for",
        "what is his looking for",
        "what does the dog do",
        "what is this made of",
    ],
)
def test_another_question_asks_for_no_use(question):
    assert uses.used(plain(question), IS_DEED) is None


def test_a_thing_has_one_use_and_can_be_an_answer():
    things = [thing for told in lexicon()["uses"].values() for thing in told]
    assert len(set(things)) == len(things)
    assert {*things} <= {*vocabulary().answers}


@pytest.mark.parametrize("language", ["de", "zh"])
def test_every_use_has_a_word_in_the_other_languages(language):
    things = things_of(language)
    assert [use for use in lexicon()["uses"] if not things.is_word(use)] == []


def test_what_is_called_as_several_of_another_thing_is_itself():
    assert (uses.use_of("glasses"), uses.use_of("cups")) == ("seeing better", "drinking")


@pytest.mark.parametrize(
    ("thing", "spoken"), [("hourglass", "an hourglass"), ("sunscreen", "sunscreen"), ("paint", "paint"), ("scissors", "scissors")]
)
def test_a_thing_has_its_article(thing, spoken):
    assert Saying(Phrases("assistant", "vision"), bool).use(thing, "deed", True) == f"I see {spoken}, for deed."


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_every_thing_that_has_a_use_is_said_in_words_of_the_language(language):
    saying = Saying(Phrases("assistant", "vision", language), bool)
    said = [saying.use(thing, use, True) for use, things in lexicon()["uses"].items() for thing in things]
    assert [sentence for sentence in said if re.search('[“”„"]', sentence)] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_use_is_said_beside_what_the_thing_is(language):
    assert Saying(Phrases("assistant", "vision", language), bool).use("pencil", "writing", True) == SPOKEN[language]
