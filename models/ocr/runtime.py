"""Picture to lines of text, in reading order. numpy and ONNX Runtime, OpenCV for the geometry."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from models.detector.runtime import picture_size
from models.ocr.finder import find
from models.ocr.order import rows_of
from models.ocr.recognizer import Read, Recognizer, straightened
from models.runtime import open_session
from models.store import Prepared

READABLE, LONE = 0.6, 0.98
"""Confidence from which a piece of text is believed, and one that is a single character: many a texture is read as a letter."""
LARGE = 0.25
"""Share of the picture from which a single character is none."""


@dataclass(frozen=True)
class Line:
    text: str
    confidence: float
    """Of its least sure piece, 0 to 1."""
    box: tuple[float, float, float, float]
    """x0, y0, x1, y1 in pixels of the picture."""


class Ocr:
    """Blocking; a seventh of a second for a camera's picture with three lines, on two cores."""

    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        self._finder = open_session(prepared.path("finder.onnx"), threads=threads, spare=True)
        self._recognizer = Recognizer(prepared, threads=threads)

    def __call__(self, pixels: np.ndarray) -> list[Line]:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        height, width = picture_size(pixels)
        corners = find(self._finder, pixels)
        read = [self._recognizer(straightened(pixels, four)) for four in corners]
        good = [number for number, one in enumerate(read) if is_text(one, corners[number], width * height)]
        upright = Counter(read[number].quarters for number in good).most_common(1)
        rows = [[good[piece] for piece in row] for row in rows_of(corners[good], upright[0][0] if upright else 0)]
        return [
            Line(
                " ".join(read[piece].text for piece in row),
                round(min(read[piece].confidence for piece in row), 4),
                around(corners[row], width, height),
            )
            for row in rows
        ]


def is_text(read: Read, corners: np.ndarray, area: float) -> bool:
    """area: of the picture, in pixels."""
    if len(read.text) > 1:
        return read.confidence >= READABLE
    covered = float(np.linalg.norm(corners[1] - corners[0]) * np.linalg.norm(corners[3] - corners[0]))
    return bool(read.text) and read.confidence >= LONE and covered < LARGE * area


def around(corners: np.ndarray, width: int, height: int) -> tuple[float, float, float, float]:
    """The upright box of pieces (N, 4, 2), inside the picture."""
    (x0, y0), (x1, y1) = corners.reshape(-1, 2).min(0), corners.reshape(-1, 2).max(0)
    x0, x1 = (round(float(min(max(edge, 0), width)), 1) for edge in (x0, x1))
    y0, y1 = (round(float(min(max(edge, 0), height)), 1) for edge in (y0, y1))
    return x0, y0, x1, y1
