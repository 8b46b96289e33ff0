from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from assistant.tui.bars import bar, reach


@given(some.floats(-1, 2), some.integers(1, 80))
def test_a_bar_with_its_rest_is_always_as_wide_as_asked(share, width):
    assert bar(share, width, "").cell_length == width


def test_a_little_is_seen_and_nothing_is_not():
    assert reach(0.006, 10) == "╸" and reach(0.004, 10) == "" and reach(1.0, 3) == "━━━"
