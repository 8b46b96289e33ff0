"""Words for what the networks know."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases
from assistant.understanding.words import Words
from models.lexicon import in_known_words, lexicon
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
