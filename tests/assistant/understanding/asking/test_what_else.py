"""What else there is: who asks for that, and for no more."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.what_else import Else, asked, asks_for_another_name


@pytest.mark.parametrize(
    ("question", "people", "whether"),
    [
        ("what else is there", False, False),
        ("what else do you see?", False, False),
        ("what other things are there", False, False),
        ("who else is there", True, False),
        ("is there anything else", False, True),
        ("anything else?", False, True),
    ],
)
def test_what_else_there_is_is_what_is_told_beside_the_first(question, people, whether):
    assert asked(question) == Else(people, whether)


@pytest.mark.parametrize("question", ["what else is on the table", "is anybody else there", "what is there"])
def test_what_asks_for_more_or_for_less_is_left_alone(question):
    assert asked(question) is None


def test_another_name_is_asked_for_what_was_named_once():
    assert asks_for_another_name("What else could it be?") and asks_for_another_name("what else might that be")
    assert not asks_for_another_name("what else is there") and not asks_for_another_name("what could it be")
