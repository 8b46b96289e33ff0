"""How the assistant speaks: how fast, how loud. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SLOWEST, FASTEST = 0.6, 1.8
"""Beyond these a voice is no longer understood well."""
QUIETEST, LOUDEST = 0.1, 4.0
KNEE = 0.7
"""Of full scale; from here on a sample is bent so that it never reaches full scale."""


@dataclass(frozen=True)
class Manner:
    """1 is the voice as it is."""

    rate: float = 1.0
    volume: float = 1.0

    def times(self, rate: float, volume: float) -> Manner:
        """Within the bounds; a factor that is no number changes nothing."""
        return Manner(bounded(self.rate, rate, SLOWEST, FASTEST), bounded(self.volume, volume, QUIETEST, LOUDEST))


def bounded(value: float, factor: float, least: float, most: float) -> float:
    return min(max(value * factor, least), most) if np.isfinite(factor) and factor > 0 else value


def louder(samples: np.ndarray, volume: float) -> np.ndarray:
    """(N,) float32 in, (N,) float32 out; below the knee every sample is multiplied, above it none is clipped."""
    if volume == 1.0:
        return samples
    scaled = samples * np.float32(volume)
    size = np.abs(scaled)
    bent = KNEE + (1 - KNEE) * np.tanh((size - KNEE) / (1 - KNEE))
    return np.where(size > KNEE, np.copysign(bent, scaled), scaled).astype(np.float32)
