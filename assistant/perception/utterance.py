"""Collects the sound of an utterance, with what came just before speech was noticed."""

from __future__ import annotations

from collections import deque

import numpy as np

from assistant.config import Listening
from assistant.events import AudioChunk


class Collector:
    """Keeps `pre_roll` seconds while nobody speaks, and everything from there on while somebody does."""

    def __init__(self, config: Listening) -> None:
        self.adopt(config)
        self._chunks: deque[AudioChunk] = deque()

    def adopt(self, config: Listening) -> None:
        self._pre_roll = config.pre_roll

    def add(self, chunk: AudioChunk, *, keep: bool) -> None:
        """keep: an utterance may be under way, so nothing old is thrown away."""
        self._chunks.append(chunk)
        while not keep and self._chunks[0].end < chunk.end - self._pre_roll:
            self._chunks.popleft()

    def sound(self) -> AudioChunk:
        """All that is kept, as one chunk."""
        if not self._chunks:
            return AudioChunk(np.zeros(0, np.float32))
        return AudioChunk(np.concatenate([chunk.samples for chunk in self._chunks]), self._chunks[0].start, self._chunks[0].rate_hz)

    def clear(self) -> None:
        self._chunks.clear()
