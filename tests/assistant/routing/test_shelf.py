"""What is kept comes back as it was, or is made anew."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from assistant.routing.shelf import CONTENTS, SMALL, as_array, as_text, kept

ARRAYS = {
    "text": as_array("grüße"),
    "empty": np.zeros((0, 384), np.float32),
    "large": np.arange(SMALL, dtype=np.float32).reshape(-1, 4),
    "turned": np.arange(12.0).reshape(3, 4).T,
}


def never() -> dict[str, np.ndarray]:
    raise AssertionError("it was made anew")


def test_arrays_come_back_as_they_were_and_large_ones_are_mapped(tmp_path: Path) -> None:
    kept(tmp_path, "a", ["one"], lambda: ARRAYS)
    again = kept(tmp_path, "a", ["one"], never)
    for name, array in ARRAYS.items():
        assert again[name].dtype == array.dtype and np.array_equal(again[name], array)
    assert isinstance(again["large"], np.memmap) and as_text(again["text"]) == "grüße"


def test_what_is_kept_is_read_without_python_s_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which fails now and then while another thread parses, as those do that open networks beside."""
    kept(tmp_path, "a", ["one"], lambda: ARRAYS)
    monkeypatch.setattr(ast, "parse", lambda *_, **__: never())
    assert kept(tmp_path, "a", ["one"], never).keys() == ARRAYS.keys()


@pytest.mark.parametrize(
    "contents", ['["text"]', '{"text": ["|O", [1]]}', '{"text": ["no kind", [1]]}', '{"text": ["|u1", [-1]]}', '{"text": 1}', "{}"]
)
def test_a_list_that_says_what_no_file_holds_is_made_anew(tmp_path: Path, contents: str) -> None:
    kept(tmp_path, "a", ["one"], lambda: ARRAYS)
    (next(tmp_path.iterdir()) / CONTENTS).write_text(contents)
    assert kept(tmp_path, "a", ["one"], lambda: {"new": as_array("new")}).keys() == {"new"}
    assert kept(tmp_path, "a", ["one"], never).keys() == {"new"}
