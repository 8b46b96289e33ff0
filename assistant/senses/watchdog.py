"""Is a microphone dead? A pure machine: times are arguments."""

from __future__ import annotations

import numpy as np


class Watchdog:
    """Tells a stream that delivers nothing from one that delivers exact zeros, which no converter does: it is switched off or muted."""

    def __init__(self, dead_after: float, now: float) -> None:
        """dead_after: seconds."""
        self._dead_after = dead_after
        self._arrived = self._sounded = now

    def feed(self, samples: np.ndarray, now: float) -> None:
        self._arrived = now
        if np.any(samples):
            self._sounded = now

    def delivers_nothing(self, now: float) -> bool:
        return now - self._arrived >= self._dead_after

    def delivers_zeros(self) -> bool:
        return self._arrived - self._sounded >= self._dead_after
