"""A closer look at what was found: each find once more from near, by the detector of drawn things and by the backbone.

The detector learned from some styles; a thing of thirty pixels in a style that it never saw gets another name in one case of three. From
near it has more to go by. The backbone knows far more pictures: what it says of the piece is named by one linear layer (a linear probe:
Alain & Bengio 2017, arXiv:1610.01644) that was trained on the same pictures as the detector (naming.py). The two err otherwise.

Dimension key: D finds, N names, F features of the backbone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models import weights
from models.backbone.runtime import SHORT, Backbone, Seen
from models.chances import softmax
from models.detector.runtime import overlap
from models.drawings.runtime import SIDE, Drawings, Drawn
from models.near import Square, piece
from models.runtime import open_session

NAMER = "drawings_names.onnx"
NEAR, FULL = 0.35, 0.7
"""What a find takes of the piece that is cut out around it: for the detector, which learned things of that size, and for the backbone."""
FAINT, SAME = 0.05, 0.4
"""Score and IoU from which what the detector finds from near is the find."""
PLAIN = 0.9
"""How surely something is a shape of one colour, from which it needs no second look."""
CERTAIN = 0.98
"""Chance of a name, from which a second look changes nothing (of 450 pictures in styles never seen none)."""
LOOKS = 12
"""Most finds that are looked at again, the least certain first: each costs a fifth of a first answer about a photo."""
EVEN = 1e-3
"""Added to chances before their logarithm, so that one voice alone rules nothing out."""
INNER, MIDDLE = slice(2, 5), slice(4, 10)
"""Cells of the backbone's last and middle stage in which the thing lies, whatever is around it."""
FEATURES = 3 * 320 + 2 * 112 + 1000


class Closely:
    def __init__(self, drawings: Drawings, backbone: Backbone, *, threads: int = 1) -> None:
        """Raises ModelError where the shipped weights are damaged."""
        self._drawings, self._backbone = drawings, backbone
        self._namer = open_session(weights.verified(NAMER), threads=threads)

    def __call__(self, pixels: np.ndarray) -> Drawn:
        """pixels: (H, W, 3) uint8 RGB. What is drawn there, named from near. Raises UnfitInput for anything else."""
        return self.named(pixels, self._drawings(pixels))

    def named(self, pixels: np.ndarray, drawn: Drawn) -> Drawn:
        """
        pixels: in which that was found
        Returns the same finds, their names from near. A shape of one colour keeps its own: the detector knows shapes as well from afar, and
        only there that easy-VQA's squares are rectangles.
        """
        sure = drawn.classes.max(1, initial=0.0)
        doubtful = np.flatnonzero((drawn.colours.sum(1) < PLAIN) & (sure < CERTAIN))
        rows = doubtful[np.argsort(sure[doubtful], kind="stable")[:LOOKS]]
        if not len(rows):
            return drawn
        boxes, classes = drawn.boxes[rows], drawn.classes[rows]
        near = np.stack([self._again(pixels, box, afar) for box, afar in zip(boxes, classes, strict=True)])
        features = np.stack([features_of(self._backbone.alone(piece(pixels, Square.around(box, FULL), SHORT))) for box in boxes])
        called = softmax(self._namer.run(None, {"features": features})[0])
        named = drawn.classes.copy()
        named[rows] = softmax(np.log((classes + near) / 2 + EVEN) + np.log(called + EVEN))
        return replace(drawn, classes=named)

    def _again(self, pixels: np.ndarray, box: np.ndarray, classes: np.ndarray) -> np.ndarray:
        """
        box: (4,) in pixels; classes: (N,), what it was called from afar
        Returns (N,): what the detector calls it from near; the same as before where it does not find it again.
        """
        finds = self._drawings.finds(piece(pixels, Square.around(box, NEAR), SIDE), FAINT)
        if not len(finds):
            return classes
        size = box[2:] - box[:2]
        reach = size / max(1.0, float(size.max())) * NEAR * SIDE / 2
        here = overlap(np.concatenate([SIDE / 2 - reach, SIDE / 2 + reach]), finds.boxes)
        return finds.classes[here.argmax()] if here.max() >= SAME else classes


def features_of(seen: Seen) -> np.ndarray:
    """(F,) float32: what the backbone says of a piece, on the whole and where the thing lies."""
    last, middle = seen.grid, seen.middle
    parts = (
        last.mean((1, 2)),
        last[:, INNER, INNER].mean((1, 2)),
        last.max((1, 2)),
        middle.mean((1, 2)),
        middle[:, MIDDLE, MIDDLE].mean((1, 2)),
        np.log(np.maximum(seen.probabilities, 1e-9)),
    )
    return np.concatenate(parts).astype(np.float32)
