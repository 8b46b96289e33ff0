from __future__ import annotations

import pytest

from models.whisper.guard import first_copy


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
        ([1, 2, 3, 1, 2, 3], None),
        ([1, 2, 3] * 4, 3),
    ],
)
def test_a_loop_is_cut_to_one_copy(tokens: list[int], cut: int | None) -> None:
    assert first_copy(tokens) == cut
