"""The named colours of a crop: the eleven basic terms of Berlin & Kay (1969), by hue, saturation and value."""

from __future__ import annotations

import numpy as np

NAMES = ("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown")
SIDE = 32
HUES = ((0, "red"), (16, "orange"), (42, "yellow"), (68, "green"), (165, "blue"), (258, "purple"), (292, "pink"), (342, "red"), (361, ""))
"""Where each hue begins, in degrees."""


def named_colours(pixels: np.ndarray, box: tuple[float, float, float, float] | None = None) -> dict[str, float]:
    """
    pixels: (H, W, 3) uint8 RGB; box: corners in pixels, or None for the whole picture
    Returns each colour's share, largest first, with the middle of the box weighing most: its edge is mostly background.
    """
    import cv2

    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = box or (0, 0, width, height)
    left, top = int(np.clip(x0, 0, width - 1)), int(np.clip(y0, 0, height - 1))
    crop = pixels[top : max(top + 1, int(np.ceil(min(y1, height)))), left : max(left + 1, int(np.ceil(min(x1, width))))]
    small = cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    codes = classify(cv2.cvtColor((small / 255).astype(np.float32), cv2.COLOR_RGB2HSV))
    shares = np.bincount(codes.ravel(), weights=_middle(box is not None).ravel(), minlength=len(NAMES))
    shares /= shares.sum()
    return {NAMES[code]: round(float(shares[code]), 3) for code in np.argsort(-shares) if shares[code] >= 0.02}


def classify(hsv: np.ndarray) -> np.ndarray:
    """hsv: (..., 3), hue 0..360, the others 0..1. Returns the index into NAMES."""
    hue, saturation, value = hsv[..., 0], hsv[..., 1], hsv[..., 2]
    starts = [start for start, _ in HUES]
    order = np.array([NAMES.index(name) for _, name in HUES[:-1]])
    codes = order[np.clip(np.searchsorted(starts, hue, side="right") - 1, 0, len(order) - 1)]
    warm = (hue < 50) | (hue >= 342)
    codes = np.where((hue >= 12) & (hue < 50) & (value < 0.62) & (saturation > 0.25), NAMES.index("brown"), codes)
    codes = np.where((hue < 16) & (value < 0.4) & (saturation < 0.65), NAMES.index("brown"), codes)
    codes = np.where(((hue >= 320) | (hue < 12)) & (saturation < 0.5) & (value > 0.7), NAMES.index("pink"), codes)
    dull = saturation < np.where(warm, 0.18, 0.13)
    codes = np.where(dull, NAMES.index("grey"), codes)
    codes = np.where(dull & (value > 0.78), NAMES.index("white"), codes)
    return np.where((value < 0.2) | (dull & (value < 0.28)), NAMES.index("black"), codes)


def _middle(inside: bool) -> np.ndarray:
    """(SIDE, SIDE) weights: a bell over the middle of a box, flat for a whole picture."""
    if not inside:
        return np.ones((SIDE, SIDE))
    axis = np.exp(-0.5 * (np.linspace(-1, 1, SIDE) / 0.5) ** 2)
    return np.outer(axis, axis)
