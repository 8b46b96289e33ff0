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
        best = np.argsort(-seen.probabilities)[:KEPT_NAMES]
        return Scene(
            frame,
            tuple(region(frame, found, row) for row in distinct(found)),
            {names()[number]: float(seen.probabilities[number]) for number in best},
            seen.grid,
            subject(frame),
        )


def subject(frame: Frame) -> Region | None:
    box = standing_out(frame.pixels)
    return Region(box, "", 0.0, {}, named_colours(frame.pixels, box)) if box else None


def distinct(found: Detections) -> list[int]:
    """One region an object: where boxes of two classes lie on each other, the better-scoring one."""
    kept: list[int] = []
    for row in range(len(found.labels)):
        if not any(overlap(found.boxes[row], found.boxes[other : other + 1])[0] > 0.8 for other in kept):
            kept.append(row)
    return kept


def region(frame: Frame, found: Detections, row: int) -> Region:
    x0, y0, x1, y1 = (round(float(edge), 1) for edge in found.boxes[row])
    scores = found.classes[row]
    total = max(1.0, float(scores.sum()))
    classes = {found.names[number]: float(scores[number]) / total for number in np.argsort(-scores)[:KEPT_CLASSES]}
    return Region((x0, y0, x1, y1), found.labels[row], float(found.scores[row]), classes, named_colours(frame.pixels, (x0, y0, x1, y1)))
