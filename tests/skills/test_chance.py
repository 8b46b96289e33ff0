"""Coins, dice, numbers, choices."""

from __future__ import annotations

import random
import re

import anyio
import pytest

from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from skills.chance import Chance
from tests.skills.home import SmallHome, say

ROUTER = Router(load_registry())


def replies(text: str, times: int = 60) -> list[str]:
    skill = Chance(chance=random.Random(0))
    return [anyio.run(lambda: say(ROUTER, skill, SmallHome(skill), text)).text for _ in range(times)]


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("flip a coin", {"Heads.", "Tails."}),
        ("heads or tails", {"Heads.", "Tails."}),
        ("roll a die", {f"{n}." for n in range(1, 7)}),
        ("roll a four sided die", {f"{n}." for n in range(1, 5)}),
        ("roll a d 8", {f"{n}." for n in range(1, 9)}),
        ("pick a number between three and five", {"3.", "4.", "5."}),
        ("choose between tea and coffee", {"I choose tea.", "I choose coffee."}),
        ("decide for me", {"Yes.", "No."}),
    ],
)
def test_everything_that_may_come_does_come(text: str, possible: set[str]) -> None:
    assert set(replies(text)) == possible


def test_several_dice_are_added_up() -> None:
    for said in replies("roll three dice"):
        *values, total = map(int, re.findall(r"\d+", said))
        assert len(values) == 3 and sum(values) == total


def test_several_coins_are_counted() -> None:
    for said in replies("flip five coins"):
        assert sum(map(int, re.findall(r"\d+", said))) == 5


@pytest.mark.parametrize("text", ["roll 100 dice", "roll a one sided die", "flip a thousand coins"])
def test_too_many_are_refused_in_a_sentence(text: str) -> None:
    assert replies(text, 1)[0].startswith(("I can roll", "I can flip"))


def test_a_card_is_one_of_a_deck() -> None:
    assert re.fullmatch(r"The \w+ of (hearts|diamonds|clubs|spades)\.", replies("draw a card", 1)[0])
