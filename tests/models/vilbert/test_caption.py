"""Captions are made of words that the picture bears out."""

from __future__ import annotations

import numpy as np
import pytest

from models.vilbert.caption import JOINING, captions, sayable, spelt
from models.vilbert.runtime import Fusion
from models.vilbert.tokens import DRAWN_REGION, IMAGE, REGION, TAG, empty, joined
from models.vilbert.vocabulary import vocabulary


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return Fusion()


def seen(name: str, chance: float = 0.9, kind: int = REGION, colour: int = 3):
    """One red thing of that name."""
    tokens = empty(2)
    tokens.kinds[:] = [IMAGE, kind]
    tokens.names[1, 0], tokens.chances[1, 0], tokens.colours[1, colour] = vocabulary().name_rows[name], chance, 1.0
    tokens.boxes[1] = (0.2, 0.2, 0.6, 0.7)
    return tokens


def test_only_joining_words_names_and_colours_that_are_there_may_be_said(fusion):
    used = fusion.facts["caption_words"]
    said = {used[row] for row in np.flatnonzero(sayable(seen("dog"), used, fusion.words))} - set(JOINING) - {"[PAD]"}
    assert said == {"dog", "red"}
    two = joined([seen("dog"), seen("dog")])
    assert "dogs" in {used[row] for row in np.flatnonzero(sayable(two, used, fusion.words))}
    faint = {used[row] for row in np.flatnonzero(sayable(seen("dog", chance=0.1), used, fusion.words))}
    assert "dog" not in faint and "red" in faint


def test_weather_and_deeds_are_in_no_caption(fusion):
    used = fusion.facts["caption_words"]
    tokens = seen("sunset", kind=TAG)
    assert not any(used[row] == "sunset" for row in np.flatnonzero(sayable(tokens, used, fusion.words)))


@pytest.mark.parametrize(("name", "kind"), [("dog", REGION), ("circle", DRAWN_REGION)])
def test_a_caption_names_the_thing_and_is_taken_for_true(fusion, name, kind):
    text, true = fusion.caption(fusion.see(seen(name, kind=kind)))
    assert name in text.split() and 0.5 < true <= 1


def test_nobody_is_said_to_have_a_colour(fusion):
    text, _ = fusion.caption(fusion.see(seen("person")))
    assert "person" in text.split() and "red person" not in text


def test_the_beam_says_no_telling_word_twice(fusion):
    used = fusion.facts["caption_words"]
    rows = {word: row for row, word in enumerate(used)}

    def stutter(said):
        """A decoder that would say `a dog dog dog` for ever."""
        logits = np.zeros(len(used), np.float32)
        logits[rows["a" if len(said) == 1 else "dog"]] = 9
        return logits

    found = captions(seen("dog"), used, fusion.words, stutter)
    assert found and all(one.text.split().count("dog") <= 1 for one in found)
    assert spelt([rows["[CLS]"], rows["a"], rows["dog"]], used) == "a dog"
