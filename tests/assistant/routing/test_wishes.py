"""Several wishes in one breath are taken apart where each is surely one."""

from __future__ import annotations

import pytest

from tests.installed import router

ROUTER = router()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("set a timer for ten minutes and tell me what time it is", ("set a timer for ten minutes", "tell me what time it is")),
        ("what is on the table and where is my cup", ("what is on the table", "where is my cup")),
        ("flip a coin, roll a die", ("flip a coin", "roll a die")),
        ("flip a coin and roll a die and then tell me the time", ("flip a coin", "roll a die", "tell me the time")),
        ("set a timer for an hour and ten minutes", ("set a timer for an hour and ten minutes",)),
        ("choose between tea and coffee", ("choose between tea and coffee",)),
        ("add five and seven", ("add five and seven",)),
        ("is there a cat and a dog", ("is there a cat and a dog",)),
        ("add coffee and remove milk from the shopping list", ("add coffee", "remove milk from the shopping list")),
        ("remove milk from the shopping list and add coffee", ("remove milk from the shopping list", "add coffee")),
        ("add coffee and get some milk", ("add coffee", "get some milk")),
        ("i came and i saw", ("i came and i saw",)),
    ],
)
def test_several_wishes_in_one_breath_are_taken_apart_where_each_is_sure(text: str, parts: tuple[str, ...]) -> None:
    assert ROUTER.wishes(text) == parts


def test_what_is_denied_beside_a_wish_takes_nothing_from_it() -> None:
    assert ROUTER.wishes("don't set a timer and tell me the time") == ("don't set a timer", "tell me the time")
