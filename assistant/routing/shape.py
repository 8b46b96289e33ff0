"""Of what shape the tables of a skill's words are: anybody may have written them, so they are looked at before anything is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from assistant.phrases import Phrases


class Shape(NamedTuple):
    fits: Callable[[Any], bool]
    expected: str


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_choices(value: Any) -> bool:
    """hassil's: a text, or what is said for a value."""
    return isinstance(value, list) and all(_is_text(one) or (isinstance(one, dict) and {"in", "out"} <= one.keys()) for one in value)


def _is_phrase(value: Any) -> bool:
    if isinstance(value, dict):
        return "other" in value and all(map(_is_text, value.values()))
    return _is_text(value) or (_are_texts(value) and bool(value))


TEXT, TEXTS = Shape(_is_text, "a text"), Shape(_are_texts, "a list of texts")
TABLE, SWITCH = Shape(lambda value: isinstance(value, dict), "a table"), Shape(lambda value: isinstance(value, bool), "true or false")
CHOICES, PHRASE = Shape(_are_choices, TEXTS.expected), Shape(_is_phrase, "a text, a list of them, or a table of them with `other`")
OF_INTENT: Mapping[str, Shape] = {"templates": TEXTS, "examples": TEXTS, "asked_back": SWITCH}
OF_TABLE: Mapping[str, Shape] = {
    "intents": TABLE,
    "lists": CHOICES,
    **dict.fromkeys(("slots", "ask", "meant"), TEXT),
    **dict.fromkeys(("wordings", "frames", "unlike", "samples", "never"), TEXTS),
    "phrases": PHRASE,
}
"""By table, the shape of each thing in it."""


def check(phrases: Phrases) -> None:
    """Raises ValueError with the first thing that is of another shape."""
    for name, shape in OF_TABLE.items():
        table = phrases.section(name)
        for trouble in _unfit(f"[{name}]", table, TABLE):
            raise ValueError(trouble)
        for key, value in table.items():
            for trouble in _of_one(name, key, value, shape):
                raise ValueError(trouble)


def _of_one(table: str, key: str, value: Any, shape: Shape) -> Iterator[str]:
    yield from _unfit(f"{key} of [{table}]", value, shape)
    if table == "intents":
        for part, of_part in OF_INTENT.items():
            if part in value:
                yield from _unfit(f"{part} of [{table}.{key}]", value[part], of_part)


def _unfit(where: str, value: Any, shape: Shape) -> Iterator[str]:
    if not shape.fits(value):
        yield f"{where} is {str(value)[:60]!r}; it must be {shape.expected}"
