"""What the pixels tell of a picture itself: how sharp and how light it is, whether it has colours, and where one of them is. No network.

Dimension key: P x P patches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.colours import LONGEST, NAMES, Box, classify
from models.shrink import shrunk

PATCHES, WIDE = 12, 9
"""P, and the pixels of the mean with which edges are blurred again."""
TEXTURE = 0.6
"""Mean step between neighbours (of 255) from which a patch has edges at all."""
FEWEST = 6
"""Patches with edges, below which those with the most are taken."""
BEST = 90
"""Percentile of the patches that tells how sharp a picture is: one thing in focus before a soft background is a sharp picture."""
TINT = 2.0
"""Distance from the picture's own tint (in a and b of CIE L*a*b*) within which nearly all pixels of a picture without colours lie."""
NEARLY_ALL = 99
VIVID, FAINT_VIVID = 0.35, 0.18
"""Saturation from which a colour is one for anybody, and pink, which is a light red."""
GREYS = ("black", "white", "grey")
CLIPPED = 250
"""Of 255: nothing is told by what is lighter in all channels."""


@dataclass(frozen=True)
class Patch:
    share: float
    """Of the pixels looked at, those of a colour."""
    box: Box | None
    """Pixels of the picture: around the largest piece of that colour."""


class Measured:
    def __init__(self, pixels: np.ndarray) -> None:
        """pixels: (H, W, 3) uint8 RGB"""
        self._pixels = pixels
        height, width = pixels.shape[:2]
        self._scale = max(1.0, max(height, width) / LONGEST)
        self._small = shrunk(pixels, (max(1, round(width / self._scale)), max(1, round(height / self._scale))), smooth=True)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self._pixels.shape[:2]
        return width, height

    def sharpness(self) -> float:
        """
        0 to 1: the share of an edge that is lost if it is blurred again, in the sharpest tenth of the patches and in the direction in which
        it is less, since a moved camera blurs one alone (after Crete et al. 2007, "The Blur Effect"). Photos have 0.7 to 0.9; blurred by a
        deviation of a hundredth of their longer side, 0.25 to 0.5.
        """
        import cv2

        grey = cv2.cvtColor(self._small, cv2.COLOR_RGB2GRAY).astype(np.float32)
        if min(grey.shape) < 2:
            return 1.0
        return min(_sharpness(grey), _sharpness(np.ascontiguousarray(grey.T)))

    def lightness(self) -> float:
        """0 (black) to 1 (white): the mean."""
        return float(self._small.mean()) / 255

    def clipped(self) -> float:
        """Share of the pixels that are so light that they tell nothing more."""
        return float((self._small.min(axis=2) >= CLIPPED).mean())

    def is_colourless(self) -> bool:
        """Whether it is of black and white, or of the lighter and darker tones of one tint."""
        import cv2

        lab = cv2.cvtColor(self._small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 1:].reshape(-1, 2)
        return bool(np.percentile(np.abs(lab - np.median(lab, axis=0)).max(axis=1), NEARLY_ALL) <= TINT)

    def shares(self) -> np.ndarray:
        """(C,): of each colour of `colours.NAMES` in the whole picture, every pixel counting alike."""
        codes, _ = self._codes
        return np.bincount(codes.ravel(), minlength=len(NAMES)) / codes.size

    def patch(self, colour: str, within: Box = (0.0, 0.0, 1.0, 1.0)) -> Patch:
        """within: fractions of the picture. What anybody would call of that colour: of a dull red, nothing is red."""
        import cv2

        codes, saturation = self._codes
        tall, wide = codes.shape
        x0, y0, x1, y1 = (round(edge * side) for edge, side in zip(within, (wide, tall, wide, tall), strict=True))
        own = (codes == NAMES.index(colour))[y0:y1, x0:x1]
        if colour not in (*GREYS, "brown"):
            own = own & (saturation[y0:y1, x0:x1] >= (FAINT_VIVID if colour == "pink" else VIVID))
        own = cv2.morphologyEx(own.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))  # no pink between red and white
        many, _, pieces, _ = cv2.connectedComponentsWithStats(own)
        if many < 2:
            return Patch(0.0, None)
        left, top, width, height = (int(number) for number in pieces[1:][pieces[1:, 4].argmax()][:4])
        box = np.array([left + x0, top + y0, left + x0 + width, top + y0 + height]) * self._scale
        return Patch(float(own.mean()), tuple(round(float(edge), 1) for edge in box))  # type: ignore[arg-type]

    @cached_property
    def _codes(self) -> tuple[np.ndarray, np.ndarray]:
        """(h, w): the index into NAMES and the saturation of each pixel."""
        import cv2

        hsv = cv2.cvtColor(self._small.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)
        return classify(hsv), hsv[..., 1]


def _sharpness(grey: np.ndarray) -> float:
    """Of its edges from row to row."""
    import cv2

    steps = np.abs(np.diff(grey, axis=0))
    lost = np.maximum(0.0, steps - np.abs(np.diff(cv2.blur(grey, (1, WIDE)), axis=0)))
    edges, gone = (cv2.resize(plane, (PATCHES, PATCHES), interpolation=cv2.INTER_AREA).ravel() for plane in (steps, lost))
    told = edges > TEXTURE if (edges > TEXTURE).sum() >= FEWEST else edges >= np.sort(edges)[-FEWEST]
    return float(np.percentile(gone[told] / np.maximum(edges[told], 1e-6), BEST))
