"""What is read aloud of what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.reading import readable


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("It is 7:05 p.m. now.", "It is 7 oh 5 pm now."),
        ("It is 10:00.", "It is 10 o'clock."),
        ("It is 5 p.m. Then we go.", "It is 5 pm. Then we go."),
        ("Dr. Smith, e.g. her.", "Dr Smith, for example her."),
        ("No. 5 is alive. No. Never.", "No 5 is alive. No. Never."),
        ("3.5 kg, 1 kg and 11 kg", "3.5 kilograms, 1 kilogram and 11 kilograms"),
        ("90 km/h on 2 m²", "90 kilometers per hour on 2 square meters"),
        ("5 men and 3-4 dogs", "5 men and 3 to 4 dogs"),
        ("**Bold** [words](https://a.b/c) `code`", "Bold words code"),
        ("A cup — red – here", "A cup, red, here"),
        ("Well done 🎉👍🏽!", "Well done !"),
    ],
)
def test_english_is_read_as_a_person_would(written: str, read: str) -> None:
    assert readable(written, "en-us") == read


@pytest.mark.parametrize("nothing", ["", "   ", "\n", "...", "🎉", "<br/>", "**", "\ud800", "\0", "—"], ids=ascii)
def test_where_nothing_can_be_said_nothing_is_read(nothing: str) -> None:
    assert readable(nothing, "en-us") == ""


def test_other_languages_keep_their_own_abbreviations() -> None:
    assert readable("Das sind z.B. 3 kg.", "de") == "Das sind z.B. 3 kg."


@given(some.text())
def test_any_text_becomes_one_line_that_can_be_sent_to_a_program(text: str) -> None:
    read = readable(text, "en-us")
    assert "\n" not in read and "\0" not in read
    read.encode()
