"""The last seconds of frames: all of them, or some and the newest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from assistant.events import Frame
from assistant.senses.ring import Ring

PIXELS = np.zeros((1, 1, 3), np.uint8)


@pytest.mark.parametrize(("apart", "kept"), [(0.0, 41), (0.1, 41), (0.5, 9), (2.0, 3)])
def test_frames_lie_as_far_apart_as_said_and_the_newest_is_there(apart: float, kept: int) -> None:
    ring = Ring(4.0, apart)
    for number in range(101):  # ten a second, nearly: tenths are no binary numbers
        ring.add(Frame(PIXELS, number / 10, number))
        newest = ring.newest()
        assert newest is not None and newest.index == number
    times = [frame.time for frame in ring.between(0, 10)]
    assert kept - 1 <= len(times) <= kept + 1 and times == sorted(times) and 10.0 - times[0] <= 4.0
    assert all(later - earlier >= 0.98 * apart for earlier, later in pairwise(times[:-1]))


def test_the_frame_nearest_to_a_time_is_at_most_half_as_far_away_as_they_lie_apart() -> None:
    ring = Ring(4.0, 0.5)
    for number in range(101):
        ring.add(Frame(PIXELS, number / 10, number))
    for time in np.arange(7.0, 10.0, 0.05):
        near = ring.at(float(time))
        assert near is not None and abs(near.time - time) <= 0.3 + 1e-9
