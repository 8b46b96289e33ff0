"""The classes of the frozen networks as texts, and those as sentence vectors: the banks of the image tower."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.backbone.runtime import names
from models.clip.features import DRAWN
from models.detector.runtime import Detections

PROMPTS = ("{}", "a photo of a {}")
"""A text is the mean of these, which is steadier than any one (Radford et al. 2021, section 3.1.4)."""

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, eq=False)
class Banks:
    """Of each class the mean over its synonyms and prompts, of length 1."""

    names: np.ndarray
    """(L, S) of ImageNet."""
    things: np.ndarray
    """(C, S) of COCO."""
    drawn: np.ndarray
    """(K, S) of drawn things."""


def banks(encode: Encode) -> Banks:
    return Banks(bank(names(), encode), bank(Detections.names, encode), bank(DRAWN, encode))


def bank(classes: Sequence[str], encode: Encode) -> np.ndarray:
    """classes: each a name, or several with commas between."""
    return unit(np.stack([prompted([name.strip() for name in synonyms.split(",")], encode).mean(0) for synonyms in classes]))


def prompted(texts: Sequence[str], encode: Encode) -> np.ndarray:
    """(N, D) of length 1."""
    vectors = encode([prompt for text in texts for prompt in prompts(text)])
    return unit(vectors.reshape(len(texts), len(PROMPTS), vectors.shape[1]).mean(1))


def prompts(text: str) -> list[str]:
    return [prompt.format(text) for prompt in PROMPTS]


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)).astype(np.float32)
