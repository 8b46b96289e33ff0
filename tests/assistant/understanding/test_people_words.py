"""Words that name people, and of what sort."""

from __future__ import annotations

import pytest

from assistant.understanding.people_words import sort_of


@pytest.mark.parametrize(
    ("phrase", "sort"),
    [
        ("the man", "man"),
        ("woman in the red dress", "woman"),
        ("the tall young man on the left", "man"),
        ("the man's hat", ""),
        ("the head of a woman", ""),
        ("the cup next to the man", ""),
        ("the baby carriage", ""),
        ("the dog and the woman", ""),
        ("a woman holding a baby", "woman"),
        ("the person", ""),
        ("", ""),
    ],
)
def test_a_phrase_is_of_a_sort_of_people_or_of_none(phrase, sort):
    assert sort_of(phrase) == sort
