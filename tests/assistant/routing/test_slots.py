"""Durations and numbers as people say them and as recognizers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ovos_number_parser import pronounce_number

from assistant.routing.slots import PARSERS, duration, durations, number, parse

SPOKEN = {
    "five and a half minutes": 330,
    "half an hour": 1800,
    "an hour and a quarter": 4500,
    "twenty five minutes": 1500,
    "2 and a half hours": 9000,
    "one hundred and twenty seconds": 120,
    "a minute and thirty seconds": 90,
    "three quarters of an hour": 2700,
    "a couple of minutes": 120,
    "ten-minute": 600,
    "5 minute": 300,
    "forty-five seconds": 45,
    "1.5 hours": 5400,
    "an hour and ten minutes": 4200,
    "two minutes thirty": 150,
    "2 min 30": 150,
    "90 seconds": 90,
    "1 hour 30 minutes": 5400,
    "5.5 minutes": 330,
    "an hour and a half": 5400,
    "a minute and a half": 90,
    "one minute": 60,
    "two days": 172800,
}


@pytest.mark.parametrize(("text", "seconds"), SPOKEN.items())
def test_a_spoken_duration_is_its_seconds(text: str, seconds: float) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["tea", "seventeen", "two and a half", "", "the red cup", "minutes of fame", "five apples", "ten minutes and one"]
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize(
    ("language", "text", "seconds"),
    [
        ("de", "fünf minuten", 300),
        ("de", "eine stunde", 3600),
        ("de", "zwei stunden und zehn minuten", 7800),
        ("de", "eine dreiviertelstunde", 2700),
        ("de", "zweieinhalb minuten", 150),
        ("zh", "五分钟", 300),
        ("zh", "一刻钟", 900),
        ("zh", "两个半小时", 9000),
        ("zh", "一小时半", 5400),
        ("zh", "一点五小时", 5400),
        ("zh", "一百二十秒", 120),
        ("zh", "一个小时三十分钟", 5400),
        ("zh", "半小时", 1800),
    ],
)
def test_other_languages_count_too(language: str, text: str, seconds: float) -> None:
    assert duration(text, language) == seconds


@pytest.mark.parametrize(
    ("language", "text", "lengths"),
    [
        ("de", "fünf und zehn minuten", [300, 600]),
        ("de", "eine stunde und zehn minuten und zwei stunden", [4200, 7200]),
        ("zh", "五分钟和一个十分钟", [300, 600]),
        ("zh", "五分钟和十分钟", [300, 600]),
    ],
)
def test_two_durations_are_two_in_other_languages(language: str, text: str, lengths: list[float]) -> None:
    assert durations(text, language) == lengths


@given(hours=st.integers(0, 20), minutes=st.integers(0, 59), seconds=st.integers(0, 59), words=st.booleans())
def test_every_duration_parses_back(hours: int, minutes: int, seconds: int, words: bool) -> None:
    def said(count: int, unit: str) -> str:
        value = pronounce_number(count, lang="en") if words else str(count)
        return f"{value} {unit}{'s' if count != 1 else ''}"

    parts = [said(count, unit) for count, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second")) if count]
    if parts:
        text = " ".join(parts[:-1]) + (" and " if parts[:-1] else "") + parts[-1]
        assert duration(text) == hours * 3600 + minutes * 60 + seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("ten minutes and one for twenty", [600, 1200]),
        ("a minute and a half and one for three quarters of an hour", [90, 2700]),
        ("five and a half minutes and another for ten minutes", [330, 600]),
        ("five minutes and ten minutes", [300, 600]),
        ("three and eight and twenty minutes", [180, 480, 1200]),
        ("ten minutes and then one for five", [600, 300]),
        ("ten minutes then thirty seconds", [600, 30]),
        ("five minutes and ten seconds", None),
        ("an hour and a half", None),
        ("two minutes and thirty", None),
        ("five and a half minutes", None),
        ("tea and cake", None),
    ],
)
def test_several_durations_are_told_from_the_parts_of_one(text: str, seconds: list[float] | None) -> None:
    assert PARSERS["durations"](text, "en") == seconds


def test_numbers_are_read_in_words_and_digits() -> None:
    assert (number("seventeen"), number("3"), number("two and a half"), number("red")) == (17, 3, 2.5, None)


def test_a_duration_slot_also_gives_its_seconds() -> None:
    assert parse({"duration": "duration"}, {"duration": "ten minutes", "name": "tea"}, "en") == {
        "duration": "ten minutes",
        "seconds": 600,
        "name": "tea",
    }
    assert parse({"duration": "duration"}, {"duration": "tea"}, "en") is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2d6", [2, 6]),
        ("two d 20", [2, 20]),
        ("a d 8", [1, 8]),
        ("d12", [1, 12]),
        ("d twenty", [1, 20]),
        ("dice", None),
        ("over my pension", None),
    ],
)
def test_dice_are_read_as_players_write_them(text: str, values: list[int] | None) -> None:
    assert PARSERS["dice"](text, "en") == values


def test_what_may_be_chosen_is_at_least_two() -> None:
    assert PARSERS["options"]("tea, coffee or hot water", "en") == ["tea", "coffee", "hot water"]
    assert PARSERS["options"]("tea", "en") is None
