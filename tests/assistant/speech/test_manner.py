"""How fast and how loud: within bounds, without clipping, and really so in the sound."""

from __future__ import annotations

import re

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from assistant.speech.manner import FASTEST, KNEE, LOUDEST, QUIETEST, SLOWEST, Manner, louder
from assistant.speech.tts import EspeakVoice
from models.whisper.runtime import Whisper
from tests.speech import RATE_HZ, engine, hush

SENTENCES = ["The timer for the pasta is ready.", "There are two cups on the table.", "Milk is already on your shopping list."]


@given(st.lists(st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True))))
def test_no_wish_leads_out_of_what_is_understood(factors: list[tuple[float, float]]) -> None:
    manner = Manner()
    for rate, volume in factors:
        manner = manner.times(rate, volume)
        assert SLOWEST <= manner.rate <= FASTEST and QUIETEST <= manner.volume <= LOUDEST


def test_samples_are_multiplied_and_never_clipped() -> None:
    samples = np.linspace(-1, 1, 2001, dtype=np.float32)
    for volume in (QUIETEST, 0.5, 1.0, 2.0, LOUDEST):
        loud = louder(samples, volume)
        small = np.abs(samples * volume) < KNEE
        assert loud.dtype == np.float32 and np.abs(loud).max() <= 1.0
        assert np.allclose(loud[small], samples[small] * volume, atol=1e-6)
        assert (np.diff(loud) >= 0).all()


@pytest.mark.parametrize("voice", ["piper-joe", "kokoro", "espeak"])
def test_every_voice_speaks_slower_and_faster(voice: str) -> None:
    speaker = EspeakVoice("en") if voice == "espeak" else engine(voice)
    slow, own, fast = (len(speaker.synthesize("Good morning to you.", rate)) for rate in (0.75, 1.0, 1.5))
    assert slow > 1.1 * own and fast < 0.85 * own


@pytest.mark.parametrize("rate", [SLOWEST, FASTEST])
@pytest.mark.parametrize("name", ["piper-joe", "kokoro"])
@pytest.mark.slow
def test_the_slowest_and_the_fastest_are_still_understood(prepared, name: str, rate: float) -> None:
    voice, recognizer = engine(name), Whisper(prepared("whisper-base"))
    understood = total = 0
    for sentence in SENTENCES:
        sound = soxr.resample(louder(voice.synthesize(sentence, rate), 2.0), voice.rate_hz, RATE_HZ)
        heard = recognizer.transcribe(np.concatenate([hush(0.5), sound, hush(0.8)]), "en").text
        understood += len(words(heard) & words(sentence))
        total += len(words(sentence))
    assert understood >= 0.85 * total, f"{understood}/{total} words"


def words(text: str) -> set[str]:
    return set(re.findall("[a-z]+", text.lower()))
