from __future__ import annotations

import numpy as np
import pytest

from assistant.senses.resample import Resampler, Stepper, Timeline


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000, 96_000])
def test_pieces_of_any_length_are_resampled_without_a_seam(rate):
    wave = np.sin(np.arange(rate) * 2 * np.pi * 300 / rate).astype(np.float32)
    cuts = np.sort(np.random.default_rng(0).integers(0, rate, 30))
    pieces, whole = Resampler(rate), Resampler(rate)
    out = np.concatenate([*(pieces.feed(piece) for piece in np.split(wave, cuts)), pieces.finish()])
    assert len(out) == 16_000
    assert out == pytest.approx(np.concatenate([whole.feed(wave), whole.finish()]), abs=1e-5)
    assert np.abs(np.fft.rfft(out[:8_000])).argmax() == 150 and np.abs(out[200:-200]).max() == pytest.approx(1, abs=0.01)


def test_channels_are_averaged():
    assert Resampler(16_000).feed(np.array([[1.0, 0.0], [0.5, 0.5]], np.float32)).tolist() == [0.5, 0.5]


def test_steps_come_within_40_ms_of_their_sound():
    stepper = Stepper(48_000)
    late = [(n + 1) / 100 - chunk.end for n in range(500) for chunk in stepper.feed(np.zeros((480, 1), np.float32), (n + 1) / 100)]
    assert len(late) > 150 and min(late) >= 0 and max(late) < 0.04


def test_after_lost_sound_the_next_step_says_so_and_times_begin_anew():
    stepper = Stepper(16_000)
    before = list(stepper.feed(np.zeros(700, np.float32), 1.0))
    after = list(stepper.feed(np.zeros(1_100, np.float32), 9.0, overflow=True))
    assert [chunk.overflow for chunk in before + after] == [False, True, False]
    assert after[0].start == pytest.approx(9.0 - 1_100 / 16_000)


def test_a_late_arrival_does_not_move_the_times():
    timeline = Timeline(1_000)
    for n in range(1, 100):
        timeline.arrived(10, n * 0.01 + (0.3 if n % 10 == 0 else 0.0))
    assert timeline.time_of(0.5) == pytest.approx(0.5, abs=0.004)
