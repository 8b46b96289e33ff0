"""Other looks at the same photo: mirrored, cut a little closer, lit otherwise, blurred, compressed. The facts follow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from models.clip.data import read_picture
from models.vilbert.data.photos import Row, turned


def looks(rng: random.Random, path: Path, row: Row, count: int) -> Iterator[tuple[np.ndarray, Row]]:
    """The photo as it is, then `count - 1` varied copies: (H, W, 3) uint8 RGB and its facts."""
    pixels = read_picture(path)
    yield pixels, row
    for number in range(count - 1):
        facts, look = (turned(row), pixels[:, ::-1]) if number % 2 == 0 else (row, pixels)
        look, facts = _closer(rng, look, facts)
        yield _compressed(rng, _lit(rng, look)), facts


def _closer(rng: random.Random, pixels: np.ndarray, row: Row) -> tuple[np.ndarray, Row]:
    """A piece of at least 85 % of each side."""
    height, width = pixels.shape[:2]
    share = rng.uniform(0.85, 1.0)
    x, y = rng.uniform(0, 1 - share), rng.uniform(0, 1 - share)
    cut = pixels[int(y * height) : int((y + share) * height), int(x * width) : int((x + share) * width)]
    things = [{**thing, "box": _moved(thing["box"], x, y, share)} if thing["box"] else thing for thing in row["things"]]
    return cut, {**row, "things": things}


def _moved(box: list[float], x: float, y: float, share: float) -> list[float]:
    return [min(1.0, max(0.0, (edge - corner) / share)) for edge, corner in zip(box, (x, y, x, y), strict=True)]


def _lit(rng: random.Random, pixels: np.ndarray) -> np.ndarray:
    gain, lift, curve = rng.uniform(0.85, 1.15), rng.uniform(-12, 12), rng.uniform(0.85, 1.2)
    values = 255 * (np.clip(pixels * gain + lift, 0, 255) / 255) ** curve
    return values.astype(np.uint8)


def _compressed(rng: random.Random, pixels: np.ndarray) -> np.ndarray:
    import cv2

    if rng.random() < 0.3:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.5, 1.5))
    coded = cv2.imencode(".jpg", np.ascontiguousarray(pixels[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, rng.randint(40, 95)])[1]
    again = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert again is not None
    return np.ascontiguousarray(again[..., ::-1])
