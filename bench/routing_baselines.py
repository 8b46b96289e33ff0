"""What routing is measured beside: the templates alone, and the nearest of all sentences by their vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assistant.routing.calibration import calibration
from assistant.routing.meaning import open_meaning
from assistant.routing.normal import normal
from assistant.routing.registry import FALLBACK, Registry

NOBODY = "-"
Engine = Callable[[str], str]
"""From a sentence to the skill that takes it."""


def by_templates(registry: Registry) -> Engine:
    def skill(text: str) -> str:
        found = [candidate for one in registry.loaded for candidate in one.wording.candidates(normal(text)) if one.skill.name != FALLBACK]
        best = max(found, key=lambda candidate: candidate.score, default=None)
        return best.skill if best and best.score >= calibration().act else NOBODY

    return skill


def by_nearest(registry: Registry) -> Engine:
    """The skills' sentences and the background are the same as those that the router learns from."""
    meaning = open_meaning()
    learned = [one for one in registry.loaded if one.wording.sentences]
    rows = [[text for text, _ in one.wording.sentences] for one in learned]
    names = [NOBODY] * len(meaning.background) + [one.skill.name for one, texts in zip(learned, rows, strict=True) for _ in texts]
    kept = [meaning.vectors.of_fixed(one.skill.name, texts) for one, texts in zip(learned, rows, strict=True)]
    plane = np.vstack([meaning.vectors.of_fixed("background", meaning.background), *kept])
    return lambda text: names[int((plane @ meaning.vectors.encode([normal(text)])[0]).argmax())]
