"""What the decoder sees behind short speech: the rest of the 30 seconds that it was trained on, all silence, computed once.

Whisper was trained on windows of 30 s. Given less, its decoder finds no silence to end in and repeats itself or guesses. But what the
encoder makes of silence hardly depends on the speech before it, so its keys and values are made while the model is prepared and put
behind those of the speech. Neighbours are nearly equal: one in STRIDE is kept, and stands for STRIDE of them in the attention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

import numpy as np

from models.runtime import open_session

STRIDE = 10
LEVEL = -0.7
"""The spectrogram's value in silence after speech of usual loudness; -1.4 did no worse."""


def prepare(encoder: Path, positions: int, mels: int, out: Path) -> None:
    """encoder: the graph that will be used; positions: of the 30 s window. Writes out: arrays in the order of the encoder's outputs."""
    cross = open_session(encoder).run(None, {"mel": np.full((1, mels, 2 * positions), LEVEL, np.float32)})
    kept = np.arange(STRIDE // 2, positions, STRIDE)
    np.savez(out, *(np.take(array, kept, axis) for array, axis in with_axes(cross)))


def with_axes(cross: Sequence[np.ndarray]) -> Iterator[tuple[np.ndarray, int]]:
    """Keys are (1, H, E, S), values (1, H, S, E), in turn; each with the axis of S."""
    return zip(cross, cycle((3, 2)))


class Silence:
    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._cross = [arrays[name] for name in arrays.files]

    def after(self, cross: Sequence[np.ndarray]) -> tuple[list[np.ndarray], np.ndarray]:
        """
        cross: what the encoder made of the speech: keys (1, H, E, S) and values (1, H, S, E) in turn
        Returns the same with silence behind it, and how many positions each position stands for: (S',) float32.
        """
        spoken = cross[0].shape[3]
        first = -(-spoken // STRIDE)
        longer = [
            np.concatenate([array, np.take(quiet, range(first, quiet.shape[axis]), axis)], axis)
            for (array, axis), quiet in zip(with_axes(cross), self._cross, strict=True)
        ]
        copies = np.ones(longer[0].shape[3], np.float32)
        copies[spoken:] = STRIDE
        return longer, copies
