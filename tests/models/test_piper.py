"""The default voice: its words are understood, and no text is too strange or too long."""

from __future__ import annotations

import re

import numpy as np
import pytest

from models.piper.runtime import Piper
from models.whisper.runtime import Whisper
from tests.speech import spoken


@pytest.fixture(scope="module")
def piper(prepared) -> Piper:
    return Piper(prepared("piper-joe"))


@pytest.mark.parametrize("text", ["What is on the table?", "The timer for the pasta is ready.", "There are three people and two dogs."])
def test_what_it_says_is_understood_by_a_recognizer(prepared, text: str) -> None:
    heard = Whisper(prepared("whisper-tiny.en")).transcribe(spoken(text).samples, "en").text
    assert words(heard.replace("3", "three").replace("2", "two")) == words(text)


def test_sound_is_float32_within_full_scale_at_its_own_rate(piper: Piper) -> None:
    sound = piper.synthesize("Good morning.")
    assert sound.dtype == np.float32 and sound.ndim == 1
    assert 0.1 < np.abs(sound).max() <= 1.0
    assert 0.4 < len(sound) / piper.rate_hz < 2.0


@pytest.mark.parametrize("text", ["", "🎉", "...", "\0", "\ud800", "<br>"], ids=ascii)
def test_nothing_to_say_is_silence(piper: Piper, text: str) -> None:
    assert piper.synthesize(text).shape == (0,)


@pytest.mark.parametrize("text", ["你好", "x̧ʘǂ", "1234567890" * 3, "<b>bold</b> & *loud*"])
def test_strange_text_is_said_somehow(piper: Piper, text: str) -> None:
    assert len(piper.synthesize(text))


def test_long_text_without_a_stop_is_said_to_its_end(piper: Piper) -> None:
    assert len(piper.synthesize("one two three four five six seven " * 12)) / piper.rate_hz > 20


def test_a_steady_voice_says_the_same_text_in_the_same_way(prepared) -> None:
    steady = Piper(prepared("piper-joe"), steady=True)
    assert np.array_equal(steady.synthesize("Good morning."), steady.synthesize("Good morning."))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())
