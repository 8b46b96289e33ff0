"""What a reading points at and rests on, as regions of the scene."""

from __future__ import annotations

import numpy as np

from assistant.events import Region, Scene
from models.detector.runtime import overlap
from models.errors import UnfitInput
from models.vilbert.runtime import Reading
from models.vilbert.tokens import PART, REGION, Tokens

POINTED = 0.35
"""Grounding from which a token is cited."""
CITED = 4


def tokens_of(scene: Scene) -> Tokens:
    if scene.tokens is None:
        raise UnfitInput("This scene was built without image tokens; the networks behind the camera did not run.")
    return scene.tokens


def as_region(box: np.ndarray, scene: Scene) -> Region:
    """The detected region of that box, or a new one without a name."""
    width, height = scene.frame.size
    x0, y0, x1, y1 = (round(float(edge) * side, 1) for edge, side in zip(box.clip(0, 1), (width, height, width, height), strict=True))
    same = [region for region in scene.regions if max(abs(a - b) for a, b in zip(region.box, (x0, y0, x1, y1), strict=True)) < 2]
    return same[0] if same else Region((x0, y0, x1, y1), "", 0.0)


def marked(reading: Reading, scene: Scene) -> np.ndarray:
    """(P,) how surely the words mean each of the scene's people."""
    tokens, (width, height) = tokens_of(scene), scene.frame.size
    boxes = [person.box / (width, height, width, height) for person in scene.people]
    regions = np.flatnonzero(tokens.kinds == REGION)
    same = [regions[overlap(box, tokens.boxes[regions]).argmax()] if len(regions) else 0 for box in boxes]
    return reading.marks[same]


def cited(reading: Reading, scene: Scene) -> tuple[Region, ...]:
    """What the answer rests on, most important first."""
    tokens = tokens_of(scene)
    weight = np.maximum(reading.grounding, reading.pointer) * (tokens.counted | (tokens.kinds == PART))
    order = [int(row) for row in np.argsort(-weight)[:CITED] if weight[row] >= POINTED]
    return tuple(as_region(tokens.boxes[row], scene) for row in order)
