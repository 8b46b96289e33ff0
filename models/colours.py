"""The named colours of what a box holds: the eleven basic terms of Berlin & Kay (1969), by hue, saturation and value.

A box also holds background. A pixel counts as far as its colour (in CIE L*a*b*) is commoner inside of the box than around it.
"""

from __future__ import annotations

import numpy as np

Box = tuple[float, float, float, float]
NAMES = ("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown")
SIDE = 48
HUES = ((0, "red"), (16, "orange"), (42, "yellow"), (68, "green"), (165, "blue"), (258, "purple"), (292, "pink"), (342, "red"), (361, ""))
"""Where each hue begins, in degrees."""
AROUND = 0.25
"""Of the box's width and height, on each side: where the background is learned."""
BINS = 10


def named_colours(pixels: np.ndarray, box: Box | None = None, part: Box | None = None) -> dict[str, float]:
    """
    pixels: (H, W, 3) uint8 RGB; box: corners in pixels, or None for the whole picture
    part:   the piece of the box that is asked for; the background is still that of the box
    Returns each colour's share, largest first; the middle of the box weighs most.
    """
    height, width = pixels.shape[:2]
    box = box or (0.0, 0.0, float(width), float(height))
    crop, inside = _cut(pixels, box)
    weights = _foreground(crop, inside) * _bell(crop, pixels.shape, box, part or box)
    if not weights.any():  # a part of a thousandth of a pixel
        weights = np.ones_like(weights)
    shares = np.bincount(codes_of(crop).ravel(), weights=weights.ravel(), minlength=len(NAMES)) / weights.sum()
    return {NAMES[code]: round(float(shares[code]), 3) for code in np.argsort(-shares) if shares[code] >= 0.02}


def standing_out(pixels: np.ndarray) -> Box | None:
    """The box of what has other colours than the picture's border, or None where nothing has."""
    height, width = pixels.shape[:2]
    middle = (0.06 * width, 0.06 * height, 0.94 * width, 0.94 * height)
    crop, inside = _cut(pixels, middle)
    strong = (_foreground(crop, inside) > 0.7) & inside
    if strong.mean() < 0.02:
        return None
    edges = [np.quantile(np.nonzero(strong)[axis] + 0.5, share) / SIDE for axis, share in ((1, 0.03), (0, 0.03), (1, 0.97), (0, 0.97))]
    left, top, wide, tall = _reach(pixels.shape, middle)
    x0, y0, x1, y1 = (float(edge) for edge in edges)
    return (left + x0 * wide, top + y0 * tall, left + x1 * wide, top + y1 * tall)


def _reach(shape: tuple[int, ...], box: Box) -> tuple[int, int, int, int]:
    """The box with what is around it, inside of the picture: left, top, width, height; at least one pixel."""
    height, width = shape[:2]
    x0, y0, x1, y1 = box
    aside, above = AROUND * (x1 - x0), AROUND * (y1 - y0)
    left, top = int(np.clip(x0 - aside, 0, width - 1)), int(np.clip(y0 - above, 0, height - 1))
    right, bottom = int(np.ceil(min(x1 + aside, width))), int(np.ceil(min(y1 + above, height)))
    return left, top, max(1, right - left), max(1, bottom - top)


def _cut(pixels: np.ndarray, box: Box) -> tuple[np.ndarray, np.ndarray]:
    """(SIDE, SIDE, 3) uint8 of the box and its surroundings, and where in it the box is."""
    import cv2

    left, top, width, height = _reach(pixels.shape, box)
    crop = cv2.resize(pixels[top : top + height, left : left + width], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return crop, _within(pixels.shape, box, box)


def _grid(shape: tuple[int, ...], box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Where the crop's columns and rows are in the picture, in pixels."""
    left, top, width, height = _reach(shape, box)
    steps = (np.arange(SIDE) + 0.5) / SIDE
    return left + steps * width, top + steps * height


def _within(shape: tuple[int, ...], box: Box, part: Box) -> np.ndarray:
    columns, rows = _grid(shape, box)
    inside = ((rows >= part[1]) & (rows <= part[3]))[:, None] & ((columns >= part[0]) & (columns <= part[2]))[None]
    return inside if inside.any() else np.ones((SIDE, SIDE), bool)


def _bell(crop: np.ndarray, shape: tuple[int, ...], box: Box, part: Box) -> np.ndarray:
    """Weights over the part, highest in its middle."""
    columns, rows = _grid(shape, box)
    across = np.exp(-(((columns - (part[0] + part[2]) / 2) / max(1.0, (part[2] - part[0]) / 2)) ** 2))
    down = np.exp(-(((rows - (part[1] + part[3]) / 2) / max(1.0, (part[3] - part[1]) / 2)) ** 2))
    return np.outer(down, across) * _within(shape, box, part)


def _foreground(crop: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """(SIDE, SIDE) 0..1: how much commoner the pixel's colour is inside than around; 1 where nothing is around."""
    import cv2

    if inside.mean() > 0.95:
        return np.ones((SIDE, SIDE))
    lab = cv2.cvtColor(crop, cv2.COLOR_RGB2LAB).astype(int) * BINS // 256
    cells = (lab[..., 0] * BINS + lab[..., 1]) * BINS + lab[..., 2]
    within = np.bincount(cells[inside], minlength=BINS**3) / inside.sum()
    around = np.bincount(cells[~inside], minlength=BINS**3) / (~inside).sum()
    return 0.05 + 0.95 * (within / np.maximum(within + around, 1e-9))[cells] ** 2


def codes_of(crop: np.ndarray) -> np.ndarray:
    """crop: (H, W, 3) uint8 RGB. Returns each pixel's index into NAMES."""
    import cv2

    return classify(cv2.cvtColor((crop / 255).astype(np.float32), cv2.COLOR_RGB2HSV))


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
    codes = np.where(dull & (value > 0.68), NAMES.index("white"), codes)
    return np.where((value < 0.2) | (dull & (value < 0.28)), NAMES.index("black"), codes)
