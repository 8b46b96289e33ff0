from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.routing.normal import LONGEST, normal, sounding


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Hey, can you tell me what's on the table, please?", "what is on the table"),
        ("Uh, set a timer for 5.5 minutes.", "set a timer for 5.5 minutes"),
        ("What's the time?", "what is the time"),
        ("um and how many cups are there", "how many cups are there"),
        ("Okay.", "okay"),
        ("Um...", ""),
        ("", ""),
        ("😀 !!!", ""),
        ("STOP!", "stop"),
        ("okay nabu, what do you see", "what do you see"),
        ("Oh, and what time is it?", "what time is it"),
        ("Add milk, eggs, and bread, please.", "add milk and eggs and bread"),
        ("Put eggs on the list, no, six eggs.", "put eggs on the list no six eggs"),
        ("oh six thirty", "oh six thirty"),
        ("and said an egg timer for ate minutes", "set an egg timer for eight minutes"),
        ("he said a timer is good", "he said a timer is good"),
        ("Please can you see a windmill?", "can you see a windmill"),
        ("Can you spot the ball?", "spot the ball"),
        ("What is 12 + 7 * 3?", "what is 12 + 7 * 3"),
        ("2 × (3 + 4) ÷ 7 − 1", "2 * (3 + 4) / 7 - 1"),
        ("twelve * three - one", "twelve * three - one"),
        ("the square root of (9 plus 16)", "the square root of (9 plus 16)"),
        (".5 + .25", "0.5 + 0.25"),
        ("-5 + 8", "-5 + 8"),
        ("½ * 8", "1/2 * 8"),
        ("set a timer - ten minutes", "set a timer ten minutes"),
        ("remind me to call mom (the doctor) at 5", "remind me to call mom the doctor at 5"),
        ("milk - two bottles / (2) and **eggs**", "milk two bottles 2 and eggs"),
        ("- half-baked", "half baked"),
    ],
)
def test_what_people_wrap_around_a_wish_comes_off(said: str, meant: str) -> None:
    assert normal(said) == meant


@given(st.text(max_size=2000), st.sampled_from(["en", "de", "zh"]))
def test_any_text_has_a_normal_form_that_stays(text: str, language: str) -> None:
    once = normal(text, language)
    assert normal(once, language) == once
    assert len(once) <= 2 * LONGEST


@pytest.mark.parametrize(
    ("heard", "said"),
    [("what is the thyme", "what is the time"), ("take a pitcher of us", "take a picture of us"), ("what is the time", "what is the time")],
)
def test_what_sounds_alike_is_read_as_the_commoner_word(heard: str, said: str) -> None:
    assert sounding(heard) == said and sounding(heard, "de") == heard
