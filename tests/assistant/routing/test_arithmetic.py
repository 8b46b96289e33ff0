"""Sums and quantities as they are spoken."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ovos_number_parser import pronounce_number

from assistant.routing.arithmetic import Unsolvable, expression
from assistant.routing.numerals import number
from assistant.routing.units import Quantity, quantity, unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twelve times fifteen plus three", 183),
        ("three plus twelve times fifteen", 183),
        ("two hundred and fifty divided by five", 50),
        ("five and a half times two", 11),
        ("minus three plus seven", 4),
        ("fifteen percent of eighty", 12),
        ("one third of ninety", 30),
        ("the square root of one hundred and forty four", 12),
        ("a hundred minus one", 99),
        ("12*15+3", 183),
        ("two to the power of ten", 1024),
        ("five squared", 25),
        ("eighty plus ten percent", 88),
        ("a dozen times 2", 24),
        ("1,250 + 750", 2000),
        ("two and two thirds times 3", 8),
        ("12 + 7 * 3", 33),
        ("2*(3+4)", 14),
        ("2 * (3 + 4) ^ 2", 98),
        ("(2 + 3)(4 + 5)", 45),
        ("100 - 20 / 4", 95),
        ("square root of (9 plus 16)", 5),
        ("-(3+4) + 2^3", 1),
        ("the square of minus three", 9),
        ("the cube of 3", 27),
    ],
)
def test_sums_are_worked_out(text: str, value: float) -> None:
    assert expression(text) == pytest.approx(value)


NO_SUMS = ["", "five", "the time", "the meaning of life", "plus", "3 plus", "the cup of tea", "5 apples plus 2 pears"]
NO_SUMS += ["2 * (3 + 4", "2 + 3) * 4", "()", "(" * 150 + "1+1" + ")" * 150]
UNSOLVABLE = ["7 / 0", "2 to the power of 1000", "the square root of minus 4", "5 mod 0", "-8 to the power of one half"]


@pytest.mark.parametrize("text", NO_SUMS)
def test_what_is_no_sum_is_none(text: str) -> None:
    assert expression(text) is None


@pytest.mark.parametrize("text", UNSOLVABLE)
def test_a_sum_without_an_answer_says_so(text: str) -> None:
    with pytest.raises(Unsolvable):
        expression(text)


@given(a=st.integers(0, 999_999), b=st.integers(0, 9999), sign=st.sampled_from(["plus", "minus", "times"]), words=st.booleans())
def test_every_sum_of_two_is_right(a: int, b: int, sign: str, words: bool) -> None:
    first, second = (pronounce_number(value, lang="en") if words else str(value) for value in (a, b))
    assert expression(f"{first} {sign} {second}") == {"plus": a + b, "minus": a - b, "times": a * b}[sign]


@given(st.text(alphabet="0123456789+-*/^()%. of plus minus squared", max_size=40))
def test_no_text_does_harm(text: str) -> None:
    try:
        value = expression(text)
    except Unsolvable:
        return
    assert value is None or math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "amount", "name", "stuff"),
    [
        ("five feet", 5, "foot", ""),
        ("6 foot 3 inches", 6.25, "foot", ""),
        ("half a mile", 0.5, "mile", ""),
        ("three quarters of a cup", 0.75, "cup", ""),
        ("two and a half cups of flour", 2.5, "cup", "flour"),
        ("minus 5 degrees celsius", -5, "degree_Celsius", ""),
        ("100km", 100, "kilometer", ""),
        ("an hour and a half", 1.5, "hour", ""),
        ("twenty miles per hour", 20, "mile_per_hour", ""),
    ],
)
def test_quantities_have_an_amount_and_a_unit(text: str, amount: float, name: str, stuff: str) -> None:
    assert quantity(text) == Quantity(pytest.approx(amount), name, stuff)


@pytest.mark.parametrize("text", ["", "the picture", "cup", "two cats", "many feet", "5"])
def test_other_words_are_no_quantity(text: str) -> None:
    assert quantity(text) is None


def test_units_have_names_that_the_library_knows() -> None:
    import pint

    from assistant.routing.normal import words_of

    registry = pint.UnitRegistry()
    assert all(registry.Unit(name) for name in words_of("en").section("units").values())
    assert unit("metres") == "meter" and unit("table") is None


def test_fractions_and_dozens_are_numbers() -> None:
    assert [number(text) for text in ("half", "two thirds", "one and three quarters", "two dozen", "minus seven", "red")] == [
        0.5,
        pytest.approx(2 / 3),
        1.75,
        24,
        -7,
        None,
    ]
