"""Pictures and texts of chance, for the laws that need no photo."""

from __future__ import annotations

import numpy as np

from models.clip.data import Pairs
from models.clip.features import DRAWN, GRID, MIDDLE, NAMES, THINGS, Features
from models.clip.names import Banks, unit
from models.minilm.runtime import WIDTH


def banks(seed: int = 0) -> Banks:
    chance = np.random.default_rng(seed)
    return Banks(*(unit(chance.standard_normal((count, WIDTH))) for count in (NAMES, THINGS, len(DRAWN))))


def features(*shape: int, seed: int = 1) -> Features:
    """shape: what stands before the width of each part."""
    chance = np.random.default_rng(seed)
    logits = np.exp(4 * chance.standard_normal((*shape, NAMES)))
    sparse = [chance.random((*shape, width)) * (chance.random((*shape, width)) < 0.03) for width in (THINGS, len(DRAWN))]
    plain = [chance.standard_normal((*shape, width)) for width in (GRID, MIDDLE)]
    parts = (logits / logits.sum(-1, keepdims=True), *sparse, *plain)
    return Features(*(part.astype(np.float32) for part in parts))


def pairs(count: int, views: int = 2, texts: int = 3, seed: int = 2) -> Pairs:
    chance = np.random.default_rng(seed)
    said = [[f"text {row}-{number}" for number in range(texts)] for row in range(count)]
    return Pairs(features(count, views, seed=seed), said, 1, [unit(chance.standard_normal((texts, WIDTH))) for _ in range(count)])
