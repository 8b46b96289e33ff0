"""A frame becomes a scene: regions with classes and colours, ImageNet's names, features. Computed when a skill asks, once a frame.

People in it are looked at from near only where words are about them."""

from __future__ import annotations

import numpy as np

from assistant.config import Vision
from assistant.events import Frame, Region, Scene
from models.backbone.runtime import names
from models.colours import Painted
from models.detector.runtime import Detections
from models.drawings.names import COLOURS
from models.drawings.names import names as names_of_drawings
from models.drawings.runtime import Drawn
from models.keeper import Lent
from models.store import Store
from models.vilbert.distinct import distinct
from models.vilbert.frontend import FrontEnd, Sight

KEPT_NAMES = 24
"""ImageNet names kept of a picture."""
KEPT_CLASSES = 5
"""Classes kept of a region."""
KEPT = 4
"""Scenes that are kept."""


class SceneBuilder:
    """Blocking; called from a worker. The last few scenes are kept, so a second question about a frame costs nothing here."""

    def __init__(self, config: Vision, store: Store) -> None:
        self._front = FrontEnd(store, threads=config.threads, threshold=config.detection_threshold)
        self._seen: dict[int, tuple[Scene, Sight]] = {}
        self._near: dict[int, tuple[Scene, Scene]] = {}

    @property
    def provider(self) -> str:
        """ONNX Runtime's execution provider that really runs."""
        return self._front.provider

    def build(self, frame: Frame) -> Scene:
        """Raises UnfitInput for a picture that is none."""
        scene, _ = self._seen.get(id(frame.pixels), (None, None))
        if scene is None or scene.frame is not frame:
            sight = self._front.see(frame.pixels)
            scene = self._scene(frame, sight)
            self._seen = dict([*self._seen.items(), (id(frame.pixels), (scene, sight))][-KEPT:])
        return scene

    def near(self, scene: Scene) -> Scene:
        """The same, where people are seen in it with them looked at from near. scene: of this builder."""
        if scene.people:
            return scene
        given, closer = self._near.get(id(scene), (None, scene))
        if given is not scene:
            closer = self._from_near(scene)
            self._near = dict([*self._near.items(), (id(scene), (scene, closer))][-KEPT:])
        return closer

    def _from_near(self, scene: Scene) -> Scene:
        pixels = scene.frame.pixels
        seen, sight = self._seen.get(id(pixels), (None, None))
        sight = sight if sight is not None and seen is scene else self._front.see(pixels)
        closer = self._front.near(pixels, sight)
        return scene if closer is sight else self._scene(scene.frame, closer)

    def _scene(self, frame: Frame, sight: Sight) -> Scene:
        painted, found, drawn, named = sight.around.painted, sight.found, sight.drawn, sight.seen.named
        return Scene(
            frame,
            (
                *(region(painted, found, row) for row in distinct(found.boxes, found.labels)),
                *(drawn_region(drawn, row) for row in range(len(drawn.boxes))),
            ),
            {names()[number]: float(named[number]) for number in np.argsort(-named)[:KEPT_NAMES]},
            sight.seen.grid,
            subject(painted),
            self._front.tokens(sight),
            sight.proposals,
            tuple(sight.people),
        )


class LentScenes:
    """A SceneBuilder that comes when a skill looks, and goes when the room is needed."""

    def __init__(self, lent: Lent[SceneBuilder]) -> None:
        self._lent = lent
        self.provider = ""
        """As of SceneBuilder; empty before the first look."""

    def build(self, frame: Frame) -> Scene:
        """Raises OutOfMemory, too."""
        with self._lent.use() as builder:
            self.provider = builder.provider
            return builder.build(frame)

    def near(self, scene: Scene) -> Scene:
        """Raises OutOfMemory, too."""
        with self._lent.use() as builder:
            return builder.near(scene)


def subject(painted: Painted) -> Region | None:
    box = painted.standing_out()
    return Region(box, "", 0.0, {}, painted.named(box)) if box else None


def region(painted: Painted, found: Detections, row: int) -> Region:
    x0, y0, x1, y1 = (round(float(edge), 1) for edge in found.boxes[row])
    scores = found.classes[row]
    total = max(1.0, float(scores.sum()))
    classes = {found.names[number]: float(scores[number]) / total for number in np.argsort(-scores)[:KEPT_CLASSES]}
    return Region((x0, y0, x1, y1), found.labels[row], float(found.scores[row]), classes, painted.named((x0, y0, x1, y1)))


def drawn_region(drawn: Drawn, row: int) -> Region:
    """A thing that is drawn, with its one colour where it has one."""
    x0, y0, x1, y1 = (round(float(edge), 1) for edge in drawn.boxes[row])
    best = np.argsort(-drawn.classes[row])[:KEPT_CLASSES]
    classes = {names_of_drawings()[number]: float(drawn.classes[row][number]) for number in best}
    shares = {
        COLOURS[number]: float(drawn.colours[row][number])
        for number in np.argsort(-drawn.colours[row])
        if drawn.colours[row][number] >= 0.1
    }
    return Region((x0, y0, x1, y1), next(iter(classes)), float(drawn.scores[row]), classes, shares)
