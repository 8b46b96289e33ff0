"""The spectrogram against a slow one, written as the paper says it."""

from __future__ import annotations

import time

import numpy as np
import pytest

from models.whisper.mel import filters, hz_to_mel, log_mel, mel_to_hz


def slow_log_mel(samples: np.ndarray) -> np.ndarray:
    padded = np.pad(samples, 200, mode="reflect")
    window = np.array([0.5 - 0.5 * np.cos(2 * np.pi * n / 400) for n in range(400)])
    columns = []
    for frame in range(len(samples) // 160):
        power = np.abs(np.fft.rfft(padded[frame * 160 : frame * 160 + 400] * window)) ** 2
        columns.append(np.log10(np.maximum(filters(80) @ power, 1e-10)))
    mel = np.array(columns).T
    return (np.maximum(mel, mel.max() - 8) + 4) / 4


def test_it_equals_the_slow_reference() -> None:
    samples = np.random.default_rng(1).standard_normal(8000).astype(np.float32) * 0.1
    assert log_mel(samples)[0] == pytest.approx(slow_log_mel(samples), abs=1e-4)


@pytest.mark.parametrize("mels", [80, 128])
def test_the_filters_rise_in_order_and_none_is_empty(mels: int) -> None:
    bank = filters(mels)
    assert bank.sum(1).min() > 0
    assert (np.diff(bank.argmax(1)) >= 0).all()


def test_the_mel_scale_turns_back() -> None:
    for hz in (0.0, 440.0, 999.0, 1000.0, 7999.0):
        assert float(mel_to_hz(np.array(hz_to_mel(hz)))) == pytest.approx(hz)


def test_it_computes_on_one_thread_whatever_the_machine_has() -> None:
    """numpy's BLAS splits large products over all cores; what it spent beside this thread would show in the process's time."""
    samples = np.random.default_rng(1).standard_normal(64_000).astype(np.float32) * 0.1
    log_mel(samples)
    before = time.process_time(), time.thread_time()
    for _ in range(20):
        log_mel(samples)
    everything, here = time.process_time() - before[0], time.thread_time() - before[1]
    assert everything < 1.5 * here + 0.01
