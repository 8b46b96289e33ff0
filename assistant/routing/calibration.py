"""From what is known of a sentence and a skill to a probability. The numbers are fitted by `python -m bench.routing fit`."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True)
class Calibration:
    meaning: tuple[float, float, float, float]
    """Where no template fits: bias, weights of the nearness to the skill, of that to its nearest intent, and of a slot that is missing."""
    template: tuple[float, float]
    """Where a template took words as they came: bias, weight of the nearness to the skill."""
    act: float
    """Probability from which a skill acts."""
    ask: float
    """Probability from which the assistant asks whether it was meant."""

    def of_meaning(self, near: float, intent: float, missing: bool = False) -> float:
        return sigmoid(float(np.dot(self.meaning, (1.0, near, intent, missing))))

    def of_template(self, near: float) -> float:
        return sigmoid(float(np.dot(self.template, (1.0, near))))


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    read = json.loads(FILE.read_text("utf-8"))
    return Calibration(tuple(read["meaning"]), tuple(read["template"]), read["act"], read["ask"])
