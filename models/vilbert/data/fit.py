"""How often the real detector misses, doubles, confuses and invents, and how far its boxes are off, on annotated photos: the rates behind
`FITTED` in noise.py.

    python -m models.vilbert noise --photos DIR
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.lexicon import lexicon
from models.vilbert.data.ordinary import FAMILY
from models.vilbert.data.world import CLASSES, overlap
from models.vilbert.tokens import REGION, Tokens
from models.vilbert.vocabulary import DETECTED

FOUND = 0.4
"""IoU from which a detection is of a thing; the boxes were drawn by hand."""
SMALL = 0.01


@dataclass
class Tally:
    things: int = 0
    missed: int = 0
    small: int = 0
    small_missed: int = 0
    doubled: int = 0
    confused: int = 0
    regions: int = 0
    photos: int = 0
    offsets: list[float] = field(default_factory=list)
    """Of edges, in shares of the box."""
    scores: list[float] = field(default_factory=list)

    def rates(self) -> dict[str, float]:
        found = max(1, self.things - self.missed)
        return {
            "missed": self.missed / max(1, self.things),
            "missed below 1 % of the picture": self.small_missed / max(1, self.small),
            "doubled": self.doubled / found,
            "confused": self.confused / found,
            "jitter": float(np.median(np.abs(self.offsets)) / 0.6745) if self.offsets else 0.0,
            "score, median": float(np.median(self.scores)) if self.scores else 0.0,
            "regions a photo": self.regions / max(1, self.photos),
        }


def class_of(thing: Mapping[str, Any]) -> str:
    """The detector's class of an annotated thing, or nothing."""
    for word in (thing["name"], *thing["also"]):
        for label, words in lexicon()["things"].items():
            if word == label or word in words:
                return label
    return ""


def tally(seen: Iterable[tuple[Tokens, Mapping[str, Any]]]) -> Tally:
    total = Tally()
    for tokens, row in seen:
        regions = np.flatnonzero(tokens.kinds == REGION)
        total.photos, total.regions = total.photos + 1, total.regions + len(regions)
        for thing in row["things"]:
            label = class_of(thing)
            if label in FAMILY and thing["box"] and thing["count"] == 1:
                _count(total, tokens, regions, label, thing["box"])
    return total


def _count(total: Tally, tokens: Tokens, regions: np.ndarray, label: str, box: list[float]) -> None:
    hits = sorted((row for row in regions if overlap(tokens.boxes[row], box) >= FOUND), key=lambda row: -overlap(tokens.boxes[row], box))
    small = (box[2] - box[0]) * (box[3] - box[1]) < SMALL
    total.things, total.small = total.things + 1, total.small + small
    if not hits:
        total.missed, total.small_missed = total.missed + 1, total.small_missed + small
        return
    names = [CLASSES[int(tokens.names[row, 0]) - DETECTED] for row in hits]
    total.confused += label not in names
    total.doubled += len(hits) > 1
    total.scores.append(float(tokens.chances[hits[0], 0]))
    sides = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    total.offsets += ((tokens.boxes[hits[0]] - box) / np.maximum(sides, 1e-3)).tolist()
