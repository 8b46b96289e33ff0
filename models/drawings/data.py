"""Training pictures: rendered scenes, easy-VQA, and photos that hold nothing drawn, each a little different every time.

Rendering costs as much as a training step, so pictures are kept in a pool and shown again mirrored, lit and zoomed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from models.drawings.easy import Easy
from models.drawings.names import COLOURS, names
from models.drawings.objective import NONE, Sample
from models.drawings.render import render
from models.drawings.runtime import GROUND, SIDE, letterbox
from models.drawings.scenes import Box, Thing, arrange
from models.errors import UnfitInput

EASY, EMPTY = 0.06, 0.28
"""Shares of easy-VQA's pictures and of photos."""
MOTLEY = 0.4
"""Share of shapes that have no named colour."""
POOL = 6000
CLOSE, ZOOMED, BANDED = 0.2, 0.15, 0.2
SEEN = 0.7
"""A thing of which less than this is left after zooming is not asked for."""


def load_photos(folder: Path | None) -> list[np.ndarray]:
    """Its .jpg files, (H, W, 3) uint8 RGB each, at most 480 pixels high and wide. Raises UnfitInput for a folder without any."""
    photos = []
    for file in sorted(folder.glob("*.jpg")) if folder else []:
        pixels = cv2.imread(str(file), cv2.IMREAD_COLOR)
        if pixels is not None:
            scale = min(1.0, 480 / max(pixels.shape[:2]))
            photos.append(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[..., ::-1])
    if folder and not photos:
        raise UnfitInput(f"{folder} holds no .jpg photo that can be read; name a folder of photos, or leave it out.")
    return photos


def sample_of(pixels: np.ndarray, things: Sequence[Thing]) -> Sample:
    boxes = np.array([thing.box for thing in things], np.float32).reshape(-1, 4) * SIDE
    called = np.array([names().index(thing.name) for thing in things], np.int64)
    shades = np.array([COLOURS.index(thing.colour) if thing.colour else NONE for thing in things], np.int64)
    return Sample(pixels, boxes, called, shades, np.zeros((0, 4), np.float32))


@dataclass(eq=False)
class Pool:
    """Pictures to train on. `fresh` of them are made new for every batch, the others are shown again."""

    photos: list[np.ndarray]
    easy: Easy
    folder: Path
    kept: list[Sample] = field(default_factory=list)

    def batch(self, rng: np.random.Generator, size: int, fresh: int) -> list[Sample]:
        new = [self._make(rng) for _ in range(size if len(self.kept) < size else fresh)]
        old = [self.kept[number] for number in rng.integers(len(self.kept), size=size - len(new))] if len(new) < size else []
        for sample in new:
            if len(self.kept) < POOL:
                self.kept.append(sample)
            else:
                self.kept[rng.integers(POOL)] = sample
        return [varied(rng, sample) for sample in [*new, *old]]

    def _make(self, rng: np.random.Generator) -> Sample:
        kind = rng.random()
        if kind < EASY:
            numbers = [number for number in rng.integers(len(self.easy.pictures), size=8) if self.easy.things[number]]
            return sample_of(self.easy.picture(numbers[0]), [self.easy.things[numbers[0]]]) if numbers else self._make(rng)
        if kind < EASY + EMPTY:
            return sample_of(self._empty(rng), [])
        things = arrange(rng, count=(1, 4) if rng.random() < 0.15 else (4, 8), shaped=0.35, iconic=True)
        things = closer(rng, things) if rng.random() < CLOSE else things
        # a shape is a shape in any paint: so that what it is called does not hang on the colours it was seen in
        things = [replace(thing, colour=None) if thing.colour and rng.random() < MOTLEY else thing for thing in things]
        return sample_of(render(rng, things, self.photos, self.folder, freely=True), things)

    def _empty(self, rng: np.random.Generator) -> np.ndarray:
        if not self.photos or rng.random() < 0.4:
            return render(rng, [], self.photos, self.folder)
        photo = self.photos[rng.integers(len(self.photos))]
        height, width = (rng.uniform(0.5, 1.0, 2) * photo.shape[:2]).astype(int)
        top, left = rng.integers(photo.shape[0] - height + 1), rng.integers(photo.shape[1] - width + 1)
        return _dyed(rng, letterbox(photo[top : top + height, left : left + width])[0])


def varied(rng: np.random.Generator, sample: Sample) -> Sample:
    """Another look at the same picture."""
    if rng.random() < ZOOMED:
        sample = zoomed(rng, sample)
    if rng.random() < BANDED:
        sample = banded(rng, sample)
    if rng.random() < 0.5:
        sample = mirrored(sample)
    return sample


def _dyed(rng: np.random.Generator, pixels: np.ndarray) -> np.ndarray:
    """In other light: few photos must stand for all."""
    mix = np.eye(3) * rng.uniform(0.7, 1.2) + rng.normal(0, 0.08, (3, 3))
    return np.clip(pixels.astype(np.float32) @ mix.astype(np.float32) + rng.uniform(-15, 15), 0, 255).astype(np.uint8)


def closer(rng: np.random.Generator, things: Sequence[Thing]) -> list[Thing]:
    """The same scene from so near that one thing fills up to nine tenths of it; what would be cut off is left out."""
    x0, y0, x1, y1 = things[int(rng.integers(len(things)))].box
    side = rng.uniform(1.1 * max(x1 - x0, y1 - y0), 0.75)
    left, top = rng.uniform(max(0.0, x1 - side), min(x0, 1 - side)), rng.uniform(max(0.0, y1 - side), min(y0, 1 - side))
    moved = [(thing, _seen_from(left, top, side, thing.box)) for thing in things]
    return [replace(thing, box=box) for thing, box in moved if min(box) >= 0 and max(box) <= 1]


def _seen_from(left: float, top: float, side: float, box: Box) -> Box:
    x0, y0, x1, y1 = box
    return (x0 - left) / side, (y0 - top) / side, (x1 - left) / side, (y1 - top) / side


def mirrored(sample: Sample) -> Sample:
    def turn(boxes: np.ndarray) -> np.ndarray:
        return np.stack([SIDE - boxes[:, 2], boxes[:, 1], SIDE - boxes[:, 0], boxes[:, 3]], 1)

    return Sample(sample.pixels[:, ::-1], turn(sample.boxes), sample.names, sample.colours, turn(sample.unsure))


def zoomed(rng: np.random.Generator, sample: Sample) -> Sample:
    """A square piece, enlarged; around one of the things where there are any."""
    side = rng.uniform(0.4, 0.9) * SIDE
    if len(sample.boxes):
        box = sample.boxes[rng.integers(len(sample.boxes))]
        side = min(SIDE, max(side, 1.1 * max(box[2] - box[0], box[3] - box[1])))
        low, high = box[2:] - side, box[:2]  # the whole of it stays inside
        corner = rng.uniform(np.minimum(low, high), np.maximum(low, high)).clip(0, SIDE - side)
    else:
        corner = rng.uniform(0, SIDE - side, 2)
    x, y, wide = int(corner[0]), int(corner[1]), int(side)
    pixels = cv2.resize(np.ascontiguousarray(sample.pixels[y : y + wide, x : x + wide]), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    moved = (sample.boxes - (x, y, x, y)) * (SIDE / wide)
    cut = moved.clip(0, SIDE)
    left = _areas(cut) / _areas(moved).clip(min=1e-6)
    stay, doubtful = left >= SEEN, (left > 0.02) & (left < SEEN)
    return Sample(pixels, cut[stay].astype(np.float32), sample.names[stay], sample.colours[stay], cut[doubtful].astype(np.float32))


def banded(rng: np.random.Generator, sample: Sample) -> Sample:
    """Grey bands where nothing is, as letterbox() lays them beside a picture that is not square."""
    pixels, axis = sample.pixels.copy(), int(rng.integers(2))
    around = np.concatenate([sample.boxes, sample.unsure])
    first = around[:, 1 - axis].min() if len(around) else 40
    last = around[:, 3 - axis].max() if len(around) else SIDE - 40
    begin, end = int(rng.uniform(0, max(first - 2, 0))), int(rng.uniform(min(last + 2, SIDE), SIDE))
    for band in (slice(0, begin), slice(end, SIDE)):
        pixels[(band, slice(None)) if axis == 0 else (slice(None), band)] = GROUND
    return Sample(pixels, sample.boxes, sample.names, sample.colours, sample.unsure)


def _areas(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]).clip(min=0) * (boxes[:, 3] - boxes[:, 1]).clip(min=0)
