"""The table and the picture of the roofline."""

from __future__ import annotations

import pytest

from bench.roofline import Reached, chart, reached, table
from edge.macs import Work
from edge.networks import find
from edge.roofline import Peaks

PEAKS = Peaks(integer=4e11, floating=1e11, memory=2e10)
ROWS = [Reached("large", Work(4_000_000_000, 0, 10_000_000), 0.02), Reached("small", Work(0, 1_000_000, 1_000_000), 0.001)]


def test_a_share_is_the_least_time_over_the_real_one() -> None:
    large, small = (line.split() for line in table(ROWS, PEAKS).splitlines()[1:])
    assert large == ["large", "4000.0", "0.0", "10.0", "20.00", "10.00", "50", "0.50"]
    assert small == ["small", "0.0", "1.0", "1.0", "1.00", "0.01", "1", "0.05"]


def test_the_roof_rises_with_memory_until_its_peak() -> None:
    drawn = chart(ROWS, PEAKS)
    assert drawn.points["large"] == pytest.approx((400, 200))
    start, knee, end = drawn.lines["INT8"]
    assert start == (1, 20.0) and knee == pytest.approx((20, 400)) and end == (400, 400)


def test_a_network_is_measured_on_its_real_inputs(store, default_models, monkeypatch) -> None:
    monkeypatch.setattr("bench.roofline.ALL", (find("vilbert-question"),))
    (row,) = reached(store, 2)
    assert row.network == "vilbert-question" and row.work.integer > 1e6 and 0 < row.seconds < 1
