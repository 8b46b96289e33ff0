"""Speech probability of a stream of chunks of any length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assistant.events import AudioChunk
from models.silero.runtime import RATE_HZ, STEP, Silero


@dataclass(frozen=True)
class Judged:
    """32 ms of sound and the probability that somebody speaks in it."""

    chunk: AudioChunk
    probability: float


class VoiceDetector:
    """Cuts what comes into the network's steps; a rest waits for the next chunk. 0.2 ms of one core a step, so it runs in the loop."""

    def __init__(self, network: Silero) -> None:
        self._network = network
        self._rest = np.zeros(0, np.float32)

    def reset(self) -> None:
        self._network.reset()
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
            yield Judged(AudioChunk(step, start + offset / RATE_HZ), self._network(step))
