"""The named colours of what a box holds: the eleven basic terms of Berlin & Kay (1969), by hue, saturation and value.

A box also holds background. A pixel counts as far as its colour (in CIE L*a*b*) is commoner inside of the box than around it.
"""

from __future__ import annotations

import math
from functools import cached_property, lru_cache

import numpy as np

from models.shrink import shrunk

Box = tuple[float, float, float, float]
NAMES = ("black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown")
LAYERS = (64, 128, 320)
"""Long sides of the copies of a picture on which colours are measured, in pixels."""
LONGEST = LAYERS[-1]
KEPT = 6
"""Bits of a channel that tell a colour's name."""
DROPPED = 8 - KEPT
LEAST_SHARE = 0.02
SIDE = 48
"""Samples of a box, across and down."""
STEPS = (np.arange(SIDE) + 0.5) / SIDE
HUES = ((0, "red"), (16, "orange"), (42, "yellow"), (68, "green"), (165, "blue"), (258, "purple"), (292, "pink"), (342, "red"), (361, ""))
"""Where each hue begins, in degrees."""
AROUND = 0.25
"""Of the box's width and height, on each side: where the background is learned."""
WHOLE = 0.95
"""Share of the pixels from which they are all."""
BINS = 10


class Layer:
    """The picture at one size."""

    def __init__(self, pixels: np.ndarray) -> None:
        import cv2

        red, green, blue = (plane.astype(np.int32) for plane in cv2.split(pixels >> DROPPED))
        self._colours = (red << 2 * KEPT | green << KEPT) | blue
        self.codes = np.take(_codes(), self._colours)
        """(h, w): each pixel's index into NAMES."""

    @cached_property
    def cells(self) -> np.ndarray:
        """(h, w): each pixel's cell in L*a*b*."""
        return np.take(_cells(), self._colours)


class Painted:
    """A picture by the names of its colours, worked out once; then any box of it is asked for cheaply."""

    def __init__(self, pixels: np.ndarray) -> None:
        """pixels: (H, W, 3) uint8 RGB"""
        self.height, self.width = pixels.shape[:2]
        self.small = _at_most(pixels, LONGEST)
        """The picture with its long side at most LONGEST: colours need no more, and it is read often."""
        self._layers: dict[int, Layer] = {}

    def _layer(self, share: float = 1.0) -> Layer:
        """share: of the picture's sides that a box takes. Where it is large, neighbours are averaged before they are named."""
        longest = next((side for side in LAYERS if side * share >= SIDE), LAYERS[-1])
        if longest not in self._layers:
            self._layers[longest] = Layer(_at_most(self.small, longest))
        return self._layers[longest]

    # ---- boxes are (x0, y0, x1, y1) in pixels of the picture

    def shares(self, box: Box | None = None, part: Box | None = None) -> np.ndarray:
        """
        box:  None for the whole picture
        part: the piece of the box that is asked for; the background is still that of the box
        Returns (C,): each colour's share; the middle weighs most, and the background of the box does not count.
        """
        box = box or (0.0, 0.0, float(self.width), float(self.height))
        columns, rows, layer = self._grid(box)
        at = self._sample(columns, rows, layer)
        weights = _foreground(layer.cells[at], _within(columns, rows, box)) * _bell(columns, rows, part or box)
        if not weights.any():  # a part of a thousandth of a pixel
            weights = np.ones_like(weights)
        return np.bincount(layer.codes[at].ravel(), weights=weights.ravel(), minlength=len(NAMES)) / weights.sum()

    def named(self, box: Box | None = None, part: Box | None = None) -> dict[str, float]:
        """The colours with a share that counts, largest first."""
        shares = self.shares(box, part)
        return {NAMES[code]: round(float(shares[code]), 3) for code in np.argsort(-shares) if shares[code] >= LEAST_SHARE}

    def plain(self, *boxes: Box) -> np.ndarray:
        """(C,): the shares in these boxes together, where every pixel counts alike."""
        layer = self._layer(max((box[2] - box[0]) / self.width for box in boxes))
        codes = np.concatenate([layer.codes[self.cut(box, layer.codes)].ravel() for box in boxes])
        return np.bincount(codes, minlength=len(NAMES)) / codes.size

    def against_rest(self, box: Box) -> np.ndarray:
        """
        (2, C): each colour's share of the box, where a pixel counts as far as its colour is commoner there than in the rest of the picture,
        and of that rest. Of a box that leaves next to nothing, its middle is meant.
        """
        wide, tall = (box[2] - box[0]) / self.width, (box[3] - box[1]) / self.height
        layer = self._layer(max(wide, tall))
        inside = np.zeros(layer.codes.shape, bool)
        inside[self.cut(box if wide * tall < WHOLE else self._middle, layer.codes)] = True
        weights = _own(layer.cells, inside)[inside]
        own, rest = layer.codes[inside], layer.codes[~inside]
        return np.stack(
            [np.bincount(own, weights, len(NAMES)) / weights.sum(), np.bincount(rest, minlength=len(NAMES)) / max(1, rest.size)]
        )

    def cut(self, box: Box, picture: np.ndarray) -> tuple[slice, slice]:
        """The box's rows and columns of a smaller copy of the picture, at least one of each."""
        (x0, x1), (y0, y1) = ((box[axis], box[axis + 2]) for axis in (0, 1))
        return _span(y0 / self.height, y1 / self.height, picture.shape[0]), _span(x0 / self.width, x1 / self.width, picture.shape[1])

    def standing_out(self) -> Box | None:
        """The box of what has other colours than the picture's border, or None where nothing has."""
        columns, rows, layer = self._grid(self._middle)
        inside = _within(columns, rows, self._middle)
        strong = (_foreground(layer.cells[self._sample(columns, rows, layer)], inside) > 0.7) & inside
        if strong.mean() < 0.02:
            return None
        left, top, wide, tall = self._reach(self._middle)
        (y0, y1), (x0, x1) = (np.quantile(axis + 0.5, (0.03, 0.97)) / SIDE for axis in np.nonzero(strong))
        return (float(left + x0 * wide), float(top + y0 * tall), float(left + x1 * wide), float(top + y1 * tall))

    @property
    def _middle(self) -> Box:
        return (0.06 * self.width, 0.06 * self.height, 0.94 * self.width, 0.94 * self.height)

    def _reach(self, box: Box) -> tuple[int, int, int, int]:
        """The box with what is around it, inside of the picture: left, top, width, height; at least one pixel."""
        x0, y0, x1, y1 = box
        aside, above = AROUND * (x1 - x0), AROUND * (y1 - y0)
        left, top = min(max(int(x0 - aside), 0), self.width - 1), min(max(int(y0 - above), 0), self.height - 1)
        right, bottom = math.ceil(min(x1 + aside, self.width)), math.ceil(min(y1 + above, self.height))
        return left, top, max(1, right - left), max(1, bottom - top)

    def _grid(self, box: Box) -> tuple[np.ndarray, np.ndarray, Layer]:
        """(SIDE,) columns and rows over the box and its surroundings, in pixels, and the layer to read them in."""
        left, top, width, height = self._reach(box)
        return left + STEPS * width, top + STEPS * height, self._layer(max(width / self.width, height / self.height))

    def _sample(self, columns: np.ndarray, rows: np.ndarray, layer: Layer) -> tuple[np.ndarray, np.ndarray]:
        """Where those lie in the layer, to index it with."""
        tall, wide = layer.codes.shape
        return (
            (rows * (tall / self.height)).astype(np.intp).clip(0, tall - 1)[:, None],
            (columns * (wide / self.width)).astype(np.intp).clip(0, wide - 1)[None],
        )


def _at_most(pixels: np.ndarray, longest: int) -> np.ndarray:
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / longest)
    return shrunk(pixels, (max(1, round(width / scale)), max(1, round(height / scale))))


def _foreground(cells: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """0..1 of each pixel's cell: how much commoner its colour is inside than around; 1 where nothing is around."""
    if inside.mean() > WHOLE:
        return np.ones(cells.shape)
    within, around = _commonness(cells, inside)
    return 0.05 + 0.95 * (within / np.maximum(within + around, 1e-9))[cells] ** 2


def _own(cells: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """
    0..1 of each pixel's cell: how much of what is inside of that colour is more than what there would be if all were as around. So the
    white of a table around a thin thing, which _foreground counts by a fifth, counts next to nothing.
    """
    within, around = _commonness(cells, inside)
    return 0.05 + 0.95 * (np.maximum(0.0, within - around) / np.maximum(within, 1e-9))[cells]


def _commonness(cells: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(BINS ** 3,) shares of each cell among the pixels inside, and among those around, where there are any."""
    both = np.bincount(cells.ravel() * 2 + inside.ravel(), minlength=2 * BINS**3).reshape(-1, 2)
    return both[:, 1] / inside.sum(), both[:, 0] / max(1, (~inside).sum())


def _span(start: float, end: float, count: int) -> slice:
    first = min(max(int(start * count), 0), count - 1)
    return slice(first, max(first + 1, int(end * count)))


def _within(columns: np.ndarray, rows: np.ndarray, box: Box) -> np.ndarray:
    inside = ((rows >= box[1]) & (rows <= box[3]))[:, None] & ((columns >= box[0]) & (columns <= box[2]))[None]
    return inside if inside.any() else np.ones((SIDE, SIDE), bool)


def _bell(columns: np.ndarray, rows: np.ndarray, part: Box) -> np.ndarray:
    """Weights over the part, highest in its middle."""
    across = np.exp(-(((columns - (part[0] + part[2]) / 2) / max(1.0, (part[2] - part[0]) / 2)) ** 2))
    down = np.exp(-(((rows - (part[1] + part[3]) / 2) / max(1.0, (part[3] - part[1]) / 2)) ** 2))
    return np.outer(down, across) * _within(columns, rows, part)


@lru_cache(maxsize=1)
def _codes() -> np.ndarray:
    """(2 ** (3 * KEPT),) uint8: the name's index of every colour, by its first KEPT bits of red, green and blue."""
    import cv2

    return classify(cv2.cvtColor(_every_colour(), cv2.COLOR_RGB2HSV))[0].astype(np.uint8)


@lru_cache(maxsize=1)
def _cells() -> np.ndarray:
    """(2 ** (3 * KEPT),) int16: the cell in L*a*b* of every colour, by the same bits."""
    import cv2

    lightness, red, yellow = np.moveaxis(cv2.cvtColor(_every_colour(), cv2.COLOR_RGB2LAB)[0], -1, 0)
    steps = [(part * BINS).astype(np.int16) for part in (lightness / 100, (red + 128) / 256, (yellow + 128) / 256)]
    return (steps[0].clip(0, BINS - 1) * BINS + steps[1]) * BINS + steps[2]


def _every_colour() -> np.ndarray:
    """(1, 2 ** (3 * KEPT), 3) float32 RGB, 0..1: the middles of what the bits leave open."""
    steps = ((np.arange(1 << KEPT) << DROPPED) + (1 << DROPPED) / 2 - 0.5).astype(np.float32) / 255
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(1, -1, 3)


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
