"""Chances and colours as measured ones come: uneven, and mixed with what is beside."""

from __future__ import annotations

import random

import numpy as np

from models.colours import NAMES as COLOUR_NAMES
from models.vilbert.vocabulary import COLOURS


def split(rng: random.Random, parts: int) -> list[float]:
    """Uneven shares of at most one."""
    cuts = [rng.random() ** 2 for _ in range(parts + 1)]
    return [cut / sum(cuts) for cut in cuts[:parts]]


def colour_shares(rng: random.Random, colour: str | None, beside: list[str] = []) -> np.ndarray:  # noqa: B006
    """(C,): the colour with the most, then what is beside it and the background."""
    shares = np.zeros(len(COLOURS), np.float32)
    amount = rng.uniform(0.05, 0.55)
    for share in split(rng, 3):
        shares[rng.randrange(len(COLOUR_NAMES))] += share * amount
    for other in beside:
        shares[COLOURS.index(other)] += rng.uniform(0.02, 0.15)
    if colour:
        shares[COLOURS.index(colour)] += max(0.0, 1 - float(shares.sum()))
    shares[shares < 0.02] = 0
    return shares
