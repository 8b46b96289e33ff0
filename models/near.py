"""A piece of a picture looked at from near: cut out around a box, and enlarged or shrunk to what a network reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.shrink import shrunk


@dataclass(frozen=True)
class Square:
    """A square of a picture in pixels, which may reach beyond its edges."""

    left: float
    top: float
    width: float

    @classmethod
    def around(cls, box: np.ndarray, share: float = 1.0) -> Square:
        """box: (4,) in pixels, of which the longer side takes that share of the square."""
        width = max(1.0, float((box[2:] - box[:2]).max())) / share
        left, top = (box[:2] + box[2:]) / 2 - width / 2
        return cls(float(left), float(top), width)

    def in_picture(self, points: np.ndarray) -> np.ndarray:
        """points: (..., 2), in shares of the square. Returns them in pixels of the picture."""
        return np.array([self.left, self.top], np.float32) + points * self.width


def piece(pixels: np.ndarray, square: Square, side: int) -> np.ndarray:
    """
    pixels: (H, W, 3) uint8; where the square reaches beyond the picture its edge goes on
    Returns (side, side, 3) uint8.
    """
    import cv2

    start, ends = np.array([square.left, square.top]), np.array(pixels.shape[1::-1])
    low, high = np.floor(start).clip(0, ends - 1).astype(int), np.ceil(start + square.width).clip(1, ends).astype(int)
    cut, scale = pixels[low[1] : high[1], low[0] : high[0]], side / square.width
    if scale < 1:  # warping alone would take single pixels of many
        size = np.maximum(1, np.round((high - low) * scale)).astype(int)
        cut = shrunk(cut, (int(size[0]), int(size[1])), smooth=True)
    scales = scale * (high - low) / cut.shape[1::-1]
    (left, top), (across, down) = low - start, scales
    place = np.array([[across, 0, left * scale], [0, down, top * scale]], np.float32)
    return cv2.warpAffine(cut, place, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
