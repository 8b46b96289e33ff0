import numpy as np

from assistant.senses.level import CLIPPED, FLOOR_DB, level


def test_a_full_scale_sine_is_3_db_below_full_scale_and_clips():
    loud = level(np.sin(np.arange(16_000) / 10).astype(np.float32))
    assert abs(loud.level_db + 3.01) < 0.01 and loud.peak >= CLIPPED


def test_half_the_amplitude_is_6_db_less_and_does_not_clip():
    half = level(0.5 * np.sin(np.arange(16_000) / 10).astype(np.float32))
    assert abs(half.level_db + 9.03) < 0.01 and abs(half.peak - 0.5) < 0.001


def test_silence_and_nothing_are_at_the_floor():
    assert level(np.zeros(512, np.float32)).level_db == level(np.zeros(0, np.float32)).level_db == FLOOR_DB
