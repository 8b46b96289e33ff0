"""A row is stored as it was given, or refused with the place and the type of what JSON cannot hold."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.rows import checked_row


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 1, 1), "'at' of the row 'fern' is of type datetime"),
        ({"a", "b"}, "'at' of the row 'fern' is of type set"),
        (Path("x"), "'at' of the row 'fern' is of type PosixPath"),
        (b"x", "'at' of the row 'fern' is of type bytes"),
        (np.float32(1), "'at' of the row 'fern' is of type float32"),
        ([1, {"deep": (2, datetime.now())}], "'at[1].deep[1]' of the row 'fern' is of type datetime"),
        (float("nan"), "'at' of the row 'fern' is nan"),
        ([0.5, float("-inf")], "'at[1]' of the row 'fern' is -inf"),
        ({"deep": {3: "three"}}, "'at.deep' of the row 'fern' has the key 3 of type int"),
    ],
)
def test_what_json_cannot_hold_is_named(value: Any, words: str) -> None:
    with pytest.raises(TypeError) as raised:
        checked_row("fern", {"name": "fern", "at": value})
    said = str(raised.value)
    assert said == f"storage.put: {words}; texts, numbers, True, False, None, lists and dicts with texts as keys can be stored"


def test_all_that_json_holds_is_taken_and_a_tuple_becomes_a_list() -> None:
    row = {"text": "a", "number": 1, "real": 0.5, "yes": True, "none": None, "deep": {"list": [1, [2]]}, "pair": (1, 2)}
    assert json.loads(json.dumps(checked_row("k", row))) == {**row, "pair": [1, 2]}


def test_a_key_of_the_row_itself_is_named_too() -> None:
    with pytest.raises(TypeError, match="the row 'fern' has the key 3 of type int; "):
        checked_row("fern", {3: "three"})


def test_a_key_that_no_file_takes_is_named() -> None:
    with pytest.raises(TypeError, match=r"the key 'fern\\ud800' holds what is no character; "):
        checked_row("fern\ud800", {})


@pytest.mark.parametrize("row", [["a"], "text", None])
def test_a_row_is_a_dict(row: Any) -> None:
    with pytest.raises(TypeError, match=r"storage\.put: the row 'fern' is of type \w+; "):
        checked_row("fern", row)
