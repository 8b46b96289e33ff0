"""Coloured shapes: outlines in the unit square, and paints whose name stays the same under the light of a scene."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from models import colours

FINE = 4
"""Outlines are drawn this much larger and shrunk, so that edges are smooth."""
TILT = {"circle": 0.0, "square": 7.0, "rectangle": 7.0, "diamond": 5.0, "cross": 8.0}
"""Largest rotation in degrees; 15 for others."""


def mask(rng: np.random.Generator, name: str, width: int, height: int) -> np.ndarray:
    """(height, width) float32 0..1, touching all four sides."""
    points = _turned(outline(rng, name), rng.uniform(-1, 1) * TILT.get(name, 15.0))
    low, high = points.min(0), points.max(0)
    points = (points - low) / (high - low) * (width * FINE - 1, height * FINE - 1)
    canvas = np.zeros((height * FINE, width * FINE), np.uint8)
    cv2.fillPoly(canvas, [np.round(points).astype(np.int32)], 255)
    return cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def outline(rng: np.random.Generator, name: str) -> np.ndarray:
    """(P, 2) corners of the shape around (0, 0), y downwards."""
    if name == "circle":
        return _ring(np.ones(72))
    if name in ("square", "rectangle"):
        return np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], float)
    if name == "diamond":
        return _ring(np.ones(4))
    if name == "triangle":
        points = np.array([(rng.normal(0, 0.15), -1), (1, 1), (-1, 1)])
        return points * (1, rng.choice((1, 1, 1, 1, 1, -1)))
    if name == "star":
        return _ring(np.where(np.arange(10) % 2, rng.uniform(0.38, 0.52), 1.0))
    if name == "cross":
        arm = rng.uniform(0.25, 0.42)
        corner = [
            (-arm, -1),
            (arm, -1),
            (arm, -arm),
            (1, -arm),
            (1, arm),
            (arm, arm),
            (arm, 1),
            (-arm, 1),
            (-arm, arm),
            (-1, arm),
            (-1, -arm),
            (-arm, -arm),
        ]
        return np.array(corner)
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)  # the usual heart curve
    return np.stack([16 * np.sin(turn) ** 3, -(13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn))], 1)


def _ring(radii: np.ndarray) -> np.ndarray:
    turn = np.arange(len(radii)) * 2 * np.pi / len(radii)
    return np.stack([np.sin(turn), -np.cos(turn)], 1) * radii[:, None]


def _turned(points: np.ndarray, degrees: float) -> np.ndarray:
    sine, cosine = np.sin(np.deg2rad(degrees)), np.cos(np.deg2rad(degrees))
    return points @ np.array([(cosine, sine), (-sine, cosine)])


def paint(rng: np.random.Generator, colour: str) -> np.ndarray:
    """(3,) float32 RGB 0..255 that people call by that name, however the scene is lit."""
    choice = paints()[colour]
    return choice[rng.integers(len(choice))]


@lru_cache(maxsize=1)
def paints() -> dict[str, np.ndarray]:
    """Of a fixed sample, those that models.colours calls the same in more and less light and beside their hue."""
    rng = np.random.default_rng(11)
    many = 60000
    hue = rng.uniform(0, 360, many)
    hue[: many // 2] = rng.choice((0, 8, 24, 33, 50, 56, 275, 325), many // 2) + rng.uniform(-6, 6, many // 2)  # narrow names need more
    hsv = np.stack([hue % 360, rng.uniform(0, 1, many) ** rng.choice((0.5, 2.0), many), rng.uniform(0.04, 1, many)], 1).astype(np.float32)
    codes = colours.classify(hsv)
    steady = _typical(hsv, codes)
    for turn, scale, light in ((5, 1, 1), (-5, 1, 1), (0, 0.85, 1), (0, 1, 0.85), (0, 1, 1.12), (0, 1.1, 0.9)):
        moved = np.stack([(hsv[:, 0] + turn) % 360, np.minimum(hsv[:, 1] * scale, 1), np.minimum(hsv[:, 2] * light, 1)], 1)
        steady &= colours.classify(moved) == codes
    rgb = cv2.cvtColor(hsv[None], cv2.COLOR_HSV2RGB)[0] * 255
    return {name: rgb[steady & (codes == code)] for code, name in enumerate(colours.NAMES)}


LEAST = {
    "black": 0.0,
    "white": 0.86,
    "grey": 0.36,
    "red": 0.74,
    "orange": 0.8,
    "yellow": 0.7,
    "green": 0.42,
    "blue": 0.42,
    "purple": 0.42,
    "pink": 0.72,
    "brown": 0.24,
}
"""Lowest value (of HSV) at which people hardly disagree about the name: darker pink is wine, darker red is brown."""


def _typical(hsv: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Neither between green and blue, nor pale, nor too dark."""
    hue, saturation, value = hsv.T
    named = np.array(colours.NAMES)[codes]
    least = np.array([LEAST[name] for name in colours.NAMES], np.float32)[codes]
    vivid = saturation > np.where(named == "pink", 0.22, 0.4)
    dull = (named == "black") | ((saturation < 0.1) & (named == "white")) | ((saturation < 0.1) & (named == "grey") & (value < 0.6))
    return (value >= least) & (dull | (vivid & ~np.isin(named, ("black", "white", "grey")) & ((hue < 150) | (hue > 200))))
