"""The recognizer on speech of any length, in the languages that it knows, and on sound that is none."""

from __future__ import annotations

import numpy as np
import pytest

from models.errors import UnfitInput
from models.whisper.runtime import LONGEST, RATE_HZ, Whisper, checked, pieces
from tests.speech import hush, spoken

QUESTION = "What is on the table?"
THINGS = (("bottle", "kitchen"), ("bicycle", "garden"), ("chair", "hall"), ("umbrella", "street"), ("guitar", "bedroom"), ("truck", "yard"),
          ("piano", "office"), ("horse", "field"))  # fmt: skip


@pytest.fixture(scope="module")
def tiny(prepared) -> Whisper:
    return Whisper(prepared("whisper-tiny.en"))


@pytest.fixture(scope="module")
def base(prepared) -> Whisper:
    return Whisper(prepared("whisper-base"))


def test_a_question_is_heard_with_its_likelihood(tiny: Whisper) -> None:
    decoded = tiny.transcribe(spoken(QUESTION).samples)
    assert decoded.text == QUESTION
    assert decoded.log_probability > -0.3 and decoded.no_speech < 0.3
    assert 0 < decoded.tokens < 12 and not decoded.repeated


@pytest.mark.parametrize("seconds", [0.0, 0.6, 1.7, 6.3])
def test_silence_around_the_words_changes_nothing(tiny: Whisper, seconds: float) -> None:
    assert tiny.transcribe(spoken(QUESTION, before=0.3, after=seconds).samples).text == QUESTION


@pytest.mark.parametrize("gain", [0.02, 0.3, 1.5])
def test_neither_does_loudness(tiny: Whisper, gain: float) -> None:
    assert tiny.transcribe(spoken(QUESTION).samples * np.float32(gain)).text == QUESTION


def test_speech_of_more_than_a_window_loses_no_sentence(tiny: Whisper) -> None:
    stories = [f"The {thing} is standing in the {place}, and nobody knows who has left it there." for thing, place in THINGS]
    text = tiny.transcribe(np.concatenate([spoken(story, before=0.2, after=0.6).samples for story in stories])).text.lower()
    assert [thing for thing, _ in THINGS if thing not in text] == []
    assert text.count("nobody knows") == len(THINGS)


def test_the_language_is_recognized_where_none_is_named(base: Whisper) -> None:
    decoded = base.transcribe(spoken(QUESTION).samples, None)
    assert (decoded.language, decoded.text) == ("en", QUESTION)
    assert base.multilingual and {"en", "zh", "de"} <= base.languages.keys()


def test_the_language_that_is_named_is_written(base: Whisper) -> None:
    decoded = base.transcribe(spoken(QUESTION).samples, "de")
    assert decoded.language == "de" and decoded.text != QUESTION


def test_a_language_that_nobody_speaks_is_told(base: Whisper) -> None:
    with pytest.raises(UnfitInput, match="does not know the language 'xx'"):
        base.transcribe(spoken(QUESTION).samples, "xx")


def test_an_english_model_hears_english_whatever_is_named(tiny: Whisper) -> None:
    assert not tiny.multilingual
    assert tiny.transcribe(spoken(QUESTION).samples, "de").language == "en"


@pytest.mark.parametrize("length", [0, 1, 100, 639])
def test_too_little_sound_for_a_word_is_no_text(tiny: Whisper, length: int) -> None:
    decoded = tiny.transcribe(np.zeros(length, np.float32))
    assert (decoded.text, decoded.tokens, decoded.log_probability) == ("", 0, -np.inf)


@pytest.mark.parametrize(
    ("samples", "match"),
    [
        (np.full(16000, np.nan, np.float32), "not numbers"),
        (np.array([0.0, np.inf], np.float32), "not numbers"),
        (np.zeros(16000, np.int16), "int16; float32"),
        (np.zeros((2, 16000), np.float32), r"shape \(2, 16000\); one channel"),
    ],
)
def test_what_is_no_sound_is_told(tiny: Whisper, samples: np.ndarray, match: str) -> None:
    with pytest.raises(UnfitInput, match=match):
        tiny.transcribe(samples)


def test_absurdly_loud_sound_is_clipped(tiny: Whisper) -> None:
    assert np.abs(checked(np.full(100, 1e30))).max() == 1.0
    assert np.isfinite(tiny.transcribe(np.full(RATE_HZ, 1e30, np.float32)).no_speech)


def test_half_an_hour_is_cut_into_windows_where_it_is_quiet() -> None:
    speech = np.random.default_rng(0).standard_normal(4 * RATE_HZ).astype(np.float32)
    sound = np.tile(np.concatenate([speech, hush(0.5)]), 400)
    parts = list(pieces(sound))
    assert sum(map(len, parts)) == len(sound) == 30 * 60 * RATE_HZ
    assert max(map(len, parts)) <= LONGEST * RATE_HZ
    assert all(np.abs(part[-RATE_HZ // 20 :]).max() < 0.1 for part in parts)
    assert all(part.base is not None for part in parts)  # views: nothing is copied
