"""The roof is what this machine was seen to do."""

from __future__ import annotations

import pytest

from edge.macs import Work
from edge.roofline import Peaks, least, measure


def test_the_least_time_adds_both_kinds_of_work_and_reading_is_apart() -> None:
    peaks = Peaks(integer=4e11, floating=1e11, memory=2e10)
    work = Work(integer=8_000_000, floating=1_000_000, weights=40_000_000)
    assert peaks.seconds(work) == pytest.approx(2e-5 + 1e-5)
    assert peaks.reading(work) == pytest.approx(2e-3)


def test_this_machine_multiplies_and_reads() -> None:
    peaks = measure()
    assert peaks.integer > 1e9 and peaks.floating > 1e9 and peaks.memory > 1e8


def test_the_fastest_round_counts() -> None:
    rounds = []

    def work() -> None:
        rounds.append(sum(range(200_000 if len(rounds) == 2 else 2_000_000)))

    fast = least(work, 3)
    assert len(rounds) == 4 and fast < least(lambda: sum(range(2_000_000)), 2)
