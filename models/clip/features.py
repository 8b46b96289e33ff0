"""What the frozen detector and backbone say of a picture, as the vectors that the image tower reads. numpy only.

Dimension key: L = 1000 ImageNet names, C = 80 COCO classes, K = names of drawn things and coloured shapes, G = 320 and M = 112 channels
of the backbone's last and middle stage.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from models import weights
from models.backbone.runtime import Backbone, Seen
from models.detector.runtime import Detections, Detector
from models.drawings.closely import NAMER, Closely
from models.drawings.names import COLOURS, SHAPES
from models.drawings.names import names as drawn_names
from models.drawings.runtime import ARTEFACT, Drawings, Drawn
from models.store import Store

NAMES, THINGS, GRID, MIDDLE = 1000, 80, 320, 112
DRAWN = tuple(drawn_names()) + tuple(f"{colour} {shape}" for shape in SHAPES for colour in COLOURS)
"""What may be drawn: `dog`, `circle`, `red circle`."""
FAINT = 0.2
"""Score from which a detection is counted; the score itself says how far."""


@dataclass(frozen=True, eq=False)
class Features:
    """Of one picture, or of many with a leading axis."""

    names: np.ndarray
    """(L,) float32: probability of each ImageNet name."""
    things: np.ndarray
    """(C,) float32: best score of each class in the picture, less where its box is small."""
    drawn: np.ndarray
    """(K,) float32: how many of each are drawn in the picture, as far as the detector is sure."""
    grid: np.ndarray
    """(G,) float32: mean of the last stage."""
    middle: np.ndarray
    """(M,) float32: mean of the middle stage."""

    def arrays(self) -> dict[str, np.ndarray]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, rows: int | np.ndarray | slice) -> Features:
        return Features(**{name: array[rows] for name, array in self.arrays().items()})


def stacked(parts: list[Features]) -> Features:
    """Single pictures, one under the other."""
    return Features(**{field.name: np.stack([getattr(part, field.name) for part in parts]) for field in fields(Features)})


class FrontEnd:
    """The frozen networks, opened once."""

    def __init__(self, store: Store, *, threads: int = 1) -> None:
        """Raises ModelMissing, DamagedModel."""
        self._detector = Detector(store.get("ssd-mobilenet-v2-coco"), threads=threads)
        self._backbone = Backbone(store.get("efficientnet-lite0"), threads=threads)
        self._closely = Closely(Drawings(threads=threads), self._backbone, threads=threads)

    @property
    def version(self) -> str:
        """Changes with the detector of drawn things and what names its finds, the only parts that are trained here."""
        return "-".join(weights.entries()[name]["sha256"][:12] for name in (ARTEFACT, NAMER))

    def __call__(self, pixels: np.ndarray) -> Features:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        area_px = pixels.shape[0] * pixels.shape[1]
        return features(self._backbone(pixels), self._detector(pixels, FAINT), self._closely(pixels), area_px)


def features(seen: Seen, found: Detections, drawn: Drawn, area_px: int) -> Features:
    return Features(
        seen.probabilities.astype(np.float32),
        things(found, area_px),
        counted(drawn),
        seen.grid.mean((1, 2), dtype=np.float32),
        seen.middle.mean((1, 2), dtype=np.float32),
    )


def things(found: Detections, area_px: int) -> np.ndarray:
    """(C,): a person who fills the picture counts wholly, one on a hundredth of it a third."""
    if not len(found.boxes):
        return np.zeros(THINGS, np.float32)
    share = np.prod(found.boxes[:, 2:] - found.boxes[:, :2], axis=1) / max(1, area_px)
    weighed = found.classes * (found.classes >= FAINT) * np.clip(share, 0, 1)[:, None] ** 0.25
    return weighed.max(0).astype(np.float32)


def counted(found: Drawn) -> np.ndarray:
    """(K,): the sums of what each found thing may be, and of what shape and colour."""
    likely = found.classes * found.scores[:, None]
    shapes = likely[:, : len(SHAPES), None] * found.colours[:, None, :]
    return np.concatenate([likely.sum(0), shapes.sum(0).ravel()]).astype(np.float32)
