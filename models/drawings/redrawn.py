"""A picture as another artist might have drawn it, so that a name does not hang on the styles that training has.

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
BARE, PAINTED = 0.3, 0.4
"""Shares of line art: nothing but ink, and with a colour of its own for each piece of paper."""
SPARSE, THICKER = 0.3, (1, 3, 5, 7)
"""Line art with less ink than this has thin lines; widths of the pens that draw them again."""


def is_line_art(layer: np.ndarray) -> bool:
    """Whether it has no colours."""
    return np.ptp(layer[::4, ::4, :3], axis=2).max() == 0


def redrawn(rng: np.random.Generator, layer: np.ndarray) -> np.ndarray:
    """layer: (h, w, 4) float32 RGBA 0..255, not premultiplied; so is what comes back, its outline bent a little."""
    layer = _bent(rng, layer) if rng.random() < 0.5 else layer
    if is_line_art(layer):
        return _inked(rng, layer)
    colours, alpha = layer[..., :3], layer[..., 3:]
    ink = _edges(rng, colours, alpha)
    if rng.random() < LINES:
        return np.concatenate([255 * (1 - ink) * np.ones(3, np.float32), alpha], 2)
    colours = _dyed(rng, colours) if rng.random() < DYED else colours
    colours = _flat(rng, colours) if rng.random() < FLAT else colours
    colours = colours * (1 - ink) if rng.random() < INKED else colours
    return np.concatenate([colours, alpha], 2)


def _inked(rng: np.random.Generator, layer: np.ndarray) -> np.ndarray:
    """Line art with a finer or a thicker pen, in any ink, on paper of any colour, of many, or on none."""
    cover = layer[..., 3:] / 255
    ink: np.ndarray = cover * (1 - layer[..., :1] / 255)
    wide = int(rng.choice(THICKER if ink.mean() < SPARSE else (1, 1, 3)))
    ink = cv2.dilate(ink, np.ones((wide, wide)))[..., None]
    pen = rng.uniform(0, 60, 3) if rng.random() < 0.5 else rng.uniform(0, 255, 3)
    if rng.random() < BARE:
        return np.concatenate([np.broadcast_to(pen, (*ink.shape[:2], 3)), 255 * ink], 2).astype(np.float32)
    many, piece = cv2.connectedComponents((cover - ink > 0.5)[..., 0].astype(np.uint8), connectivity=4)
    papers = _unlike(rng, pen, many)
    if rng.random() >= PAINTED:
        papers[1:] = papers[-1]
    papers[0] = pen  # at the edge of a line
    return np.concatenate([papers[piece] * (1 - ink) + pen * ink, 255 * np.maximum(cover, ink)], 2).astype(np.float32)


def _unlike(rng: np.random.Generator, pen: np.ndarray, many: int) -> np.ndarray:
    """(many, 3): paper that the pen shows on, light for a dark pen and dark for a light one."""
    far = np.where(pen.mean() < 128, 255.0, 0.0)
    return far + (rng.uniform(0, 255, (many, 3)) - far) * rng.uniform(0, 0.7, (many, 1))


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
