"""Log-mel spectrogram as Whisper was trained on (Radford et al. 2022, section 2.2): 25 ms windows, 10 ms hops, 80 bands to 8 kHz."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

RATE_HZ = 16_000
WINDOW, HOP = 400, 160
RANGE = 8.0
"""Orders of magnitude below the loudest point that are kept."""
AT_ONCE = 16
"""Frames that are filtered together. More, and numpy's BLAS wakes a thread for each core, which then spins: ten times the computing."""


def log_mel(samples: np.ndarray, mels: int = 80) -> np.ndarray:
    """samples: (N,) float32 at 16 kHz, N >= 400. Returns (1, mels, N // 160) float32."""
    padded = np.pad(samples.astype(np.float32), WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: len(samples) // HOP]
    power = np.abs(np.fft.rfft(frames * hann(), axis=1)).astype(np.float32) ** 2
    bands = [filters(mels) @ power[at : at + AT_ONCE].T for at in range(0, len(power), AT_ONCE)]
    log = np.log10(np.maximum(np.concatenate(bands, axis=1), 1e-10))
    return ((np.maximum(log, log.max() - RANGE) + 4.0) / 4.0).astype(np.float32)[None]


@lru_cache(maxsize=1)
def hann() -> np.ndarray:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


@lru_cache(maxsize=2)
def filters(mels: int) -> np.ndarray:
    """Triangles on Slaney's mel scale, each of unit area: (mels, 201)."""
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE_HZ)
    edges = mel_to_hz(np.linspace(0.0, hz_to_mel(RATE_HZ / 2), mels + 2))
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return (np.maximum(0.0, np.minimum(rising, falling)) * area[:, None]).astype(np.float32)


KNEE_HZ, KNEE_MEL = 1000.0, 15.0
LOG_STEP = np.log(6.4) / 27.0


def hz_to_mel(hz: float) -> float:
    return KNEE_MEL + np.log(hz / KNEE_HZ) / LOG_STEP if hz >= KNEE_HZ else hz * KNEE_MEL / KNEE_HZ


def mel_to_hz(mel: np.ndarray) -> np.ndarray:
    return np.where(mel >= KNEE_MEL, KNEE_HZ * np.exp(LOG_STEP * (mel - KNEE_MEL)), mel * KNEE_HZ / KNEE_MEL)
