"""Silence behind short speech: as many positions as in training, at the cost of few."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.whisper.graphs import build_encoder
from models.whisper.silence import STRIDE, Silence, prepare
from tests.models.whisper.test_graphs import DIMS, HEADS
from tests.models.whisper.tiny import AUDIO, MELS, WIDTH, weights


@pytest.fixture(scope="module")
def silence(tmp_path_factory: pytest.TempPathFactory) -> Silence:
    folder: Path = tmp_path_factory.mktemp("silence")
    build_encoder(DIMS, weights(), folder / "encoder.onnx")
    prepare(folder / "encoder.onnx", AUDIO, MELS, folder / "silence.npz")
    return Silence(folder / "silence.npz")


def speech(positions: int) -> list[np.ndarray]:
    head = WIDTH // HEADS
    return [np.ones((1, HEADS, head, positions) if kind == "k" else (1, HEADS, positions, head), np.float32) for kind in "kvkv"]


@pytest.mark.parametrize("spoken", [1, 9, 10, 11, 25, AUDIO])
def test_speech_comes_first_and_all_together_stands_for_the_whole_window(silence: Silence, spoken: int) -> None:
    cross, copies = silence.after(speech(spoken))
    assert (copies[:spoken] == 1).all()
    assert abs(copies.sum() - AUDIO) < STRIDE
    for array, axis in zip(cross, (3, 2, 3, 2), strict=True):
        assert array.shape[axis] == len(copies)
        assert (np.take(array, range(spoken), axis) == 1).all() and not (np.take(array, range(spoken, len(copies)), axis) == 1).any()
