"""What rings: a bell that insists, and a chime that does not. Made from sines that die away; no file is needed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache

import numpy as np

from assistant.events import AudioChunk
from assistant.skill import Home

RATE_HZ = 24_000
LONGEST = 60.0
"""Seconds after which a bell that nobody stops falls silent."""
PARTIALS = ((1.0, 1.0, 3.0), (2.0, 0.5, 4.5), (3.01, 0.25, 6.0), (4.2, 0.12, 9.0))
"""Of a struck bar: frequency against the lowest, loudness, decay per second."""


@lru_cache(maxsize=1)
def bell() -> AudioChunk:
    """Three strokes and a pause, two seconds."""
    return strokes([(0.0, 880.0), (0.25, 880.0), (0.5, 1174.7)], 2.0, 0.5)


@lru_cache(maxsize=1)
def chime() -> AudioChunk:
    """Two soft strokes, once."""
    return strokes([(0.0, 659.3), (0.35, 880.0)], 1.5, 0.3)


def strokes(when: Sequence[tuple[float, float]], seconds: float, loudness: float) -> AudioChunk:
    """when: the times in seconds, and the frequencies in Hz"""
    track = np.zeros(round(seconds * RATE_HZ))
    for start, frequency in when:
        at = round(start * RATE_HZ)
        time = np.arange(len(track) - at) / RATE_HZ
        stroke = sum(share * np.sin(2 * np.pi * ratio * frequency * time) * np.exp(-decay * time) for ratio, share, decay in PARTIALS)
        track[at:] += stroke * np.minimum(1.0, time / 0.004)
    fade = np.minimum(1.0, (len(track) - np.arange(len(track))) / (0.05 * RATE_HZ))
    return AudioChunk((loudness * track * fade / np.abs(track).max()).astype(np.float32), 0.0, RATE_HZ)


async def ring(home: Home, another: Callable[[Home], Awaitable[bool]]) -> None:
    """The bell, again and again until somebody speaks or says stop, or `another` thing comes due."""
    sound = bell()
    for _ in range(round(LONGEST / sound.duration)):
        if await another(home) or not await home.play(sound):
            return
