"""Sentences are drawn and brought to normal form once, and read from disk from then on, until their words or this room's code change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources

import numpy as np

from assistant.routing.vectors import Vectors

Pair = tuple[str, str]
"""A sentence in normal form, and its intent."""


def sentences(vectors: Vectors, name: str, made_of: str, draw: Callable[[], Iterable[Pair]]) -> tuple[Pair, ...]:
    """made_of: all words that they are drawn from"""
    lines = vectors.kept(f"sentences of {name}", (_code(), made_of), lambda: _lines(draw()))["lines"].tobytes().decode()
    return tuple((text, intent) for text, _, intent in (line.partition("\t") for line in lines.splitlines()))


def _lines(pairs: Iterable[Pair]) -> dict[str, np.ndarray]:
    return {"lines": np.frombuffer("\n".join("\t".join(pair) for pair in pairs).encode(), np.uint8)}


@cache
def _code() -> str:
    """A digest of all that draws and normalizes: the modules of this room, and the words of languages that they read."""
    room, locales = resources.files("assistant.routing"), resources.files("assistant") / "locales"
    files = [*room.iterdir(), *(language / "routing.toml" for language in locales.iterdir())]
    digest = hashlib.sha256()
    for file in sorted((one for one in files if one.name.endswith((".py", ".toml")) and one.is_file()), key=str):
        digest.update(file.read_bytes())
    return digest.hexdigest()
