"""Picture to drawn things: set into a square, run, read the cells, suppress doubles. numpy and ONNX Runtime, OpenCV for the resize.

Dimension key: S = 14 cells a side, N = names, C = 12 colours, D found things.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models import weights
from models.chances import softmax
from models.detector.runtime import NUMBERS, overlap, picture_size
from models.drawings.names import COLOURS, names
from models.drawings.shades import named
from models.planes import planes
from models.runtime import open_session
from models.shrink import shrunk

ARTEFACT = "drawings.onnx"
SIDE, STRIDE = 224, 16
CELLS = SIDE // STRIDE
GROUND = 127
"""Grey beside a picture that is not square."""
LEAST = 0.4
"""Score from which a find counts; of 0.3 to 0.6, where most rendered scenes are counted right."""
OVERLAP = 0.2
"""Boxes that overlap more than this (IoU) are one thing, whatever they are called: at 0.45 one scene in eight had a thing twice."""
ALIKE = 0.5
"""Cells whose boxes overlap more than this tell together what the thing is called and where it ends."""
MOST = 24
SURE, MOTLEY = 0.2, 1.5
"""Odds that a picture of one colour needs to be taken for drawn, and the power with which they grow with its colours.

So 2 photos of 654 are taken for drawn, and of 2,300 rendered scenes 2 for photos, both of styles never seen; by the surest find
alone and by how flat a picture is it would be 3 and 13.
"""
GRAIN, SHADES, COVERED = 56, 8, 0.9
"""For the number of a picture's colours: the side to which it is shrunk, steps of red, green and blue each, and the share that they cover.
Half of the photos have more than 16, half of the rendered scenes at most 4."""
REACH = (-2.5, 2.8)
"""Least and largest logarithm of how far a box reaches from its cell's centre, in cells."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Best first."""

    boxes: np.ndarray
    """(D, 4) float32: x0, y0, x1, y1 in pixels of the picture."""
    classes: np.ndarray
    """(D, N) float32 probabilities in the order of `names()`."""
    colours: np.ndarray
    """(D, C) float32 probabilities in the order of models.colours, then teal; their sum is how surely it is a shape of one colour."""
    scores: np.ndarray
    """(D,) float32: how surely something drawn is there."""


@dataclass(frozen=True, eq=False)
class Finds:
    """What the cells say, best first, in pixels of the square; not yet believed."""

    boxes: np.ndarray
    classes: np.ndarray
    plain: np.ndarray
    """(D, 1): how surely it is a shape of one colour."""
    scores: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)

    def believed(self, colours: int) -> bool:
        """
        colours: how many the picture has
        Whether it is drawn, and with it all that was found: real photos hold doubtful finds, and many colours. The score parts drawings
        from photos better than the name does, and its fourth power better than the plain product.
        """
        doubt = float(np.prod(1 - self.scores**4 * self.classes.max(1, initial=0)))
        return 1 - doubt >= SURE * colours**MOTLEY * doubt

    def coloured(self, square: np.ndarray) -> Drawn:
        """square: (224, 224, 3) uint8, what the network was shown."""
        return Drawn(self.boxes, self.classes, named(square, self.boxes) * self.plain, self.scores)


NOTHING = Drawn(*(np.zeros((0, *shape), np.float32) for shape in ((4,), (len(names()),), (len(COLOURS),), ())))


class Drawings:
    def __init__(self, path: Path | None = None, threads: int = 1) -> None:
        """path: an artefact that the caller has verified; without it the shipped one. Raises ModelError."""
        self._session = open_session(path or weights.verified(ARTEFACT), threads=threads)

    def __call__(self, pixels: np.ndarray, threshold: float = LEAST) -> Drawn:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        square, scale, corner = letterbox(pixels)
        finds = self.finds(square, threshold)
        if not len(finds) or not finds.believed(colours(square, corner)):
            return NOTHING
        found = finds.coloured(square)
        height, width = pixels.shape[:2]
        boxes = (found.boxes - np.tile(corner, 2)) / np.tile(scale, 2)
        limits = np.array([width, height, width, height], np.float32)
        return Drawn(np.clip(boxes, 0, limits).astype(np.float32), found.classes, found.colours, found.scores)

    def finds(self, square: np.ndarray, threshold: float = LEAST) -> Finds:
        """square: (224, 224, 3) uint8 RGB. What is found there, believed or not."""
        return read(self._session.run(None, {"image": preprocess(square)})[0][0], threshold)


def colours(square: np.ndarray, corner: np.ndarray) -> int:
    """square: (224, 224, 3) uint8 with the picture's corner there. Returns how many colours cover nearly all of it."""
    import cv2

    left, top = (int(edge) for edge in corner)
    inner = square[top : max(top + 1, SIDE - top - 1), left : max(left + 1, SIDE - left - 1)]  # an odd one may be grey
    steps = cv2.resize(inner, (GRAIN, GRAIN), interpolation=cv2.INTER_AREA).reshape(-1, 3) // (256 // SHADES)
    counts = np.bincount(steps @ np.array([SHADES * SHADES, SHADES, 1]))
    return int((np.cumsum(np.sort(counts)[::-1]) < COVERED * len(steps)).sum()) + 1


def letterbox(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The picture in the middle of a grey square (224, 224, 3); by what x and y were scaled (2,); where its corner lies (2,)."""
    import cv2

    height, width = picture_size(pixels)
    scale = SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = shrunk(pixels, size) if scale < 1 else cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    left, top = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    square = np.full((SIDE, SIDE, 3), GROUND, np.uint8)
    square[top : top + size[1], left : left + size[0]] = small
    return square, np.array([size[0] / width, size[1] / height], np.float32), np.array([left, top], np.float32)


def preprocess(squares: np.ndarray) -> np.ndarray:
    """squares: (..., 224, 224, 3) uint8. Returns (B, 3, 224, 224) float32 in -1..1."""
    return np.concatenate([planes(square, NUMBERS) for square in squares.reshape(-1, SIDE, SIDE, 3)])


def read(cells: np.ndarray, threshold: float) -> Finds:
    """cells: (1 + N + C + 1 + 4, S, S) as the network gives them: is there a thing, names, colours and none, reaches."""
    many, shades = len(names()), len(COLOURS) + 1
    rows: np.ndarray = cells.reshape(len(cells), -1).T
    scores = 1 / (1 + np.exp(-rows[:, 0].clip(-30, 30)))
    picked = np.flatnonzero(scores > threshold)
    picked = picked[np.argsort(-scores[picked], kind="stable")]
    boxes, rows, scores = _boxes(rows[picked, -4:], picked), rows[picked], scores[picked].astype(np.float32)
    kept = _distinct(boxes)[:MOST]
    shares = _shares(boxes, scores, kept)
    none = softmax(rows[kept, 1 + many : 1 + many + shades])[:, -1:]
    return Finds(shares @ boxes, shares @ softmax(rows[:, 1 : 1 + many]), 1 - none, scores[kept])


def _boxes(reaches: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """reaches: (K, 4) logarithms; cells: (K,) numbers, row by row. Returns corners in pixels of SIDE."""
    reach = np.exp(reaches.clip(*REACH)) * STRIDE
    x, y = (cells % CELLS + 0.5) * STRIDE, (cells // CELLS + 0.5) * STRIDE
    return np.stack([x - reach[:, 0], y - reach[:, 1], x + reach[:, 2], y + reach[:, 3]], 1).astype(np.float32)


def _distinct(boxes: np.ndarray) -> list[int]:
    """boxes: best first. Returns the rows that stay."""
    order: np.ndarray = np.arange(len(boxes))
    kept: list[int] = []
    while len(order):
        kept.append(int(order[0]))
        order = order[1:][overlap(boxes[order[0]], boxes[order[1:]]) <= OVERLAP]
    return kept


def _shares(boxes: np.ndarray, scores: np.ndarray, kept: list[int]) -> np.ndarray:
    """(D, K): how much each of the K cells has to say about each of the D finds."""
    near = np.array([overlap(boxes[row], boxes) > ALIKE for row in kept]).reshape(len(kept), len(boxes)) * scores
    return near / near.sum(1, keepdims=True)
