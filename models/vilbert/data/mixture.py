"""What training reads and how often: simulated and drawn pictures, and those seen through the front end where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from models.vilbert.data.drawn import SHARES as DRAWN_SHARES
from models.vilbert.data.drawn import EasyQuestions, Scenes
from models.vilbert.data.examples import SHARES
from models.vilbert.data.sources import Cached, Simulated, Source, kept

MIXTURE = {"simulated": 0.58, "drawn": 0.14, "easy": 0.01, "photos": 0.12, "rendered": 0.15}
REPHRASED = {"simulated": 0.45, "drawn": 0.1, "easy": 0.01, "photos": 0.29, "rendered": 0.15}
"""Share of the steps that read each source, in training and while further wordings are learned. Left out: photos and rendered pictures
where none were seen, easy-VQA without drawings."""
UNTOLD = "photos/untold"
"""Folder of those of which a teacher speaks."""
CACHES = {"photos": (SHARES, ("photos", UNTOLD)), "rendered": (DRAWN_SHARES, ("rendered",))}
"""Shares of the kinds of questions, and the folders."""


def sources(work: Path, mixture: Mapping[str, float] = MIXTURE) -> list[tuple[float, Source]]:
    """Each with its share."""
    found: list[tuple[float, Source]] = [(mixture["simulated"], Simulated()), (mixture["drawn"], Scenes())]
    if (work / "drawings").exists():
        found.append((mixture["easy"], EasyQuestions(work / "drawings")))
    for name, (shares, folders) in CACHES.items():
        if seen := [one for folder in folders for one in kept(work / folder)]:
            found.append((mixture[name], Cached(seen, shares)))
    return found
