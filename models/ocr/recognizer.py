"""What a line says: a strip of 48 pixels height, a distribution over characters for every 8 pixels, decoded greedily (CTC).

Dimension key: N strips of a batch, W pixels of width, S = W / 8 steps, V = characters, the blank first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.errors import DamagedModel
from models.runtime import open_session
from models.store import Prepared

HEIGHT = 48
WIDEST = 3200
"""Pixels of a strip; a longer line is squeezed."""
NARROWEST = 320
BATCH = 6
UPRIGHT = 1.5
"""Height over width from which a rectangle holds a line that runs upwards or downwards."""
SURE = 0.9
"""Confidence below which a strip is also read upside down."""


@dataclass(frozen=True)
class Read:
    text: str
    confidence: float
    """Mean of its characters, 0 to 1."""
    quarters: int = 0
    """Quarter turns to the left that made it readable."""


class Recognizer:
    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        """Raises DamagedModel for a graph that brings no alphabet."""
        self._session = open_session(prepared.path("recognizer.onnx"), threads=threads)
        self._input = self._session.get_inputs()[0].name
        alphabet = self._session.get_modelmeta().custom_metadata_map.get("character", "").split("\n")
        if len(alphabet) < 2:
            raise DamagedModel(f"recognizer.onnx names no characters; run: owlish models pull {prepared.model.id}.")
        self._characters = ["", *(alphabet[:-1] if not alphabet[-1] else alphabet), " "]

    def __call__(self, strips: list[np.ndarray]) -> list[Read]:
        """strips: each (H, W, 3) uint8 RGB with one line, flat; what is much higher than wide is turned a quarter to the left first."""
        quarters = [int(strip.shape[0] >= UPRIGHT * strip.shape[1]) for strip in strips]
        lying = [np.rot90(strip, turns) for strip, turns in zip(strips, quarters, strict=True)]
        read = [replace(one, quarters=turns) for one, turns in zip(self._read(lying), quarters, strict=True)]
        unsure = [row for row, one in enumerate(read) if one.confidence < SURE]
        for row, turned in zip(unsure, self._read([np.rot90(lying[row], 2) for row in unsure]), strict=True):
            if turned.confidence > read[row].confidence:
                read[row] = replace(turned, quarters=quarters[row] + 2)
        return read

    def _read(self, strips: list[np.ndarray]) -> list[Read]:
        """In batches of about the same width, because the narrower are padded."""
        order = sorted(range(len(strips)), key=lambda row: strips[row].shape[1] / strips[row].shape[0])
        read = [Read("", 0.0)] * len(strips)
        for begin in range(0, len(order), BATCH):
            rows = order[begin : begin + BATCH]
            likely = self._session.run(None, {self._input: batched([strips[row] for row in rows])})[0]
            for row, steps in zip(rows, likely, strict=True):
                read[row] = self._decode(steps)
        return read

    def _decode(self, steps: np.ndarray) -> Read:
        """steps: (S, V) probabilities. Repetitions are one character, blanks none."""
        best, sure = steps.argmax(1), steps.max(1)
        kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
        text = "".join(self._characters[number] for number in best[kept])
        return Read(" ".join(text.split()), float(sure[kept].mean()) if kept.any() else 0.0)


def batched(strips: list[np.ndarray]) -> np.ndarray:
    """(N, 3, 48, W) float32 BGR in -1..1, padded with grey on the right."""
    import cv2

    widths = [min(WIDEST, max(1, -(-HEIGHT * strip.shape[1] // strip.shape[0]))) for strip in strips]
    batch = np.zeros((len(strips), 3, HEIGHT, max(NARROWEST, *widths)), np.float32)
    for row, (strip, width) in enumerate(zip(strips, widths, strict=True)):
        small = cv2.resize(np.ascontiguousarray(strip), (width, HEIGHT))
        batch[row, :, :, :width] = (small[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
    return batch


def straightened(pixels: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The strip inside four corners (4, 2), laid flat."""
    import cv2

    width = max(1, round(float(max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[2] - corners[3])))))
    height = max(1, round(float(max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2])))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    return cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
