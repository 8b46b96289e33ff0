"""Long sound is cut where it is quiet; nothing of it is copied or lost."""

from __future__ import annotations

import numpy as np

from models.whisper.mel import RATE_HZ
from models.whisper.sound import LONGEST, pieces
from tests.speech import hush


def test_half_an_hour_is_cut_into_windows_where_it_is_quiet() -> None:
    speech = np.random.default_rng(0).standard_normal(4 * RATE_HZ).astype(np.float32)
    sound = np.tile(np.concatenate([speech, hush(0.5)]), 400)
    parts = list(pieces(sound))
    assert sum(map(len, parts)) == len(sound) == 30 * 60 * RATE_HZ
    assert max(map(len, parts)) <= LONGEST * RATE_HZ
    assert all(np.abs(part[-RATE_HZ // 20 :]).max() < 0.1 for part in parts)
    assert all(part.base is not None for part in parts)  # views: nothing is copied
