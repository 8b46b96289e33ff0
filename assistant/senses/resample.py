"""From what a device delivers to what the house hears: 16 kHz, one channel, steps of 32 ms with their times."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from assistant.events import AudioChunk
from assistant.interrupts import uninterrupted

RATE_HZ = 16_000
STEP = 512
RELAXES = 0.01
"""Share of a late arrival that is believed: devices' clocks drift by parts in ten thousand, the scheduler's delays do not last."""


def mono(samples: np.ndarray) -> np.ndarray:
    """samples: (N,) or (N, channels). Returns (N,) float32."""
    return samples.astype(np.float32, copy=False) if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)


class Resampler:
    """
    Keeps its state between chunks, so that there is no seam. soxr's variable-rate engine is flat to 7.9 kHz and 12 ms late; the usual one
    gives 32 ms bursts at the same quality, which every answer would have to wait for.
    """

    def __init__(self, rate_hz: int, to_hz: int = RATE_HZ) -> None:
        with uninterrupted():
            import soxr

        self._stream = None if rate_hz == to_hz else soxr.ResampleStream(rate_hz, to_hz, 1, dtype="float32", quality="HQ", vr=True)

    def feed(self, samples: np.ndarray) -> np.ndarray:
        """samples: (N,) or (N, channels), float32. Returns (M,) float32; M varies."""
        one = mono(samples)
        return one if self._stream is None else self._stream.resample_chunk(one)

    def finish(self) -> np.ndarray:
        """The samples that were still held back at the end of the sound."""
        nothing = np.zeros(0, np.float32)
        return nothing if self._stream is None else self._stream.resample_chunk(nothing, last=True)


class Timeline:
    """When was which moment of a stream? Counted from its start, and corrected by arrivals, of which the earliest are the truest."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._count = 0
        self._origin: float | None = None

    def arrived(self, count: int, now: float) -> None:
        """The next `count` samples of the device are here."""
        self._count += count
        origin = now - self._count / self._rate_hz
        if self._origin is None or origin < self._origin:
            self._origin = origin
        else:
            self._origin += (origin - self._origin) * RELAXES

    def time_of(self, seconds: float) -> float:
        """seconds: from the start of the stream."""
        assert self._origin is not None
        return self._origin + seconds


class Stepper:
    """From blocks of a device to steps of 512 samples. Resampler and `clean` hold samples back, which moves no time."""

    def __init__(self, rate_hz: int, clean: Callable[[np.ndarray], np.ndarray] = lambda samples: samples) -> None:
        """clean: takes and gives 16 kHz mono; what it holds back it gives later."""
        self._rate_hz, self._clean = rate_hz, clean
        self._begin(overflow=False)

    def _begin(self, overflow: bool) -> None:
        self._timeline, self._resampler = Timeline(self._rate_hz), Resampler(self._rate_hz)
        self._rest: np.ndarray = np.zeros(0, np.float32)
        self._cut = 0
        self._overflow = overflow

    def feed(self, samples: np.ndarray, now: float, overflow: bool = False) -> Iterator[AudioChunk]:
        """samples: (N,) or (N, channels) at the device's rate. now: when the last of them arrived; after an overflow times begin anew."""
        if overflow:
            self._begin(overflow=True)
        self._timeline.arrived(len(samples), now)
        self._rest = np.concatenate([self._rest, np.clip(self._clean(self._resampler.feed(samples)), -1, 1)])
        while len(self._rest) >= STEP:
            yield AudioChunk(self._rest[:STEP].copy(), self._timeline.time_of(self._cut / RATE_HZ), overflow=self._overflow)
            self._rest, self._cut, self._overflow = self._rest[STEP:], self._cut + STEP, False
