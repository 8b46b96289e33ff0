"""What a reading points at and rests on, as regions of the scene."""

from __future__ import annotations

import numpy as np

from assistant.events import Box, Region, Scene
from models.detector.runtime import overlap
from models.errors import UnfitInput
from models.people.runtime import Person
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


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def marked(reading: Reading, scene: Scene) -> np.ndarray:
    """(P,) logits of the words' meaning each of the scene's people."""
    return reading.marks[rows_of_people(scene)]


def rows_of_people(scene: Scene) -> list[int]:
    """The token of each of the scene's people: the region that lies where they are."""
    tokens = tokens_of(scene)
    regions = np.flatnonzero(tokens.kinds == REGION)
    return [int(regions[overlap(scene_box(person, scene), tokens.boxes[regions]).argmax()]) for person in scene.people]


def scene_box(person: Person, scene: Scene) -> np.ndarray:
    """(4,) in fractions of the picture."""
    return person.box / np.tile(scene.frame.size, 2)


def cited(reading: Reading, scene: Scene) -> tuple[Region, ...]:
    """What the answer rests on, most important first."""
    tokens = tokens_of(scene)
    weight = np.maximum(reading.grounding, reading.pointer) * (tokens.counted | (tokens.kinds == PART))
    order = [int(row) for row in np.argsort(-weight)[:CITED] if weight[row] >= POINTED]
    return tuple(as_region(tokens.boxes[row], scene) for row in order)
