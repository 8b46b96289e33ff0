"""Which finds of a detector are one thing. numpy only, for simulated finds pass it as real ones do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.detector.runtime import overlap


def distinct(boxes: np.ndarray, labels: Sequence[str]) -> list[int]:
    """One row an object, best first: where boxes lie on each other, the better-scoring one. Two classes may share more of a place."""
    kept: list[int] = []
    for row, label in enumerate(labels):
        alike = [other for other in kept if labels[other] == label]
        others = [other for other in kept if labels[other] != label]
        double = (overlap(boxes[row], boxes[alike]) > 0.45) | (contained(boxes[row], boxes[alike]) > 0.85)
        if not double.any() and not (overlap(boxes[row], boxes[others]) > 0.8).any():
            kept.append(row)
    return kept


def contained(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Of the smaller of two boxes, the share that lies in the other: one box (4,) with many (N, 4)."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.maximum(0.0, high - low), axis=1)
    return shared / np.maximum(np.minimum(np.prod(box[2:] - box[:2]), np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)), 1e-9)
