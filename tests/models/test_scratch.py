"""Whoever makes something has a folder of its own meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.scratch import scratch


def test_two_at_once_leave_each_other_alone_and_what_a_killed_one_left_goes(tmp_path: Path) -> None:
    left, another = (tmp_path / f"{kind}-{2**22 + 1}-x" for kind in (".cpu", ".cuda"))
    beyond = tmp_path / f".cpu-{10**30}-x"
    beyond.mkdir()
    left.mkdir()
    another.mkdir()
    with scratch(tmp_path, ".cpu") as one, scratch(tmp_path, ".cpu") as other:
        assert Path(one).is_dir() and Path(other).is_dir() and one != other
    assert list(tmp_path.iterdir()) == [another]


def test_a_place_that_cannot_be_written_is_told_before_it_is_entered(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        scratch(tmp_path / "file", "made")
