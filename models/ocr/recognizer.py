"""What a line says: a strip of 48 pixels height, a distribution over characters for every 8 pixels, decoded greedily (CTC).

Dimension key: W pixels of width, S = W / 8 steps, V = characters, the blank first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np

from models.errors import DamagedModel
from models.runtime import open_session
from models.store import Prepared

HEIGHT = 48
WIDEST = 2400
"""Pixels of a strip; a longer line is squeezed."""
NARROWEST = 320
UPRIGHT = 1.5
"""Height over width from which a rectangle holds a line that runs upwards or downwards."""
SURE = 0.9
"""Confidence below which a strip is also read upside down."""
SPACE, STANDS_OUT = 0.05, 2.0
"""
Chance of a space between two characters from which one stands there although a blank is likelier, and how many times that of the line's
other gaps it has to be: inside of a word it is next to nothing, but for letters that are set apart.
"""


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
        self._session = open_session(prepared.path("recognizer.onnx"), threads=threads, spare=True)
        self._input = self._session.get_inputs()[0].name
        alphabet = self._session.get_modelmeta().custom_metadata_map.get("character", "").split("\n")
        if len(alphabet) < 2:
            raise DamagedModel(f"recognizer.onnx names no characters; run: owlish models pull {prepared.model.id}.")
        self._characters = ["", *(alphabet[:-1] if not alphabet[-1] else alphabet), " "]

    def __call__(self, strip: np.ndarray) -> Read:
        """strip: (H, W, 3) uint8 RGB with one line, flat; what is much higher than wide is turned a quarter to the left first."""
        quarters = int(strip.shape[0] >= UPRIGHT * strip.shape[1])
        lying = np.rot90(strip, quarters)
        read = replace(self._read(lying), quarters=quarters)
        if read.confidence >= SURE:
            return read
        turned = replace(self._read(np.rot90(lying, 2)), quarters=quarters + 2)
        return max(read, turned, key=lambda one: one.confidence)

    def _read(self, strip: np.ndarray) -> Read:
        """One at a time: a batch is no faster on a CPU, and takes a gigabyte for a page."""
        return self._decode(self._session.run(None, {self._input: fitted(strip)})[0][0])

    def _decode(self, steps: np.ndarray) -> Read:
        """steps: (S, V) probabilities. Repetitions are one character, blanks none."""
        best, sure = steps.argmax(1), steps.max(1)
        kept = np.flatnonzero((best != 0) & np.concatenate([[True], best[1:] != best[:-1]]))
        characters = [self._characters[best[step]] for step in kept]
        spaces = ["", *(" " if apart else "" for apart in _words_apart(steps[:, -1], kept, characters))]
        text = "".join(chain.from_iterable(zip(spaces, characters, strict=False)))
        return Read(" ".join(text.split()), float(sure[kept].mean()) if len(kept) else 0.0)


def _words_apart(spaces: np.ndarray, kept: np.ndarray, characters: Sequence[str]) -> np.ndarray:
    """
    spaces: (S,) chances of a space; kept: (K,) steps of the characters
    Returns (K - 1,) bool: whether a word ends behind a character. What digits make is one number.
    """
    gaps = np.array([spaces[here + 1 : there].max(initial=0.0) for here, there in pairwise(kept)])
    digits = np.array([character.isdigit() for character in characters], bool)
    return (gaps >= max(SPACE, STANDS_OUT * float(np.median(gaps)) if len(gaps) else 0.0)) & ~(digits[:-1] & digits[1:])


def fitted(strip: np.ndarray) -> np.ndarray:
    """(1, 3, 48, W) float32 BGR in -1..1, a short strip padded with grey on the right."""
    import cv2

    width = min(WIDEST, max(1, -(-HEIGHT * strip.shape[1] // strip.shape[0])))
    small = cv2.resize(np.ascontiguousarray(strip), (width, HEIGHT))
    image = np.zeros((1, 3, HEIGHT, max(NARROWEST, width)), np.float32)
    image[0, :, :, :width] = (small[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
    return image


def straightened(pixels: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The strip inside four corners (4, 2), laid flat."""
    import cv2

    width = max(1, round(float(max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[2] - corners[3])))))
    height = max(1, round(float(max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2])))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    return cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
