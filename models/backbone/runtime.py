"""Picture to ImageNet's names and to features for what comes after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

import numpy as np

from models.chances import softmax
from models.detector.runtime import picture_size
from models.planes import BYTES, planes
from models.runtime import open_session
from models.shrink import shrunk
from models.store import Prepared, Store

SIDE, SHORT = 224, 256
NUMBERS = (BYTES - 127) / 128


@dataclass(frozen=True, eq=False)
class Seen:
    probabilities: np.ndarray
    """(1000,) float32 over `names()`, of the network whose features these are; the dual encoder reads them."""
    grid: np.ndarray
    """(320, 7, 7) float32: the last stage."""
    middle: np.ndarray
    """(112, 14, 14) float32: stride 16."""
    named: np.ndarray
    """(1000,) float32: what the picture is called, as the mean of both networks has it; `probabilities` where there is only one."""


class Backbone:
    def __init__(self, prepared: Prepared, namer: Prepared | None = None, *, threads: int = 1) -> None:
        """namer: a second network that gives names to the same input. Two that err otherwise are right more often than either."""
        self._session = open_session(prepared.path("backbone.onnx"), threads=threads)
        self._namer = open_session(namer.path("namer.onnx"), threads=threads) if namer else None

    @classmethod
    def with_namer(cls, store: Store, *, threads: int = 1) -> Backbone:
        """Both networks. Raises ModelMissing, DamagedModel."""
        return cls(store.get("efficientnet-lite0"), store.get("efficientnet-lite3"), threads=threads)

    def __call__(self, pixels: np.ndarray) -> Seen:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        image = {"image": preprocess(pixels)}
        seen = self._see(image)
        if self._namer is None:
            return seen
        return replace(seen, named=(seen.probabilities + softmax(self._namer.run(["logits"], image)[0][0])) / 2)

    def alone(self, pixels: np.ndarray) -> Seen:
        """The same without the second network."""
        return self._see({"image": preprocess(pixels)})

    def _see(self, image: dict[str, np.ndarray]) -> Seen:
        logits, grid, middle = self._session.run(["logits", "grid", "stage4"], image)
        probabilities = softmax(logits[0])
        return Seen(probabilities, grid[0], middle[0], probabilities)


def preprocess(pixels: np.ndarray) -> np.ndarray:
    """(1, 3, 224, 224) float32: the short side to 256, the centre cut out, (x - 127) / 128."""
    import cv2

    height, width = picture_size(pixels)
    scale = SHORT / min(height, width)
    size = max(SHORT, round(width * scale)), max(SHORT, round(height * scale))
    if max(size) > 8 * SHORT:  # a picture like a ribbon: cut before it is enlarged beyond reason
        cut = 8 * min(height, width)
        return preprocess(pixels[(height - min(height, cut)) // 2 :, (width - min(width, cut)) // 2 :][:cut, :cut])
    small = shrunk(pixels, size, smooth=True) if scale < 1 else cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    top, left = (size[1] - SIDE) // 2, (size[0] - SIDE) // 2
    return planes(small[top : top + SIDE, left : left + SIDE], NUMBERS)


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """ImageNet's 1,000 names in the network's order."""
    return tuple(resources.files("models.backbone").joinpath("imagenet.txt").read_text("utf-8").splitlines())
