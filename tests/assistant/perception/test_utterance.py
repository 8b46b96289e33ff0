"""The sound of an utterance, with what came just before it was noticed."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.config import Listening
from assistant.events import AudioChunk
from assistant.perception.utterance import Collector

STEP = 512


def stream(count: int, start: float = 0.0) -> list[AudioChunk]:
    """Chunks whose samples say which chunk they are."""
    return [AudioChunk(np.full(STEP, float(index), np.float32), start + index * STEP / 16_000) for index in range(count)]


def test_in_silence_only_the_pre_roll_is_kept() -> None:
    collector = Collector(Listening(pre_roll=0.3))
    for chunk in stream(1000):
        collector.add(chunk, keep=False)
    sound = collector.sound()
    assert 0.3 <= sound.duration <= 0.3 + 2 * STEP / 16_000
    assert sound.end == pytest.approx(1000 * STEP / 16_000)


def test_an_utterance_is_kept_whole_with_its_pre_roll_and_its_time() -> None:
    collector, chunks = Collector(Listening(pre_roll=0.3)), stream(200, 5.0)
    for index, chunk in enumerate(chunks):
        collector.add(chunk, keep=index >= 100)
    sound = collector.sound()
    first = int(sound.samples[0])
    assert sound.start == chunks[first].start <= chunks[100].start - 0.3 + STEP / 16_000
    assert np.array_equal(sound.samples, np.concatenate([chunk.samples for chunk in chunks[first:]]))


def test_without_pre_roll_an_utterance_begins_with_its_first_chunk() -> None:
    collector = Collector(Listening(pre_roll=0.0))
    for index, chunk in enumerate(stream(20)):
        collector.add(chunk, keep=index >= 10)
    assert collector.sound().samples[0] in (9.0, 10.0)


def test_after_clearing_nothing_is_left() -> None:
    collector = Collector(Listening(pre_roll=0.3))
    collector.add(stream(1)[0], keep=True)
    collector.clear()
    assert collector.sound().duration == 0
