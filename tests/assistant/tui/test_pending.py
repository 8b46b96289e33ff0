from __future__ import annotations

import pytest
from rich.cells import cell_len

from assistant.events import Due, Pending
from assistant.tui.pending import left

NOON = 1_700_000_000.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0:00"), (9.6, "0:10"), (271, "4:31"), (3871, "1:04:31"), (176_671, "2 d 1:04:31"), (172_800, "2 d 0:00:00")],
)
def test_what_is_left_is_told_as_a_clock_does(seconds, words):
    assert left(seconds, "d") == words


def test_a_line_that_is_too_short_tells_how_many_more(show):
    items = tuple(Due(f"thing number {number}", NOON + 60 * number) for number in range(1, 9))
    shown = show([Pending(0.0, "timer", items)], size=(60, 20))
    line = next(row for row in shown.rows if "coming" in row)
    assert line.endswith("· +6") and cell_len(line) <= 60


def test_what_is_over_leaves_and_its_line_too(show):
    assert "coming" not in show([Pending(0.0, "timer", (Due("tea", NOON + 9),)), Pending(1.0, "timer", ())]).text
