"""A picture as another artist might have drawn it, so that a name does not hang on the nine styles that training has.

Only training pictures are redrawn; scenes that are measured on are not.
"""

from __future__ import annotations

import cv2
import numpy as np

from models.drawings.sources import trimmed

BENT = 0.12
"""Farthest that a corner moves, as a share of the sides."""
DYED, FLAT, INKED, LINES = 0.7, 0.3, 0.35, 0.12
"""Shares of redrawn pictures: in other colours, without fine shades, with dark outlines, as nothing but lines on white."""


def redrawn(rng: np.random.Generator, layer: np.ndarray) -> np.ndarray:
    """layer: (h, w, 4) float32 RGBA 0..255, not premultiplied; so is what comes back, its outline bent a little."""
    layer = _bent(rng, layer) if rng.random() < 0.5 else layer
    colours, alpha = layer[..., :3], layer[..., 3:]
    ink = _edges(rng, colours, alpha)
    if rng.random() < LINES:
        return np.concatenate([255 * (1 - ink) * np.ones(3, np.float32), alpha], 2)
    colours = _dyed(rng, colours) if rng.random() < DYED else colours
    colours = _flat(rng, colours) if rng.random() < FLAT else colours
    colours = colours * (1 - ink) if rng.random() < INKED else colours
    return np.concatenate([colours, alpha], 2)


def _bent(rng: np.random.Generator, layer: np.ndarray) -> np.ndarray:
    """In slight perspective."""
    height, width = layer.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = corners + (rng.uniform(0, BENT, (4, 2)) * (1 - 2 * (corners > 0)) * (width, height)).astype(np.float32)
    return trimmed(cv2.warpPerspective(layer, cv2.getPerspectiveTransform(corners, moved), (width, height)))


def _edges(rng: np.random.Generator, colours: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """(h, w, 1) 0..1: where colours or outlines end, thin or thick."""
    grey = np.concatenate([colours.mean(2, keepdims=True), alpha], 2)
    wide = int(rng.choice((3, 3, 5, 7)))
    steep = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((wide, wide))).max(2)
    return np.clip(steep / rng.uniform(50, 150), 0, 1)[..., None]


def _dyed(rng: np.random.Generator, colours: np.ndarray) -> np.ndarray:
    """Hue, saturation and lightness moved; a few all the way round, or to grey."""
    hue, saturation, value = cv2.split(cv2.cvtColor(np.clip(colours / 255, 0, 1).astype(np.float32), cv2.COLOR_RGB2HSV))
    turn = rng.uniform(-180, 180) if rng.random() < 0.2 else rng.normal(0, 15)
    vivid = 0.0 if rng.random() < 0.12 else rng.uniform(0.4, 1.5)
    moved = cv2.merge([(hue + np.float32(turn)) % 360, np.clip(saturation * vivid, 0, 1), value ** rng.uniform(0.6, 1.6)])
    return cv2.cvtColor(moved.astype(np.float32), cv2.COLOR_HSV2RGB) * 255


def _flat(rng: np.random.Generator, colours: np.ndarray) -> np.ndarray:
    """Few shades without fine detail."""
    smooth = cv2.medianBlur(np.clip(colours, 0, 255).astype(np.uint8), int(rng.choice((3, 5, 7)))).astype(np.float32)
    levels = rng.integers(2, 6)
    return np.round(smooth / 255 * levels) / levels * 255 if rng.random() < 0.5 else smooth
