"""What training reads and how often: simulated and drawn pictures, and those seen through the front end where there are any."""

from __future__ import annotations

from pathlib import Path

from models.vilbert.data.drawn import SHARES as DRAWN_SHARES
from models.vilbert.data.drawn import EasyQuestions, Scenes
from models.vilbert.data.examples import SHARES
from models.vilbert.data.sources import Cached, Simulated, Source, kept

MIXTURE = {"simulated": 0.58, "drawn": 0.14, "easy": 0.01, "photos": 0.12, "rendered": 0.15}
"""Share of the steps that read each source. Left out: photos and rendered pictures where none were seen, easy-VQA without drawings."""
CACHES = {"photos": (SHARES, ("photos", "taught")), "rendered": (DRAWN_SHARES, ("rendered",))}
"""Shares of the kinds of questions, and the folders."""


def sources(work: Path) -> list[tuple[float, Source]]:
    """Each with its share."""
    found: list[tuple[float, Source]] = [(MIXTURE["simulated"], Simulated()), (MIXTURE["drawn"], Scenes())]
    if (work / "drawings").exists():
        found.append((MIXTURE["easy"], EasyQuestions(work / "drawings")))
    for name, (shares, folders) in CACHES.items():
        if seen := [one for folder in folders for one in kept(work / folder)]:
            found.append((MIXTURE[name], Cached(seen, shares)))
    return found
