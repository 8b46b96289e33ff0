"""Rows of skills are kept as JSON: what that cannot hold is refused, since nobody would look for a value that was changed on the way."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

HALVES = re.compile("[\ud800-\udfff]")
"""Of characters; alone they are none, and no file takes them."""
PLAIN = (str, int, float, bool, type(None))
EXPECTED = "texts, numbers, True, False, None, lists and dicts with texts as keys can be stored"


def checked_row(key: str, row: Any) -> dict[str, Any]:
    """Raises TypeError, a mistake of the skill's, with the place of the first value that cannot be stored."""
    if isinstance(key, str) and HALVES.search(key):
        raise TypeError(f"storage.put: the key {key!a} holds what is no character; {EXPECTED}")
    if not isinstance(row, Mapping):
        raise TypeError(f"storage.put: the row {key!r} is of type {type(row).__name__}; {EXPECTED}")
    for place, what in _unfit("", dict(row)):
        whose = f"{place!r} of the row" if place else "the row"
        raise TypeError(f"storage.put: {whose} {key!r} {what}; {EXPECTED}")
    return dict(row)


def _unfit(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """Where it is, and what is wrong with it."""
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(name, str):
                yield from _unfit(f"{place}.{name}".lstrip("."), item)
            else:
                yield place, f"has the key {name!r} of type {type(name).__name__}"
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _unfit(f"{place}[{number}]", item)
    elif not isinstance(value, PLAIN):
        yield place, f"is of type {type(value).__name__}"
    elif isinstance(value, float) and not math.isfinite(value):
        yield place, f"is {value}"
