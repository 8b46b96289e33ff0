"""Words that name people, and of what sort."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.people_words import sort_of, who_is_there


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


def test_who_somebody_is_may_be_asked_for_without_more():
    asked = ("Who is this?", "who's there", "who is in the picture", "who are these people", "who is that man", "who can you see here")
    assert all(map(who_is_there, asked))
    others = ("who is on the left", "who is holding the cup", "whose cup is this", "what is this", "who is she with")
    assert not any(map(who_is_there, others))
