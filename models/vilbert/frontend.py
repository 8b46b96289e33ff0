"""The networks that look at a picture before the fusion does, and their finds as its tokens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from models.backbone.runtime import Backbone, Seen
from models.clip.tags import Tagger
from models.colours import Painted
from models.detector.runtime import Detections, Detector, Proposals, picture_size
from models.drawings.closely import Closely
from models.drawings.runtime import Drawings, Drawn
from models.store import Store
from models.vilbert.tokenizing import FAINT, look
from models.vilbert.tokens import Tokens


@dataclass(frozen=True, eq=False)
class Sight:
    """What the networks say of a picture."""

    painted: Painted
    proposals: Proposals
    found: Detections
    """Those of the proposals that are sure enough."""
    seen: Seen
    drawn: Drawn


class FrontEnd:
    def __init__(self, store: Store, *, threads: int = 1, threshold: float = 0.3, tagger: Tagger | None = None) -> None:
        """
        threads: the detector looks beside the other networks where there are two, since networks as small as these share one badly
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
        self._threshold, self._beside = threshold, threads > 1

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
        faintest = min(FAINT, self._threshold)
        if not self._beside:
            return self._together(pixels, self.detector.propose(pixels, faintest), self.backbone(pixels), self.closely(pixels))
        with ThreadPoolExecutor(1, "detector") as aside:
            proposed = aside.submit(self.detector.propose, pixels, faintest)
            seen, drawn = self.backbone(pixels), self.closely(pixels)
            return self._together(pixels, proposed.result(), seen, drawn)

    def _together(self, pixels: np.ndarray, proposals: Proposals, seen: Seen, drawn: Drawn) -> Sight:
        return Sight(Painted(pixels), proposals, proposals.above(self._threshold), seen, drawn)

    def tokens(self, sight: Sight) -> Tokens:
        return look(sight.painted, sight.found, sight.seen, sight.drawn, self.tagger)
