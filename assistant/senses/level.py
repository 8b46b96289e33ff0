"""How loud a chunk is, for the meter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FLOOR_DB = -100.0
CLIPPED = 0.999
"""Full scale as converters round it: 32767 / 32768."""


@dataclass(frozen=True)
class Level:
    level_db: float
    """RMS in dB of full scale, -100 for silence."""
    peak: float
    """0..1; from CLIPPED on it clips."""


def level(samples: np.ndarray) -> Level:
    """samples: (N,) float32 in -1..1."""
    if not len(samples):
        return Level(FLOOR_DB, 0.0)
    power = float(np.mean(np.square(samples, dtype=np.float32)))
    return Level(max(FLOOR_DB, 10 * np.log10(power + 1e-12)), min(1.0, float(np.abs(samples).max())))
