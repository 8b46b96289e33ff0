"""Things as people name them in one breath, with commas and without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.routing.items import goods, items
from assistant.routing.normal import normal

SPOKEN = {
    "milk, eggs and bread": ["milk", "eggs", "bread"],
    "milk, eggs, and bread": ["milk", "eggs", "bread"],
    "milk and eggs and bread": ["milk", "eggs", "bread"],
    "milk eggs and bread": ["milk", "eggs", "bread"],
    "milk eggs bread": ["milk", "eggs", "bread"],
    "some milk and a few more eggs": ["milk", "eggs"],
    "two litres of milk": ["two litres of milk"],
    "two litres of milk six eggs and bread": ["two litres of milk", "six eggs", "bread"],
    "a bottle of wine and a lemon": ["a bottle of wine", "lemon"],
    "a dozen eggs": ["a dozen eggs"],
    "salt and pepper": ["salt and pepper"],
    "mac and cheese and ketchup": ["mac and cheese", "ketchup"],
    "olive oil peanut butter toilet paper": ["olive oil", "peanut butter", "toilet paper"],
    "milk chocolate": ["milk chocolate"],
    "tomato soup": ["tomato soup"],
    "orange juice apples and cat food": ["orange juice", "apples", "cat food"],
    "milk eggs sriracha": ["milk", "eggs", "sriracha"],
    "sriracha": ["sriracha"],
    "call mom and dad": ["call mom and dad"],
    "call the dentist and buy stamps": ["call the dentist", "buy stamps"],
    "wash and iron the shirts": ["wash and iron the shirts"],
    "pick up the kids": ["pick up the kids"],
    "batteries, light bulbs, a hammer": ["batteries", "light bulbs", "hammer"],
    "milk and milk": ["milk"],
    "coffee as well as tea": ["coffee", "tea"],
}


@pytest.mark.parametrize(("text", "things"), SPOKEN.items())
def test_things_are_told_apart(text: str, things: list[str]) -> None:
    assert items(text) == things


@pytest.mark.parametrize("text", ["", "  ", "the", "and"])
def test_nothing_is_none(text: str) -> None:
    assert items(text) in (None, [text])


@pytest.mark.parametrize(
    "text", ["more coffee", "two bags of flour", "fresh basil", "milk and eggs", "a lemon", "red wine", "salt and pepper"]
)
def test_what_is_bought_is_known(text: str) -> None:
    assert goods(text)


@pytest.mark.parametrize("text", ["to talk", "time", "a holiday", "new friends and milk", "help", "a new contact", "you"])
def test_what_is_not_bought_is_not_taken_for_goods(text: str) -> None:
    assert goods(text) is None


@given(st.text(max_size=300))
def test_any_text_gives_things_or_none(text: str) -> None:
    found = items(text)
    assert found is None or (found and all(thing.strip() for thing in found))


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("Add milk, eggs and bread to the shopping list.", "add milk and eggs and bread to the shopping list"),
        ("Add batteries, light bulbs, and dog food to my list", "add batteries and light bulbs and dog food to my list"),
        ("add milk, eggs, bread to the list", "add milk and eggs and bread to the list"),
        ("Okay, set a timer and tell me the time", "set a timer and tell me the time"),
        ("No, wait, set a timer", "no wait set a timer"),
        ("well, turn it on and off", "turn it on and off"),
        ("yes, tea and coffee", "yes tea and coffee"),
        ("please, stop", "stop"),
        ("a million is 1,000,000", "a million is 1000000"),
        ("choose red, green or blue", "choose red or green or blue"),
    ],
)
def test_a_row_of_things_keeps_its_joints_in_normal_form(said: str, form: str) -> None:
    assert normal(said) == form


@pytest.mark.parametrize("text", ["take the butter", "have any bread", "don't want juice", "remove milk", "coffee and put milk"])
def test_what_is_done_with_a_thing_is_no_part_of_its_name(text: str) -> None:
    assert goods(text) is None


@pytest.mark.parametrize("text", ["milk on my", "the cake and a", "call ann on the"])
def test_no_thing_ends_in_an_article(text: str) -> None:
    assert items(text) is None
