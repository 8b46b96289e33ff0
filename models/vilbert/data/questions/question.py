"""A question about a world, with the program that answers it. Every kind first decides what the answer should be, so that the words
alone give nothing away.

What a question rests on is named by keys: `3` the fourth thing, `3/shirt` a piece of it, `band/top` a part of the picture,
`name/dog` an ImageNet name, `image`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from models.vilbert.data.world import World

Rng = random.Random


@dataclass(frozen=True)
class Question:
    kind: str
    text: str
    answer: str | None = None
    rests_on: tuple[str, ...] = ()
    """What the words mean in the picture, each to be grounded."""
    copied_from: tuple[str, ...] = ()
    """Where the answer can be read off."""
    true: bool | None = None
    """Of a statement: whether it holds."""
    cannot_tell: bool = False
    first: tuple[str, ...] = ()
    """Of a question about two things: what the one is,"""
    second: tuple[str, ...] = ()
    """and the other."""
    chances: tuple[tuple[str, float], ...] = ()
    """Of a teacher, who is not sure and does not say what it rests on: its answers with the chance of each, the likeliest first."""
    program: tuple = ()
    """What answers it (execute.py), for the kinds that boxes, names and colours decide: an operation and its arguments."""


Asker = Callable[[Rng, World], "Question | None"]
