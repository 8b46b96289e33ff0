"""The networks that look at a picture before the fusion does, and their finds as its tokens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from models.backbone.runtime import Backbone, Seen
from models.clip.tags import Tagger
from models.detector.runtime import Detections, Detector, Proposals, picture_size
from models.drawings.closely import Closely
from models.drawings.runtime import Drawings, Drawn
from models.store import Store
from models.vilbert.tokenizing import FAINT, Setting, look, setting
from models.vilbert.tokens import Tokens


@dataclass(frozen=True, eq=False)
class Sight:
    """What the networks say of a picture."""

    around: Setting
    proposals: Proposals
    found: Detections
    """Those of the proposals that are sure enough."""
    seen: Seen
    drawn: Drawn


class FrontEnd:
    def __init__(self, store: Store, *, threads: int = 1, threshold: float = 0.3, tagger: Tagger | None = None) -> None:
        """
        threads: where there are two, what finds things works beside what sees the whole, since networks as small as these share one badly
        tagger:  another than the shipped one
        Raises ModelMissing where a network is not prepared.
        """
        import cv2

        each = max(1, threads // 2)
        cv2.setNumThreads(each)  # of the whole process: on pictures that fit a screen, its pool costs more than it brings
        self.detector = Detector(store.get("ssd-mobilenet-v2-coco"), threads=each)
        self.backbone = Backbone.with_namer(store, threads=each)
        self.drawings = Drawings(threads=each)
        self.closely = Closely(self.drawings, self.backbone, threads=each)
        self.tagger = tagger or Tagger()
        self._threshold = threshold
        self._aside = ThreadPoolExecutor(1, "things") if threads > 1 else None  # kept: to begin a thread takes half a millisecond

    @property
    def provider(self) -> str:
        """ONNX Runtime's execution provider that really runs."""
        return self.detector.provider

    def __call__(self, pixels: np.ndarray) -> Tokens:
        """pixels: (H, W, 3) uint8 RGB. Raises UnfitInput for anything else."""
        return self.tokens(self.see(pixels))

    def see(self, pixels: np.ndarray) -> Sight:
        """Raises UnfitInput, too."""
        picture_size(pixels)
        if self._aside is None:
            return self._sight(self._whole(pixels), self._things(pixels))
        things = self._aside.submit(self._things, pixels)
        return self._sight(self._whole(pixels), things.result())

    def _things(self, pixels: np.ndarray) -> tuple[Proposals, Drawn]:
        return self.detector.propose(pixels, min(FAINT, self._threshold)), self.closely(pixels)

    def _whole(self, pixels: np.ndarray) -> tuple[Setting, Seen]:
        around = setting(pixels)  # first, while the detector needs no Python: what computes in it would keep its finds waiting
        return around, self.backbone(pixels)

    def _sight(self, whole: tuple[Setting, Seen], things: tuple[Proposals, Drawn]) -> Sight:
        (around, seen), (proposals, drawn) = whole, things
        return Sight(around, proposals, proposals.above(self._threshold), seen, drawn)

    def tokens(self, sight: Sight) -> Tokens:
        return look(sight.around, sight.found, sight.seen, sight.drawn, self.tagger)
