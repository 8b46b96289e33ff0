"""A scene as a picture: backgrounds, light, shadows, noise and compression vary; boxes stay exact to half a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from models.colours import NAMES
from models.drawings.redrawn import is_line_art, redrawn
from models.drawings.scenes import Thing
from models.drawings.shapes import mask, paint
from models.drawings.sources import default_folder, sprite, trimmed

SIDE = 224
ON_PHOTO = 0.06
"""Share of scenes that lie on a photo; with more of them, real things in real photos are taken for drawn ones."""
REDRAWN = 0.5
"""Share of pictures, where they may be."""
SPARSE = 0.4
"""A thing that covers less of its box is thin lines."""
TILT = 10.0
"""Largest rotation of a picture, in degrees."""


def render(
    rng: np.random.Generator,
    things: Sequence[Thing],
    photos: Sequence[np.ndarray] = (),
    folder: Path | None = None,
    *,
    freely: bool = False,
) -> np.ndarray:
    """
    things: later ones lie over earlier ones; none gives a background alone, a photo where there are photos
    photos: (H, W, 3) uint8 RGB each, to cut backgrounds from
    folder: where `python -m models.drawings fetch` put the pictures, if not the default
    freely: pictures may look as if redrawn by someone else
    Returns (224, 224, 3) uint8 RGB.
    """
    folder = folder or default_folder()
    layers = [_layer(rng, thing, folder, freely) for thing in things]
    canvas = background(rng, [layer[0].reshape(-1, 4) for layer in layers], photos, bare=not things, far=freely)
    shadow = rng.uniform(0.15, 0.45) if rng.random() < 0.35 else 0.0
    for layer, left, top in layers:
        if shadow:
            _shade(canvas, layer, left, top, shadow)
        _paste(canvas, layer, left, top)
    return _taken(rng, canvas)


def _layer(rng: np.random.Generator, thing: Thing, folder: Path, freely: bool) -> tuple[np.ndarray, int, int]:
    """Premultiplied (h, w, 4) float32 RGBA 0..255, and the column and row of its corner."""
    x0, y0, x1, y1 = (round(edge * SIDE) for edge in thing.box)
    width, height = max(2, x1 - x0), max(2, y1 - y0)
    if not thing.identity:
        return _shape(rng, thing, width, height), x0, y0
    return _picture(rng, sprite(thing.identity, folder), width, height, freely), x0, y0


def _shape(rng: np.random.Generator, thing: Thing, width: int, height: int) -> np.ndarray:
    alpha = mask(rng, thing.name, width, height)[..., None]
    fill = np.broadcast_to(paint(rng, thing.colour), (height, width, 3)).astype(np.float32) if thing.colour else _motley(rng, height, width)
    if rng.random() < 0.35:
        fill = np.clip(fill * _slope(rng, height, width, 0.88, 1.1)[..., None], 0, 255)
    if rng.random() < 0.2:  # an outline, which is not the shape's colour
        thick = max(1, round(0.05 * min(width, height)))
        inner = cv2.erode(np.pad(alpha[..., 0], thick), np.ones((2 * thick + 1,) * 2))[thick:-thick, thick:-thick, None]
        fill = fill * inner + rng.choice((15.0, 245.0), p=(0.75, 0.25)) * (1 - inner)
    return np.concatenate([fill * alpha, alpha * 255], 2).astype(np.float32)


def _motley(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """(height, width, 3): of no colour that has a name here, or of two."""
    first = (
        cv2.cvtColor(np.array([[(rng.uniform(155, 195), rng.uniform(0.3, 1), rng.uniform(0.3, 1))]], np.float32), cv2.COLOR_HSV2RGB)[0, 0]
        * 255
    )
    if rng.random() < 0.4:
        return np.broadcast_to(first, (height, width, 3)).astype(np.float32)
    one, other = (paint(rng, str(colour)) for colour in rng.choice(NAMES, 2, replace=False))
    rows, columns = np.mgrid[0:height, 0:width] / max(height, width) * rng.uniform(2, 5)
    turn = rng.uniform(0, np.pi)
    stripes = np.sin(2 * np.pi * (rows * np.sin(turn) + columns * np.cos(turn) + rng.random())) > 0
    return np.where(stripes[..., None], one, other).astype(np.float32)


def _picture(rng: np.random.Generator, rgba: np.ndarray, width: int, height: int, freely: bool) -> np.ndarray:
    if rng.random() < 0.6:
        rgba = _turned(rgba, rng.uniform(-TILT, TILT))
    if rng.random() < 0.3:
        rgba = rgba[:, ::-1]
    layer = rgba.astype(np.float32)
    lines = is_line_art(layer)
    if freely and (lines or rng.random() < REDRAWN):
        layer = redrawn(rng, layer)
    elif lines:  # paper of any light colour
        layer[..., :3] *= rng.uniform(0.35, 1.0, 3).astype(np.float32)
    elif rng.random() < 0.4:
        layer = _restyled(rng, layer)
    layer[..., :3] *= layer[..., 3:] / 255
    return cv2.resize(layer, (width, height), interpolation=cv2.INTER_AREA)


def _restyled(rng: np.random.Generator, layer: np.ndarray) -> np.ndarray:
    """Other dyes, and sometimes inked outlines, so that a name does not hang on one artist's palette."""
    colours = layer[..., :3]
    if rng.random() < 0.7:
        mix = np.eye(3, dtype=np.float32) + rng.normal(0, 0.18, (3, 3)).astype(np.float32)
        colours = colours @ (mix / mix.sum(0).clip(min=0.3))
    if rng.random() < 0.4:
        grey = np.concatenate([colours.mean(2, keepdims=True), layer[..., 3:]], 2)
        ink = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(2)
        colours = colours * (1 - np.clip(ink / rng.uniform(50, 120), 0, 1))[..., None]
    return np.concatenate([np.clip(colours, 0, 255), layer[..., 3:]], 2)


def _turned(rgba: np.ndarray, degrees: float) -> np.ndarray:
    height, width = rgba.shape[:2]
    turn: np.ndarray = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    margin = max(height, width) // 5
    turn[:, 2] += margin
    return trimmed(cv2.warpAffine(rgba, turn, (width + 2 * margin, height + 2 * margin), flags=cv2.INTER_LINEAR))


def background(
    rng: np.random.Generator,
    layers: Sequence[np.ndarray],
    photos: Sequence[np.ndarray],
    *,
    bare: bool = False,
    far: bool = False,
) -> np.ndarray:
    """
    layers: pixels (n, 4) of each thing, which a plain colour must not hide
    bare: there is nothing but the background
    far: the colour is farther from things of thin lines
    Returns (224, 224, 3) float32 0..255.
    """
    if len(photos) and (bare or rng.random() < ON_PHOTO):
        return _cut(rng, photos[int(rng.integers(len(photos)))])
    shown = np.array([layer[:, :3].sum(0) / max(1.0, layer[:, 3].sum() / 255) for layer in layers]).reshape(-1, 3)
    first = _far(rng, shown, np.array([layer[:, 3].mean() / 255 for layer in layers])) if far and layers else _apart(rng, shown)
    kind = rng.random()
    if kind < 0.4:
        return np.full((SIDE, SIDE, 3), first, np.float32)
    second = np.clip(first + rng.normal(0, 22, 3), 0, 255)
    return first + (second - first) * _pattern(rng, kind)[..., None].astype(np.float32)


def _apart(rng: np.random.Generator, shown: np.ndarray) -> np.ndarray:
    """A colour that none of the things has, light ones preferred."""
    for _ in range(30):
        colour = rng.uniform(0, 255, 3) if rng.random() < 0.6 else rng.uniform(150, 255) + rng.uniform(-12, 12, 3)
        if not len(shown) or np.abs(shown - colour).sum(1).min() > 110:
            break
    return np.clip(colour, 0, 255).astype(np.float32)


def _far(rng: np.random.Generator, shown: np.ndarray, covers: np.ndarray) -> np.ndarray:
    """As _apart, but from a thing that covers little of its box (`covers`, 0..1) it keeps twice the distance; or else the best of 30."""
    light = rng.uniform(150, 255, (30, 1)) + rng.uniform(-12, 12, (30, 3))
    colours = np.where(rng.random((30, 1)) < 0.6, rng.uniform(0, 255, (30, 3)), light)
    colours = np.clip(colours, 0, 255).astype(np.float32)
    spare = (np.abs(shown[None] - colours[:, None]).sum(2) / np.where(covers < SPARSE, 220, 110)).min(1)
    return colours[np.argmax(spare > 1) if (spare > 1).any() else np.argmax(spare)]


def _pattern(rng: np.random.Generator, kind: float) -> np.ndarray:
    """(224, 224) 0..1: a slope, clouds, stripes or checks."""
    if kind < 0.6:
        return _slope(rng, SIDE, SIDE, 0.0, 1.0)
    if kind < 0.8:
        cells = rng.integers(3, 40)
        return np.clip(cv2.resize(rng.uniform(0, 1, (cells, cells)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), 0, 1)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] / rng.uniform(6, 40)
    if kind < 0.9:
        turn = rng.uniform(0, np.pi)
        return (np.sin(2 * np.pi * (rows * np.sin(turn) + columns * np.cos(turn))) > 0).astype(np.float32)
    return ((rows.astype(int) + columns.astype(int)) % 2).astype(np.float32)


def _cut(rng: np.random.Generator, photo: np.ndarray) -> np.ndarray:
    """A square piece of a photo, at least a third of its shorter side; sometimes the whole, squeezed."""
    height, width = photo.shape[:2]
    if rng.random() < 0.3:
        piece = photo
    else:
        side = int(rng.uniform(0.34, 1.0) * min(height, width))
        top, left = rng.integers(height - side + 1), rng.integers(width - side + 1)
        piece = photo[top : top + side, left : left + side]
    piece = piece[:, ::-1] if rng.random() < 0.5 else piece
    return cv2.resize(piece, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)


def _slope(rng: np.random.Generator, height: int, width: int, low: float, high: float) -> np.ndarray:
    """(height, width): even change in a random direction."""
    turn = rng.uniform(0, 2 * np.pi)
    rows, columns = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None]
    along = rows * np.sin(turn) + columns * np.cos(turn)
    return (low + (high - low) * (along + 1.415) / 2.83).astype(np.float32)


def _shade(canvas: np.ndarray, layer: np.ndarray, left: int, top: int, strength: float) -> None:
    height, width = layer.shape[:2]
    shift, margin = max(1, height // 12), max(2, height // 8)
    soft = cv2.GaussianBlur(np.pad(layer[..., 3] / 255, margin), (0, 0), margin / 2.5)
    y0, x0 = max(0, top - margin + shift), max(0, left - margin + shift)
    place = canvas[y0 : top + height + margin + shift, x0 : left + width + margin + shift]
    cut = soft[y0 - (top - margin + shift) :, x0 - (left - margin + shift) :][: place.shape[0], : place.shape[1], None]
    place *= 1 - strength * cut


def _paste(canvas: np.ndarray, layer: np.ndarray, left: int, top: int) -> None:
    place = canvas[top : top + layer.shape[0], left : left + layer.shape[1]]
    layer = layer[: place.shape[0], : place.shape[1]]
    place *= 1 - layer[..., 3:] / 255
    place += layer[..., :3]


@lru_cache(maxsize=1)
def _grain() -> np.ndarray:
    """Eight fields of noise; fresh noise would cost a third of a rendering."""
    return np.random.default_rng(5).standard_normal((8, SIDE, SIDE, 3), np.float32)


def _taken(rng: np.random.Generator, canvas: np.ndarray) -> np.ndarray:
    """As a camera would give it."""
    if rng.random() < 0.5:
        canvas = canvas * _slope(rng, SIDE, SIDE, rng.uniform(0.86, 1.0), rng.uniform(1.0, 1.1))[..., None]
    if rng.random() < 0.25:
        canvas = cv2.GaussianBlur(canvas, (0, 0), rng.uniform(0.3, 1.0))
    if rng.random() < 0.5:
        canvas = canvas + _grain()[rng.integers(8)][:, :: rng.choice((1, -1))] * rng.uniform(1, 8)
    pixels = np.clip(canvas, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        coded = cv2.imencode(".jpg", pixels[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 96))))[1]
        again = cv2.imdecode(coded, cv2.IMREAD_COLOR)
        assert again is not None
        pixels = np.ascontiguousarray(again[..., ::-1])
    return pixels
