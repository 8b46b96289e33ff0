"""The voice detector's network: a state that is carried, and speech told from noise."""

from __future__ import annotations

import numpy as np
import pytest

from models.silero.runtime import STEP, Silero
from tests.speech import chunks, hush, spoken


@pytest.fixture
def silero(prepared) -> Silero:
    return Silero(prepared("silero-vad"))


def test_it_is_the_state_that_makes_the_second_step_differ_from_the_first(silero: Silero) -> None:
    step = spoken("Hello there.").samples[12_000 : 12_000 + STEP]
    first, second = silero(step), silero(step)
    silero.reset()
    assert first != second
    assert silero(step) == first


def test_speech_is_told_from_its_own_noise_at_5_decibels(silero: Silero) -> None:
    speech = spoken("Where is the red cup?")
    level = 10 * np.log10(np.mean(speech.samples[8_000:-13_000] ** 2)) - 5
    noisy = speech.samples + hush(len(speech.samples) / 16_000, level)[: len(speech.samples)]
    judged = np.array([silero(noisy[at : at + STEP]) for at in range(0, len(noisy) - STEP, STEP)])
    assert judged.max() > 0.8
    silero.reset()
    assert max(silero(piece) for piece in hush(2.0, level)[: 60 * STEP].reshape(-1, STEP)) < 0.5


def test_probabilities_are_probabilities(silero: Silero) -> None:
    assert all(0 <= silero(chunk.samples) <= 1 for chunk in chunks(spoken("What time is it?")))
