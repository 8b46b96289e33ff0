"""Of what sort somebody is who was seen from near."""

from __future__ import annotations

from assistant.understanding.answering.from_near import none_is, unlike
from tests.assistant.understanding.answering.persons import MAN, UNSEEN, WOMAN, person


def test_only_those_are_of_another_sort_who_surely_are():
    doubtful = person(0.4)
    assert unlike("man", (MAN, WOMAN, UNSEEN, doubtful)) == [WOMAN] and unlike("", (MAN, WOMAN)) == []


def test_nobody_is_of_a_sort_where_all_surely_are_of_another():
    assert none_is("man", (WOMAN, WOMAN)) and not none_is("man", (WOMAN, UNSEEN)) and not none_is("man", (WOMAN, MAN))
    assert not none_is("man", ()) and not none_is("", (WOMAN,))
