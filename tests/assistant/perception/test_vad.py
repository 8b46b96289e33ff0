"""The voice detector on speech, silence and bad sound."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.events import AudioChunk
from assistant.perception.vad import VoiceDetector
from models.silero.runtime import Silero
from tests.speech import chunks, hush, spoken


@pytest.fixture
def detector(prepared) -> VoiceDetector:
    return VoiceDetector(Silero(prepared("silero-vad")))


def judge(detector: VoiceDetector, pieces: list[AudioChunk]) -> np.ndarray:
    return np.array([judged.probability for piece in pieces for judged in detector.feed(piece)])


def test_words_are_speech_and_the_quiet_around_them_is_not(detector: VoiceDetector) -> None:
    probabilities = judge(detector, chunks(spoken("What is on the table?")))
    times = np.arange(len(probabilities)) * 0.032
    assert probabilities[times < 0.4].max() < 0.2
    assert (probabilities[(times > 0.8) & (times < 1.5)] > 0.5).mean() > 0.9
    assert probabilities[-5:].max() < 0.35


def test_chunks_of_any_length_are_judged_as_the_same_stream(detector: VoiceDetector) -> None:
    sound = spoken("Set a timer for five minutes.")
    whole = judge(detector, chunks(sound))
    detector.reset()
    assert judge(detector, chunks(sound, 333))[: len(whole)] == pytest.approx(whole[: len(chunks(sound, 333)) * 333 // 512])


def test_each_judged_step_knows_its_time_and_is_32_milliseconds_long(detector: VoiceDetector) -> None:
    stream = [AudioChunk(hush(0.1), 7.0 + step * 0.1) for step in range(5)]
    steps = [judged.chunk for piece in stream for judged in detector.feed(piece)]
    assert [step.start for step in steps] == pytest.approx([7.0 + index * 0.032 for index in range(len(steps))])
    assert {len(step.samples) for step in steps} == {512}


def test_after_lost_sound_the_rest_of_the_old_is_not_joined_to_the_new(detector: VoiceDetector) -> None:
    list(detector.feed(AudioChunk(hush(0.02), 0.0)))
    steps = list(detector.feed(AudioChunk(hush(0.05), 3.0, overflow=True)))
    assert steps[0].chunk.start == 3.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30], ids=str)
def test_broken_samples_never_poison_what_comes_after(detector: VoiceDetector, bad: float) -> None:
    broken = np.zeros(1024, np.float32)
    broken[100:300] = bad
    assert np.isfinite(judge(detector, [AudioChunk(broken)])).all()
    after = judge(detector, chunks(spoken("What time is it?")))
    assert after.max() > 0.9


def test_clipped_speech_is_still_speech(detector: VoiceDetector) -> None:
    loud = spoken("What time is it?")
    clipped = AudioChunk(np.clip(loud.samples * 20, -1, 1))
    assert judge(detector, chunks(clipped)).max() > 0.8


def test_noise_is_not_speech(detector: VoiceDetector) -> None:
    assert (judge(detector, [AudioChunk(hush(3.0, level_db=-30))]) > 0.5).mean() < 0.05
