"""Where the lines of text are: a probability of text for every pixel, cut into turned rectangles (DB, Liao et al. 2019, arXiv:1911.08947).

The network is taught a shrunken core of every line, so that neighbours do not touch; a rectangle is grown back by area / perimeter.
"""

from __future__ import annotations

import numpy as np
import onnxruntime as ort

SHORT, LONG = 736, 1280
"""Pixels that the shorter side is enlarged to, and that the longer side is at most shrunk to."""
STRIDE = 32
TEXT, LINE = 0.3, 0.5
"""Probability from which a pixel is text, and mean probability from which a rectangle is a line."""
GROWTH = 1.6
SMALLEST = 3.0
"""Pixels of the network's picture that a core is at least high."""
MOST = 300
"""Lines of one picture."""


def find(session: ort.InferenceSession, pixels: np.ndarray) -> np.ndarray:
    """pixels: (H, W, 3) uint8 RGB. Returns (N, 4, 2) float32: corners in pixels, from the upper left, clockwise as the text is read."""
    image = fitted(pixels)
    likely = session.run(None, {session.get_inputs()[0].name: image})[0][0, 0]
    scale = np.array([pixels.shape[1] / likely.shape[1], pixels.shape[0] / likely.shape[0]], np.float32)
    return np.array([corners * scale for corners in rectangles(likely)], np.float32).reshape(-1, 4, 2)


def fitted(pixels: np.ndarray) -> np.ndarray:
    """(1, 3, h, w) float32 BGR in -1..1, sides multiples of the stride."""
    import cv2

    height, width = pixels.shape[:2]
    ratio = min(max(1.0, SHORT / min(height, width)), LONG / max(height, width))
    size = [max(STRIDE, round(side * ratio / STRIDE) * STRIDE) for side in (width, height)]
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR)
    return np.ascontiguousarray((small[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None])


def rectangles(likely: np.ndarray) -> list[np.ndarray]:
    """likely: (h, w) probability of text. Returns (4, 2) corners for each line, the likeliest of too many."""
    import cv2

    mask = cv2.dilate((likely > TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for centre, (width, height), angle in map(cv2.minAreaRect, outlines):
        if min(width, height) < SMALLEST or (score := mean_inside(likely, cv2.boxPoints((centre, (width, height), angle)))) < LINE:
            continue
        grown = width * height * GROWTH / (2 * (width + height))
        corners = cv2.boxPoints((centre, (width + 2 * grown, height + 2 * grown), angle))
        found.append((score, from_upper_left(corners)))
    return [corners for _, corners in sorted(found, key=lambda one: -one[0])[:MOST]]


def mean_inside(likely: np.ndarray, corners: np.ndarray) -> float:
    import cv2

    limits = np.array(likely.shape[::-1]) - 1
    x0, y0 = np.clip(np.floor(corners.min(0)), 0, limits).astype(int)
    x1, y1 = np.clip(np.ceil(corners.max(0)), 0, limits).astype(int)
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (x0, y0)).astype(np.int32)], 1)
    return float(cv2.mean(likely[y0 : y1 + 1, x0 : x1 + 1], mask)[0])


def from_upper_left(corners: np.ndarray) -> np.ndarray:
    """(4, 2), in any order: upper left, upper right, lower right, lower left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (by_x[:2], by_x[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
