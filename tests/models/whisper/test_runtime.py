"""The recognizer on speech of any length, in the languages that it knows, and on sound that is none."""

from __future__ import annotations

import numpy as np
import pytest

from models.errors import UnfitInput
from models.whisper.runtime import RATE_HZ, Whisper
from models.whisper.search import log_sum
from models.whisper.sound import checked
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


# ---- several texts at once


@pytest.fixture(scope="module")
def wide(prepared) -> Whisper:
    return Whisper(prepared("whisper-tiny.en"), beam=5)


def greedy(whisper: Whisper, samples: np.ndarray) -> tuple[list[int], float]:
    """The likeliest token, again and again: (tokens, their mean log probability), written out."""
    heard = whisper._hear(samples)
    kept = {name: np.zeros((1, shape[1], 0, shape[3]), np.float32) for name, shape in whisper._caches.items()}
    logits, kept = whisper._step([[whisper._start, *whisper._prompt("en", False)]], kept, heard)
    tokens, total = [], 0.0
    while True:
        whisper._words.forbid(logits[-1:], [tuple(tokens)])
        best = int(logits[-1].argmax())
        total += float(logits[-1, best]) - log_sum(logits[-1])
        if best == whisper._end:
            return tokens, total / (len(tokens) + 1)
        tokens.append(best)
        logits, kept = whisper._step([[best]], kept, heard)


CLIPS = (
    spoken(QUESTION),
    spoken("Set a timer for five and a half minutes.", "kokoro"),
    spoken("Where is my cup? I left it in the kitchen. Did anyone see it today?"),
)


@pytest.mark.parametrize("clip", CLIPS)
def test_one_text_at_a_time_is_greedy_decoding(tiny: Whisper, clip) -> None:
    tokens, mean = greedy(tiny, clip.samples)
    decoded = tiny.transcribe(clip.samples)
    assert decoded.text == tiny._spelt(tokens)
    assert decoded.log_probability == pytest.approx(mean, abs=1e-5)


@pytest.mark.parametrize("clip", CLIPS)
def test_five_texts_at_once_find_none_that_is_less_likely(tiny: Whisper, wide: Whisper, clip) -> None:
    """Up to rounding: side by side, the texts share one range of INT8."""
    assert wide.transcribe(clip.samples).log_probability > tiny.transcribe(clip.samples).log_probability - 0.005


# ---- times


def test_what_was_said_when_is_told_where_it_is_asked(tiny: Whisper, wide: Whisper) -> None:
    sound = np.concatenate([spoken(QUESTION, before=0.4, after=0.6).samples, spoken("Set a timer.", before=0.6, after=0.4).samples])
    for whisper in (tiny, wide):
        decoded = whisper.transcribe(sound, times=True)
        assert decoded.text.strip(".") == "What is on the table? Set a timer"
        assert decoded.text == " ".join(one.text for one in decoded.segments)
        assert decoded.segments[0].start < 0.6 and decoded.segments[-1].end == pytest.approx(len(sound) / RATE_HZ, abs=0.8)
    assert tiny.transcribe(sound).segments == ()


def test_times_never_go_back_over_pieces_of_a_long_sound(tiny: Whisper) -> None:
    stories = [f"The {thing} is standing in the {place}, and nobody knows who has left it there." for thing, place in THINGS]
    sound = np.concatenate([spoken(story, before=0.2, after=0.6).samples for story in stories])
    segments = tiny.transcribe(sound, times=True).segments
    times = [time for one in segments for time in (one.start, one.end)]
    assert times == sorted(times) and times[0] >= 0 and times[-1] <= len(sound) / RATE_HZ + 0.01
    assert len(segments) >= len(stories) and all(one.text for one in segments)
    begin = 0.0
    for (thing, _), story in zip(THINGS, stories, strict=True):
        segment = next(one for one in segments if thing in one.text.lower())
        assert segment.start <= begin + 1.5 and segment.end >= begin + 1.0, thing
        begin += spoken(story, before=0.2, after=0.6).duration


def test_times_of_what_is_made_of_silence_lie_within_it(tiny: Whisper) -> None:
    segments = tiny.transcribe(hush(2.0), times=True).segments
    assert segments and all(0 <= one.start <= one.end <= 2.0 for one in segments)
