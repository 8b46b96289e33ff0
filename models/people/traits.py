"""What a face tells: how likely it is a man's, about how old it is, and whether it smiles."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.chances import sigmoid, softmax
from models.near import Square, piece
from models.planes import BYTES, planes
from models.runtime import open_session

SIDE, MOOD_SIDE = 224, 64
NUMBERS, MOOD_NUMBERS = BYTES, BYTES / 127.5 - 1
SHARE, MOOD_SHARE = 0.77, 0.9
"""What the face takes of the square that each network sees."""
SHARPER = 2.0
"""What the logit of a man is multiplied by: of 60 faces in photos all but two are on the right side, half of them between 0.1 and 0.9."""
HAPPY = 3
"""Of angry, disgusted, afraid, happy, sad, surprised, neutral."""


class Traits:
    def __init__(self, traits: Path, mood: Path) -> None:
        self._traits, self._mood = open_session(traits), open_session(mood)

    def __call__(self, pixels: np.ndarray, face: np.ndarray) -> tuple[float, float, float]:
        """
        pixels: (H, W, 3) uint8 RGB; face: (4,) its box in pixels
        Returns the chance that it is a man's, the age in years, and the chance that it smiles.
        """
        man, ages = self._traits.run(["man", "ages"], {"image": seen(pixels, face)})
        moods = softmax(self._mood.run(["moods"], {"image": mood_seen(pixels, face)})[0][0])
        years = softmax(ages[0]) @ np.arange(ages.shape[1])
        return float(sigmoid(SHARPER * man[0, 0])), float(years), float(moods[HAPPY])


def seen(pixels: np.ndarray, face: np.ndarray, share: float = SHARE) -> np.ndarray:
    """(1, 3, 224, 224) float32"""
    return planes(piece(pixels, Square.around(face, share), SIDE), NUMBERS)


def mood_seen(pixels: np.ndarray, face: np.ndarray, share: float = MOOD_SHARE) -> np.ndarray:
    """(1, 1, 64, 64) float32: grey, -1 to 1"""
    import cv2

    grey = cv2.cvtColor(piece(pixels, Square.around(face, share), MOOD_SIDE), cv2.COLOR_RGB2GRAY)
    return MOOD_NUMBERS[grey][None, None].astype(np.float32)
