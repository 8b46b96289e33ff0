"""Chances out of what a network gives."""

from __future__ import annotations

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    """Along the last axis, where they sum to 1."""
    exponents = np.exp(logits - logits.max(-1, keepdims=True))
    return exponents / exponents.sum(-1, keepdims=True)


def sigmoid(logits: np.ndarray | float) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
