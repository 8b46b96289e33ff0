"""Whether what is shown is of some kind, by its name."""

from __future__ import annotations

import pytest

from assistant.understanding.answering.of_a_kind import asked_for, is_one, next_name


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Is this a tool?", "tool"),
        ("are these clothes", "clothing"),
        ("is that a kind of musical instrument", "instrument"),
        ("is it really a building", "building"),
        ("is it alive", "living"),
        ("is that a living thing", "living"),
        ("can I eat it?", "edible"),
        ("is this something to eat", "edible"),
        ("could you drink that", "drinkable"),
        ("is it a cat", ""),
        ("is the tool new", ""),
        ("is it a building with a tower", ""),
        ("can I eat it with a fork", ""),
        ("is he alive", ""),
    ],
)
def test_the_kind_is_heard_where_nothing_else_is_asked(question, kind):
    assert asked_for(question) == kind


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("castle", "building", True),
        ("castle", "clothing", False),
        ("screwdriver", "tool", True),
        ("hummingbird", "animal", True),
        ("hummingbird", "living", True),
        ("hummingbird", "edible", False),
        ("Granny Smith", "fruit", True),
        ("Granny Smith", "food", True),
        ("Granny Smith", "edible", True),
        ("Granny Smith", "vehicle", False),
    ],
)
def test_what_is_surely_called_so_is_of_the_kind_of_that_name(name, kind, told):
    assert is_one(kind, {name: 0.9, "tench, Tinca tinca": 0.05}) == (told, 0.9)


@pytest.mark.parametrize("seen", [{}, {"castle": 0.4}, {"crane": 0.9}, {"parking meter": 0.9}])
def test_nothing_is_told_of_what_has_no_sure_name_or_one_of_no_kind(seen):
    assert is_one("building", seen) is None


def test_the_next_name_is_another_word_than_the_first():
    seen = {"Egyptian cat": 0.59, "tiger cat": 0.22, "lynx, catamount": 0.01, "window screen": 0.001}
    assert next_name("cat", seen) == ("lynx", 0.01) and next_name("lynx", seen) == ("cat", 0.59)
    assert next_name("castle", {"castle": 0.95, "window screen": 0.001}) == ("", 0.0)
