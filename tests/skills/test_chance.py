"""Coins, dice, numbers, choices."""

from __future__ import annotations

import random
import re

import anyio
import pytest

from skills.chance import Chance
from tests.installed import router
from tests.skills.home import SmallHome, turn_of

ROUTER = router()


def replies(text: str, times: int = 60) -> list[str]:
    """What it says to the same words again and again."""
    skill = Chance(chance=random.Random(0))
    turn = turn_of(ROUTER, skill, SmallHome(skill), text)
    return [anyio.run(skill.handle, turn).text for _ in range(times)]


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
        ("should I do it?", {"Yes.", "No."}),
        ("choose between pizza, pasta and salad", {"I choose pizza.", "I choose pasta.", "I choose salad."}),
        ("pick one: red, green or blue", {"I choose red.", "I choose green.", "I choose blue."}),
        ("should I have tea or coffee?", {"I choose tea.", "I choose coffee."}),
        ("roll a d6", {f"{n}." for n in range(1, 7)}),
        ("give me a random number up to four", {"1.", "2.", "3.", "4."}),
        ("toss a coin for me please", {"Heads.", "Tails."}),
        ("flip a coin once", {"Heads.", "Tails."}),
        ("flip a coin twice", {"0 heads, 2 tails.", "1 heads, 1 tails.", "2 heads, 0 tails."}),
        ("should I go out or stay in", {"I choose go out.", "I choose stay in."}),
        ("should we go to the beach or the park", {"I choose go to the beach.", "I choose the park."}),
    ],
)
def test_everything_that_may_come_does_come(text: str, possible: set[str]) -> None:
    assert set(replies(text)) == possible


def test_several_dice_are_added_up() -> None:
    for said in replies("roll three dice"):
        *values, total = map(int, re.findall(r"\d+", said))
        assert len(values) == 3 and sum(values) == total


@pytest.mark.parametrize("text", ["roll 2d6", "roll two d six", "roll two six sided dice", "throw 2 dice with 6 sides each"])
def test_two_dice_are_two_however_they_are_said(text: str) -> None:
    totals = {int(said.split(": ")[1].split()[0]) for said in replies(text, 80)}
    assert totals <= set(range(2, 13)) and len(totals) >= 9


def test_several_numbers_are_different_ones() -> None:
    for said in replies("give me six random numbers between 1 and 49"):
        drawn = list(map(int, re.findall(r"\d+", said)))
        assert len(set(drawn)) == 6 and drawn == sorted(drawn) and drawn[0] >= 1 and drawn[-1] <= 49
    assert replies("give me 9 random numbers between 1 and 3", 1) == ["I can draw one to 3 of them."]


def test_no_number_is_too_large_to_draw_up_to() -> None:
    (said,) = replies("give me a random number between 1 and 99999999999999999999999999", 1)
    assert 1 <= int(said.rstrip(".")) <= 10**26


def test_several_coins_are_counted() -> None:
    for said in replies("flip five coins"):
        assert sum(map(int, re.findall(r"\d+", said))) == 5


@pytest.mark.parametrize("text", ["roll 100 dice", "roll a one sided die", "flip a thousand coins"])
def test_too_many_are_refused_in_a_sentence(text: str) -> None:
    assert replies(text, 1)[0].startswith(("I can roll", "I can flip"))


def test_a_die_that_is_rolled_twice_is_two_throws() -> None:
    for said in replies("roll a die twice"):
        first, second, total = map(int, re.findall(r"\d+", said))
        assert first + second == total


def test_several_cards_are_of_one_deck() -> None:
    for said in replies("draw a card twice"):
        assert len(set(re.findall(r"The \w+ of \w+\.", said))) == 2
    for said in replies("draw five cards"):
        assert len(set(re.findall(r"The \w+ of \w+\.", said))) == 5
    assert replies("draw 53 cards", 1) == ["I can draw one to 52 cards."]


def test_a_card_is_one_of_a_deck() -> None:
    assert re.fullmatch(r"The \w+ of (hearts|diamonds|clubs|spades)\.", replies("draw a card", 1)[0])
