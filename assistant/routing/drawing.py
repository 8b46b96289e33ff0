"""Sentences are drawn and brought to normal form once, and read from disk from then on, until their words or this room's code change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.routing.shelf import Arrays, as_array, as_text, code
from assistant.routing.vectors import Vectors

Pair = tuple[str, str]
"""A sentence in normal form, and its intent."""


def sentences(vectors: Vectors, name: str, made_of: str, draw: Callable[[], Iterable[Pair]]) -> tuple[Pair, ...]:
    """made_of: all words that they are drawn from"""
    lines = vectors.kept(f"sentences of {name}", (code(), made_of), lambda: _lines(draw()))["lines"]
    return tuple((text, intent) for text, _, intent in (line.partition("\t") for line in as_text(lines).splitlines()))


def _lines(pairs: Iterable[Pair]) -> Arrays:
    return {"lines": as_array("\n".join("\t".join(pair) for pair in pairs))}
