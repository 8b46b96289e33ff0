"""One thing told of: what it is called, and what is surely known of it."""

from __future__ import annotations

import pytest

from assistant.events import Answer
from assistant.understanding.answering.detailing import Detailing, is_known, named


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the man on the left", "man"),
        ("the red tie that he wears", "red tie"),
        ("the woman's hair", "hair"),
        ("the difference between the cars", "difference"),
        ("background", "background"),
    ],
)
def test_it_is_called_as_it_is_named_without_what_is_said_of_it(phrase, name):
    assert named(phrase) == name


def test_what_can_be_seen_has_a_name_that_some_network_knows():
    assert all(map(is_known, ("man", "cars", "tie", "background", "hammer")))
    assert not is_known("difference") and not is_known("meaning of life")


@pytest.mark.parametrize(
    "asked", ["describe the cat", "tell me about the cat", "describe the background", "describe the difference between the cats"]
)
def test_what_is_told_is_a_sentence_and_points_at_what_it_is_of(vilbert, cat, asked):
    answer = vilbert.answer(asked, cat)
    assert answer.spoken.endswith(".") and answer.abstained == (not answer.short)
    assert all(region.label == "cat" for region in answer.regions) and ("background" not in asked or not answer.regions)
    assert "difference" not in asked or answer.abstained


def test_several_are_told_of_as_several(vilbert, cat, five_men):
    assert "It looks" not in vilbert.answer("describe the cats", cat).spoken
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return vilbert.answer(question, five_men)

    list(Detailing(ask, lambda phrase: vilbert.ground(phrase, five_men), vilbert.saying)._more("the men", "men"))
    assert "are the men smiling" in asked and "what are the men wearing" in asked
