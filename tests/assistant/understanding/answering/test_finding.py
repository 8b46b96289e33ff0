"""Boxes and colours of what is found answer."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("question", ["what things are blue", "which things are red", "what objects are brown", "what is green"])
def test_things_of_a_colour_are_named_or_it_is_not_sure(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.spoken and bool(answer.short) != answer.abstained
