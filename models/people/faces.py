"""Where faces are, and which way each is turned: BlazeFace's longer-range network (Bazarevsky et al. 2019, arXiv:1907.05047).

Dimension key: A = 896 anchors, of two sizes on 16 x 16 cells and of six on 8 x 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from models.chances import sigmoid
from models.detector.runtime import suppress
from models.near import Square, piece
from models.planes import BYTES, planes
from models.runtime import open_session

SIDE = 256
NUMBERS = BYTES / 127.5 - 1
CELLS = ((16, 2), (8, 6))
"""Cells a side of each grid, and anchors a cell."""
OUTPUTS = ("scores16", "scores8", "places16", "places8")
"""Logits, then for each anchor the middle, the size, and six points, x before y, in pixels of SIDE."""
SURE = 0.7
"""Probability from which something is a face."""
NOSE, RIGHT_EAR, LEFT_EAR = 2, 4, 5
"""Of the six points; right is the person's own right."""


@dataclass(frozen=True, eq=False)
class Face:
    box: np.ndarray
    """(4,) float32 in pixels of the picture: x0, y0, x1, y1, from brow to chin."""
    points: np.ndarray
    """(6, 2) float32 in pixels: right eye, left eye, nose, mouth, right ear, left ear."""
    score: float

    @property
    def turned(self) -> float:
        """How far the nose lies right of the middle of the ears as the picture shows it, in widths of the face."""
        return self._from_ears(0)

    @property
    def bent(self) -> float:
        """How far the nose lies below the ears, in widths of the face."""
        return self._from_ears(1)

    def _from_ears(self, axis: int) -> float:
        between = (self.points[RIGHT_EAR] + self.points[LEFT_EAR]) / 2
        return float((self.points[NOSE] - between)[axis] / max(1.0, self.box[2] - self.box[0]))


class Faces:
    def __init__(self, graph: Path) -> None:
        self._session = open_session(graph)

    def __call__(self, pixels: np.ndarray, square: Square) -> list[Face]:
        """pixels: (H, W, 3) uint8 RGB; square: of it, in which faces are looked for. The surest first."""
        boxes, points, scores = found(self._session.run(OUTPUTS, {"image": seen(pixels, square)}))
        corners = square.in_picture(boxes.reshape(-1, 2, 2)).reshape(-1, 4).astype(np.float32)
        return [Face(*face) for face in zip(corners, square.in_picture(points).astype(np.float32), scores.tolist(), strict=True)]


def seen(pixels: np.ndarray, square: Square) -> np.ndarray:
    """(1, 3, 256, 256) float32, -1 to 1"""
    return planes(piece(pixels, square, SIDE), NUMBERS)


def found(outputs: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    outputs: what the network says, as OUTPUTS names it
    Returns boxes (N, 4) and points (N, 6, 2) in shares of the square, and probabilities (N,), the surest first.
    """
    logits = np.concatenate([rows(output, 1) for output in outputs[:2]])[:, 0]
    likely = np.flatnonzero(logits > np.log(SURE / (1 - SURE)))
    scores = sigmoid(logits[likely])
    places = np.concatenate([rows(output, 16) for output in outputs[2:]])[likely].reshape(-1, 8, 2) / SIDE
    middles, sizes, points = places[:, 0] + anchors()[likely], places[:, 1], places[:, 2:] + anchors()[likely, None]
    boxes = np.concatenate([middles - sizes / 2, middles + sizes / 2], 1)
    kept = suppress(boxes, scores, SURE)
    return boxes[kept], points[kept], scores[kept]


def rows(output: np.ndarray, width: int) -> np.ndarray:
    """output: (1, anchors a cell * width, S, S). Returns (anchors, width), cell by cell."""
    return output[0].transpose(1, 2, 0).reshape(-1, width)


@lru_cache(maxsize=1)
def anchors() -> np.ndarray:
    """(A, 2): the middle of each, in shares of the square."""
    grids = [[((x + 0.5) / side, (y + 0.5) / side) for y in range(side) for x in range(side) for _ in range(many)] for side, many in CELLS]
    return np.array([place for grid in grids for place in grid], np.float32)
