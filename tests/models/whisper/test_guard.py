"""A loop is cut to one copy, and who repeats himself is not cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.whisper.guard import FASTEST, loop_at


@pytest.mark.parametrize(
    ("tokens", "cut"),
    [
        ([], None),
        ([1, 2, 3, 4, 5], None),
        ([1, 1], None),
        ([7, 7, 7], None),
        ([9, 7, 7, 7, 7], 2),
        ([1, 2, 3, 4, 1, 2, 3, 4], 4),
        ([5, 1, 2, 3, 4, 1, 2, 3, 4], 5),
        ([5, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2], 5),
        ([1, 2, 3, 1, 2, 3], None),
        ([1, 2, 3] * 4, 3),
        ([1, 1, 1, 1] * 2, 1),
    ],
)
def test_a_loop_is_cut_to_one_copy(tokens: list[int], cut: int | None) -> None:
    assert loop_at(tokens, 0.0) == cut


def test_what_there_was_time_for_may_be_said_twice() -> None:
    twice = [1, 2, 3, 4, 5, 6] * 2
    assert loop_at(twice, len(twice) / FASTEST) is None
    assert loop_at(twice, len(twice) / FASTEST - 0.1) == 6


BEFORE, PHRASE = some.lists(some.integers(0, 3), max_size=5), some.lists(some.integers(4, 9), min_size=4, max_size=6, unique=True)


@given(BEFORE, PHRASE, some.integers(2, 9))
def test_what_came_before_the_loop_and_one_copy_of_it_are_left(before: list[int], phrase: list[int], copies: int) -> None:
    tokens = before + phrase * copies
    assert loop_at(tokens, 0.0) == len(before) + len(phrase)
