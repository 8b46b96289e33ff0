"""The room's own noise is quiet, whatever its level; anything above it is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.events import AudioChunk
from assistant.perception.quiet import HOLD, MARGIN_DB, Quiet
from assistant.perception.vad import VoiceDetector
from models.silero.runtime import Silero
from tests.speech import chunks, spoken

STEP = 0.032


def after(quiet: Quiet, levels: list[float]) -> bool:
    return [quiet.feed(level, STEP) for level in levels][-1]


@given(level=st.floats(-85, -20), wobble=st.floats(0, 2))
def test_steady_noise_of_any_level_is_quiet_after_a_while(level: float, wobble: float) -> None:
    levels = [level + wobble * np.sin(step) for step in range(round((HOLD + 1) / STEP))]
    assert after(Quiet(), levels)


@given(level=st.floats(-85, -40), louder=st.floats(MARGIN_DB + 1, 60))
def test_a_louder_sound_is_judged_at_once_and_for_a_second_after(level: float, louder: float) -> None:
    quiet = Quiet()
    assert after(quiet, [level] * 60)
    assert not quiet.feed(level + louder, STEP)
    assert not after(quiet, [level] * round((HOLD - 2 * STEP) / STEP))


def test_a_fan_that_is_switched_on_becomes_the_rooms_noise() -> None:
    quiet = Quiet()
    assert after(quiet, [-70.0] * 60)
    assert not after(quiet, [-50.0] * 60)
    assert after(quiet, [-50.0] * round(12 / STEP))


@pytest.mark.parametrize("snr", [30, 20, 10, 5])
def test_speech_after_a_long_quiet_is_found_as_by_the_network_alone(prepared, snr: int) -> None:
    random = np.random.default_rng(snr)
    words = spoken("What is on the table?", before=6.0, after=1.0).samples
    power = float(np.mean(words[np.abs(words) > 0.01] ** 2))
    noise = random.standard_normal(len(words)) * np.sqrt(power / 10 ** (snr / 10))
    sound = AudioChunk((words + noise).astype(np.float32))
    network = Silero(prepared("silero-vad"))
    alone = np.array([network(chunk.samples) for chunk in chunks(sound)]) >= 0.5
    network.reset()
    detector = VoiceDetector(network)
    gated = np.array([judged.probability for chunk in chunks(sound) for judged in detector.feed(chunk)]) >= 0.5
    assert (alone != gated).sum() <= 2
