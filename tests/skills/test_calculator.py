"""Sums, percentages, averages, units."""

from __future__ import annotations

import anyio
import pytest

from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from skills.calculator import GRAMS_PER_CUP, Calculator, converted
from tests.skills.home import SmallHome, say

ROUTER = Router(load_registry())


def reply(text: str) -> str:
    skill = Calculator()
    return anyio.run(lambda: say(ROUTER, skill, SmallHome(skill), text)).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what is twelve times fifteen", "180."),
        ("how much is fifteen percent of eighty?", "12."),
        ("what's the square root of two", "About 1.414."),
        ("two plus two", "4."),
        ("add 17 and 25", "42."),
        ("subtract 8 from 30", "22."),
        ("multiply six by seven", "42."),
        ("divide 90 by 4", "22.5."),
        ("divide 90 by zero", "That has no answer."),
        ("what is 7 divided by 0", "That has no answer."),
        ("what percent is 12 of 48", "25 percent."),
        ("what is a 15 percent tip on 40 dollars", "The tip is 6, 46 in all."),
        ("what is the average of 4, 8 and 12", "8."),
        ("add up 3 4 and 5", "12."),
        ("convert five feet to centimeters", "5 feet is 152.4 centimeters."),
        ("what is 20 degrees celsius in fahrenheit", "20 degrees Celsius is 68 degrees Fahrenheit."),
        ("how many grams are in a cup of flour", "1 cup of flour is 125 grams."),
        ("how many cups of flour are in 500 grams", "500 grams is 4 cups."),
        ("how many miles is 10 kilometers", "10 kilometers is 6.214 miles."),
        ("how many minutes are in an hour and a half", "1.5 hours is 90 minutes."),
        ("convert 10 liters to meters", "I can't turn liters into meters."),
        ("how many grams are in a cup of gravel", "I can't turn cups into grams."),
    ],
)
def test_it_is_worked_out(text: str, said: str) -> None:
    assert reply(text) == said


SEEN = ["how many cups are in the picture", "how many cups are there", "what is on the table", "what is 5", "count the cups"]


@pytest.mark.parametrize("text", SEEN)
def test_the_eyes_keep_their_questions(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is None or chosen.skill != "calculator"


def test_a_kitchens_stuffs_convert_both_ways() -> None:
    for stuff in GRAMS_PER_CUP:
        assert converted(converted(3, "cup", "gram", stuff), "gram", "cup", stuff) == pytest.approx(3)
