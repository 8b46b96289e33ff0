"""The networks that look at a picture before the fusion does, and their finds as its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.backbone.runtime import Backbone, Seen
from models.clip.features import features
from models.clip.tags import Tagger
from models.colours import Painted
from models.detector.runtime import Detections, Detector, Proposals, picture_size
from models.drawings.closely import Closely
from models.drawings.runtime import Drawings, Drawn
from models.people.runtime import People, Person
from models.registry import find
from models.store import Store
from models.vilbert.distinct import distinct
from models.vilbert.tokenizing import FAINT, PERSON, Setting, Things, look, setting, things
from models.vilbert.tokens import Tokens

TRAINED, LOOKED = 0.3, 0.2
"""Scores from which a find became a region when the fusion learned, and from which it does where the assistant looks, if its settings say
nothing else."""


@dataclass(frozen=True, eq=False)
class Sight:
    """What the networks say of a picture."""

    around: Setting
    proposals: Proposals
    found: Detections
    """Those of the proposals that are sure enough."""
    drawn: Drawn
    things: Things
    seen: Seen
    people: Sequence[Person] = ()
    """Those among the finds who were looked at from near."""


class FrontEnd:
    def __init__(self, store: Store, *, threshold: float, threads: int = 1, tagger: Tagger | None = None) -> None:
        """
        threshold: score from which a find becomes a region
        threads:   where there are two, what finds things works beside what sees the whole, since networks as small as these share one badly
        tagger:    another than the shipped one
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
        self._store, self._threads, self._threshold = store, threads, threshold
        self._aside = ThreadPoolExecutor(1, "things") if threads > 1 else None  # kept: to begin a thread takes half a millisecond

    @cached_property
    def _people(self) -> People | None:
        """Opened with the first look at somebody; None where it is not prepared: its package comes by a client that not everybody has."""
        model = find("people")
        return People(self._store.get(model.id), threads=self._threads) if self._store.is_prepared(model) else None

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
        painted = Painted(pixels)
        if self._aside is None:
            return Sight(setting(painted), *self._found(pixels, painted), self.backbone(pixels))
        found = self._aside.submit(self._found, pixels, painted)
        around = setting(painted)  # first, while the detector needs no Python: what computes in it would keep its finds waiting
        seen = self.backbone(pixels)
        return Sight(around, *found.result(), seen)

    def _found(self, pixels: np.ndarray, painted: Painted) -> tuple[Proposals, Detections, Drawn, Things]:
        proposals, drawn = self.detector.propose(pixels, min(FAINT, self._threshold)), self.closely(pixels)
        found = proposals.above(self._threshold)
        return proposals, found, drawn, things(painted, found, drawn)

    def near(self, pixels: np.ndarray, sight: Sight) -> Sight:
        """
        sight: of these pixels
        Returns it with the people in it looked at from near, and with those of whom the detector missed all but a face. It is the same
        where nobody is seen, in a drawing, or where the networks for that are not prepared.
        """
        found = sight.found
        rows = [row for row in distinct(found.boxes, found.labels) if found.classes[row].argmax() == PERSON]
        if not rows or len(sight.drawn.boxes) or self._people is None:
            return sight
        people = self._people(pixels, found.boxes[rows])
        more = found.along(PERSON, np.array([person.box for person in people[len(rows) :]], np.float32).reshape(-1, 4))
        return replace(sight, found=more, things=things(sight.around.painted, more, sight.drawn, people), people=people)

    def tokens(self, sight: Sight) -> Tokens:
        painted = sight.around.painted
        tags = self.tagger(features(sight.seen, sight.found, sight.drawn, painted.height * painted.width))
        return look(sight.around, sight.things, sight.seen, tags)


def recoloured(sight: Sight, pixels: np.ndarray) -> Sight:
    """The same with what its colours tell found anew, for benches: the networks are not asked again."""
    painted = Painted(pixels)
    return replace(sight, around=setting(painted), things=things(painted, sight.found, sight.drawn, sight.people))
