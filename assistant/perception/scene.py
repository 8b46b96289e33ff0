"""A frame becomes a scene: regions with classes and colours, ImageNet's names, features. Computed when a skill asks, once a frame."""

from __future__ import annotations

import numpy as np

from assistant.config import Vision
from assistant.events import Frame, Region, Scene
from models.backbone.runtime import Backbone, names
from models.colours import named_colours, standing_out
from models.detector.runtime import Detections, Detector, overlap
from models.store import Store

KEPT_NAMES = 24
"""ImageNet names kept of a picture."""
KEPT_CLASSES = 5
"""Classes kept of a region."""
COLOUR_SIDE_PX = 320
"""Long side of the picture on which colours are measured."""


class SceneBuilder:
    """Blocking; called from a worker. The last few scenes are kept, so a second question about a frame costs nothing here."""

    def __init__(self, config: Vision, store: Store) -> None:
        self._threshold = config.detection_threshold
        self._detector = Detector(store.get("ssd-mobilenet-v2-coco"), threads=config.threads)
        self._backbone = Backbone(store.get("efficientnet-lite0"), threads=config.threads)
        self._cache: dict[int, Scene] = {}

    def build(self, frame: Frame) -> Scene:
        """Raises UnfitInput for a picture that is none."""
        if (scene := self._cache.get(id(frame.pixels))) is None or scene.frame is not frame:
            scene = self._build(frame)
            self._cache = dict([*self._cache.items(), (id(frame.pixels), scene)][-4:])
        return scene

    def _build(self, frame: Frame) -> Scene:
        found = self._detector(frame.pixels, self._threshold)
        seen = self._backbone(frame.pixels)
        small, scale = shrunk(frame.pixels)
        best = np.argsort(-seen.probabilities)[:KEPT_NAMES]
        return Scene(
            frame,
            tuple(region(small, scale, found, row) for row in distinct(found)),
            {names()[number]: float(seen.probabilities[number]) for number in best},
            seen.grid,
            subject(small, scale),
        )


def shrunk(pixels: np.ndarray) -> tuple[np.ndarray, float]:
    """The picture with its long side at most COLOUR_SIDE_PX, and by what it was divided: colours need no more, and it is read often."""
    import cv2

    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / COLOUR_SIDE_PX)
    size = max(1, round(width / scale)), max(1, round(height / scale))
    return (pixels, 1.0) if scale == 1 else (cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), scale)


def subject(small: np.ndarray, scale: float) -> Region | None:
    if (box := standing_out(small)) is None:
        return None
    x0, y0, x1, y1 = (edge * scale for edge in box)
    return Region((x0, y0, x1, y1), "", 0.0, {}, named_colours(small, box))


def distinct(found: Detections) -> list[int]:
    """One region an object: where boxes lie on each other, the better-scoring one. Two classes may share more of a place."""
    kept: list[int] = []
    for row, label in enumerate(found.labels):
        alike = [other for other in kept if found.labels[other] == label]
        others = [other for other in kept if found.labels[other] != label]
        double = (overlap(found.boxes[row], found.boxes[alike]) > 0.45) | (contained(found.boxes[row], found.boxes[alike]) > 0.85)
        if not double.any() and not (overlap(found.boxes[row], found.boxes[others]) > 0.8).any():
            kept.append(row)
    return kept


def contained(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Of the smaller of two boxes, the share that lies in the other: one box (4,) with many (N, 4)."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.prod(np.maximum(0.0, high - low), axis=1)
    return shared / np.maximum(np.minimum(np.prod(box[2:] - box[:2]), np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)), 1e-9)


def region(small: np.ndarray, scale: float, found: Detections, row: int) -> Region:
    """small: the picture, divided by scale; the region is in pixels of the whole."""
    x0, y0, x1, y1 = (round(float(edge), 1) for edge in found.boxes[row])
    scores = found.classes[row]
    total = max(1.0, float(scores.sum()))
    classes = {found.names[number]: float(scores[number]) / total for number in np.argsort(-scores)[:KEPT_CLASSES]}
    colours = named_colours(small, (x0 / scale, y0 / scale, x1 / scale, y1 / scale))
    return Region((x0, y0, x1, y1), found.labels[row], float(found.scores[row]), classes, colours)
