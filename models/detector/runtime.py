"""Picture to boxes: resize, run, decode the anchors, suppress doubles. numpy and ONNX Runtime, OpenCV for the resize.

Dimension key: A = 1917 anchors, N found objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.detector.coco import NAMES
from models.errors import UnfitInput
from models.planes import BYTES, planes
from models.runtime import open_session
from models.store import Prepared

SIDE = 300
NUMBERS = BYTES * (2 / 255) - 1
"""What the network reads of each byte: -1 to 1."""
GRIDS = (19, 10, 5, 3, 2, 1)
SCALES = (*np.linspace(0.2, 0.95, 6), 1.0)
TOLD = 0.8
"""Score of what was not found by this network."""
OVERLAP = 0.6
"""Boxes of one class that overlap more than this (IoU) are one object."""
HIT = 0.5
"""IoU from which a box is the one that was to be found."""


@dataclass(frozen=True, eq=False)
class Detections:
    """Best first."""

    boxes: np.ndarray
    """(N, 4) float32: x0, y0, x1, y1 in pixels of the picture."""
    scores: np.ndarray
    """(N,) float32 of the class that won."""
    classes: np.ndarray
    """(N, 80) float32: sigmoid of every class, in the order of `names`."""
    labels: tuple[str, ...]

    names = tuple(NAMES[number] for number in sorted(NAMES))

    def along(self, name: int, boxes: np.ndarray) -> Detections:
        """
        These, and behind them what was found in other ways.
        name: which of the classes that is; boxes: (M, 4) in pixels
        """
        classes = np.zeros((len(boxes), len(self.names)), np.float32)
        classes[:, name] = TOLD
        return Detections(
            np.concatenate([self.boxes, boxes]),
            np.concatenate([self.scores, classes[:, name]]),
            np.concatenate([self.classes, classes]),
            (*self.labels, *[self.names[name]] * len(boxes)),
        )


class Detector:
    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        self._session = open_session(prepared.path("detector.onnx"), threads=threads)

    @property
    def provider(self) -> str:
        """The execution provider that ONNX Runtime gave the most to."""
        return str(self._session.get_providers()[0])

    def __call__(self, pixels: np.ndarray, threshold: float = 0.3, most: int = 36) -> Detections:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        return self.propose(pixels, threshold).above(threshold, most)

    def propose(self, pixels: np.ndarray, faintest: float) -> Proposals:
        """What may be found with a score of `faintest` at least. Raises UnfitInput."""
        size = picture_size(pixels)
        codes, logits = self._session.run(["boxes", "logits"], {"image": preprocess(pixels)})
        return proposals(codes[0], logits[0], size, faintest)


@dataclass(frozen=True, eq=False)
class Proposals:
    """What the network said of the M anchors that may hold something, not yet looked through: that is done when it is asked for."""

    codes: np.ndarray
    """(M, 4), as the network gives them."""
    logits: np.ndarray
    """(M, 80)"""
    anchors: np.ndarray
    """(M, 4)"""
    size: tuple[int, int]
    """(height, width) of the picture."""

    def above(self, threshold: float, most: int = 36) -> Detections:
        """What is found with a score above `threshold`. One with a lower threshold begins with what one with a higher threshold has."""
        likely = _may_exceed(self.logits, threshold)
        probabilities = 1.0 / (1.0 + np.exp(-self.logits[likely]))
        corners = decode(self.codes[likely], self.anchors[likely]) * np.array([self.size[1], self.size[0]] * 2, np.float32)
        kept = [
            (anchor, name)
            for name in np.flatnonzero(probabilities.max(0, initial=0.0) > threshold)
            for anchor in suppress(corners, probabilities[:, name], threshold)
        ]
        kept = sorted(kept, key=lambda pair: -probabilities[pair])[:most]
        rows = [anchor for anchor, _ in kept]
        return Detections(
            corners[rows],
            np.array([probabilities[pair] for pair in kept], np.float32),
            probabilities[rows],
            tuple(Detections.names[name] for _, name in kept),
        )


def proposals(codes: np.ndarray, logits: np.ndarray, size: tuple[int, int], faintest: float) -> Proposals:
    """codes (A, 4), logits (A, 80): as the network gives them; size: (height, width) of the picture."""
    likely = _may_exceed(logits, faintest)  # a few dozen of 1,917 anchors: the others need no exponentials
    return Proposals(codes[likely], logits[likely], anchors()[likely], size)


def _may_exceed(logits: np.ndarray, threshold: float) -> np.ndarray:
    share = min(max(threshold, 1e-6), 1 - 1e-6)
    return (logits > np.log(share / (1 - share)) - 0.01).any(1)


def picture_size(pixels: np.ndarray) -> tuple[int, int]:
    """(height, width). Raises UnfitInput unless it is a colour picture with at least one pixel."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise UnfitInput(f"The picture has the shape {pixels.shape} and type {pixels.dtype}; RGB bytes (height, width, 3) are expected.")
    return pixels.shape[0], pixels.shape[1]


def preprocess(pixels: np.ndarray) -> np.ndarray:
    """(1, 3, 300, 300) float32 in -1..1; the picture is squeezed, as in training."""
    import cv2

    return planes(cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), NUMBERS)


@lru_cache(maxsize=1)
def anchors() -> np.ndarray:
    """(A, 4): centre y, centre x, height, width, all relative."""
    rows = []
    for layer, grid in enumerate(GRIDS):
        shapes = [(0.1, 1.0), (SCALES[0], 2.0), (SCALES[0], 0.5)] if layer == 0 else _shapes(layer)
        cells = [((y + 0.5) / grid, (x + 0.5) / grid) for y in range(grid) for x in range(grid)]
        rows += [(y, x, scale / aspect**0.5, scale * aspect**0.5) for y, x in cells for scale, aspect in shapes]
    return np.array(rows, np.float32)


def _shapes(layer: int) -> list[tuple[float, float]]:
    between = (SCALES[layer] * SCALES[layer + 1]) ** 0.5
    return [(SCALES[layer], aspect) for aspect in (1.0, 2.0, 0.5, 3.0, 1 / 3)] + [(between, 1.0)]


def decode(codes: np.ndarray, base: np.ndarray) -> np.ndarray:
    """
    codes: (N, 4) as the network gives them (y, x, h, w against the anchors, Liu et al. 2016, section 2.2); base: (N, 4) the anchors
    Returns corners in 0..1.
    """
    y, x = codes[:, 0] / 10 * base[:, 2] + base[:, 0], codes[:, 1] / 10 * base[:, 3] + base[:, 1]
    height, width = np.exp(codes[:, 2] / 5) * base[:, 2], np.exp(codes[:, 3] / 5) * base[:, 3]
    return np.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], 1).clip(0, 1)


def suppress(boxes: np.ndarray, scores: np.ndarray, threshold: float) -> list[int]:
    """Greedy non-maximum suppression of one class; returns the rows that stay, best first."""
    order = np.flatnonzero(scores > threshold)
    order = order[np.argsort(-scores[order], kind="stable")]  # INT8 scores tie, and one order must serve every threshold
    kept: list[int] = []
    while len(order):
        kept.append(int(order[0]))
        order = order[1:][overlap(boxes[order[0]], boxes[order[1:]]) <= OVERLAP]
    return kept


def overlap(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """IoU of one box (4,) with many (N, 4), or of (K, 1, 4) with each of many: (K, N)."""
    low, high = np.maximum(box[..., :2], boxes[..., :2]), np.minimum(box[..., 2:], boxes[..., 2:])
    shared = np.prod(np.maximum(0.0, high - low), axis=-1)
    area = np.prod(box[..., 2:] - box[..., :2], axis=-1) + np.prod(boxes[..., 2:] - boxes[..., :2], axis=-1)
    return shared / np.maximum(area - shared, 1e-9)
