"""Speech probability of a stream of chunks of any length."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assistant.events import AudioChunk
from assistant.perception.quiet import Quiet
from models.silero.runtime import RATE_HZ, STEP, Silero

WARM_UP = 8
"""Steps that the network hears before it is trusted again."""
PERHAPS = 0.2
"""Probability from which the room does not count as quiet."""


@dataclass(frozen=True)
class Judged:
    """32 ms of sound and the probability that somebody speaks in it."""

    chunk: AudioChunk
    probability: float


class VoiceDetector:
    """
    Cuts what comes into the network's steps; a rest waits for the next chunk. 0.2 ms of one core a step, so it runs in the loop.
    While the room is quiet the network rests; when it is not any more, the network first hears the last quarter of a second.
    """

    def __init__(self, network: Silero) -> None:
        self._network = network
        self._quiet = Quiet()
        self._unheard: deque[np.ndarray] = deque(maxlen=WARM_UP)
        self._rest = np.zeros(0, np.float32)

    def reset(self) -> None:
        self._network.reset()
        self._quiet.loud()
        self._unheard.clear()
        self._rest = np.zeros(0, np.float32)

    def feed(self, chunk: AudioChunk) -> Iterator[Judged]:
        """chunk: 16 kHz, following the one before; after lost sound the state begins anew."""
        if chunk.overflow:
            self.reset()
        start = chunk.start - len(self._rest) / RATE_HZ
        samples = np.concatenate([self._rest, chunk.samples])
        whole = len(samples) // STEP * STEP
        self._rest = samples[whole:]
        for offset in range(0, whole, STEP):
            step = samples[offset : offset + STEP]
            yield Judged(AudioChunk(step, start + offset / RATE_HZ), self._judge(step))

    def _judge(self, step: np.ndarray) -> float:
        step = np.clip(np.nan_to_num(step, nan=0.0, posinf=0.0, neginf=0.0), -1.0, 1.0)
        level_db = 10 * np.log10(float(step @ step) / STEP + 1e-12)
        if self._quiet.feed(level_db, STEP / RATE_HZ):
            self._unheard.append(step)
            return 0.0
        if self._unheard:
            self._catch_up()
        probability = self._network(step)
        if probability >= PERHAPS:
            self._quiet.loud()
        return probability

    def _catch_up(self) -> None:
        self._network.reset()
        for step in self._unheard:
            self._network(step)
        self._unheard.clear()
