"""Words for what the networks know."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases
from assistant.understanding.asking.words import Words
from models.lexicon import classes, in_known_words, lexicon, meaning, numbered, place_in_picture, rows_named, shown_names
from models.vilbert.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Is this a photograph?", "Is this a photo?"),
        ("are there kettles", "are there pots"),
        ("are the Roosters near the cyclists", "are the cocks near the people riding bicycles"),
        ("is he wearing spectacles", "is he wearing glasses"),
        ("are there teenagers", "are there young people"),
        ("what is in the foreground", "what is in the front"),
        ("is she retired", "is she retired"),
        ("", ""),
    ],
)
def test_a_word_that_was_never_learned_is_read_as_one_for_the_same(said: str, read: str) -> None:
    assert in_known_words(said) == read


def test_the_words_that_stand_for_others_were_learned_and_those_were_not() -> None:
    words, aliases = Words(vocabulary(), Phrases("assistant", "vision")), lexicon()["aliases"]
    assert [meant for meant in aliases if words.hardly_known(meant, ())] == []
    spelt = (len(vocabulary().ids(alias)) - 1 for others in aliases.values() for alias in others)
    assert min(spelt) > 1


def test_a_noun_covers_what_the_networks_call_otherwise() -> None:
    assert {"dining table", "table"} <= meaning("table").names and "dog" not in meaning("table").names
    dogs = meaning("dog")
    assert "dog" in dogs.names and dogs.rows >= set(rows_named("beagle")) and {shown_names()[row] for row in dogs.rows} == {"dog"}


def test_things_are_said_in_their_number() -> None:
    assert [numbered(noun, count) for noun, count in (("cup", 0), ("knife", 3), ("person", 10), ("bus", 11))] == [
        "no cups",
        "three knives",
        "ten people",
        "many buses",
    ]


def test_a_word_may_be_for_two_classes_of_the_detector() -> None:
    assert classes()["glasses"] == ["wine glass", "cup"] and classes()["sheep"] == ["sheep"] and "mountain" not in classes()


def test_a_place_is_said_as_a_person_would() -> None:
    places = [place_in_picture(x, y, 640, 480) for x, y in ((256, 240), (255, 240), (385, 140), (300, 400), (20, 20))]
    assert places == ["middle", "left", "top right", "bottom", "top left"]
