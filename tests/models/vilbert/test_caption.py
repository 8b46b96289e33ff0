"""Captions are chosen of what the picture bears out."""

from __future__ import annotations

import numpy as np
import pytest

from models.vilbert.caption import Likelihood, caption, worth
from models.vilbert.runtime import Fusion
from models.vilbert.statements import Statement
from models.vilbert.tokens import DRAWN_REGION, REGION, TAG, empty
from tests.models.vilbert.seen import picture, thing


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    return Fusion()


@pytest.mark.parametrize(("name", "kind"), [("dog", REGION), ("circle", DRAWN_REGION)])
def test_a_caption_names_the_thing_and_is_taken_for_true(fusion, name, kind):
    text, true = fusion.caption(fusion.see(picture(thing(name, kind=kind))))
    assert name in text.split() and 0.5 < true <= 1


def test_of_a_picture_that_bears_nothing_out_nothing_is_said(fusion):
    assert fusion.caption(fusion.see(empty(1))) == ("", 0.0)


def test_the_decoder_is_asked_once_for_what_begins_alike(fusion):
    used, asked = fusion.facts["caption_words"], []

    def follow(said):
        asked.append(tuple(said))
        return np.zeros(len(used), np.float32)

    likelihood = Likelihood(used, fusion.words, follow)
    assert likelihood("a dog") == pytest.approx(-np.log(len(used)), abs=1e-4)
    likelihood("a dog in a park")
    assert len(asked) == len(set(asked)) == 6
    assert likelihood.knows("a dog") and not likelihood.knows("a dog beside")


def test_what_the_decoder_would_say_and_what_is_true_decides_between_equals(fusion):
    tokens = picture(thing("dog"), thing("cat", box=(0.7, 0.2, 0.9, 0.7)))
    used = fusion.facts["caption_words"]
    even = lambda said: np.zeros(len(used), np.float32)  # noqa: E731
    one = caption(tokens, used, fusion.words, even, lambda text: 0.9 if text == "a red cat" else 0.1)
    assert one is not None and (one.text, one.true) == ("a red cat", 0.9)
    meant = used.index("cat")

    def follow(said):
        logits = even(said)
        logits[meant] = 9.0
        return logits

    other = caption(tokens, used, fusion.words, follow, lambda text: 0.5)
    assert other is not None and "cat" in other.text


def test_a_statement_is_worth_no_more_than_its_weakest_part_allows():
    sure, doubtful = Statement("a dog", (0.9,)), Statement("a dog in a park", (0.9, 0.1))
    assert worth(sure, -1.0, 0.8) > worth(doubtful, -1.0, 0.8)


def test_every_place_can_be_said_by_the_decoder(fusion):
    from models.clip.tags import groups
    from models.vilbert.statements import statements

    known = Likelihood(fusion.facts["caption_words"], fusion.words, lambda said: np.zeros(1)).knows
    unknown = []
    for place in groups()["place"]:
        texts = [
            one.text
            for one in statements(picture(thing("dog"), thing(place, kind=TAG, group="place")), fusion.words)
            if one.text != "a red dog"
        ]
        unknown += [text for text in texts if not known(text)]
    assert not unknown
