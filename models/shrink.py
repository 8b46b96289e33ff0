"""A picture made smaller: whole factors first, as means of blocks, then the rest of the factor.

Means over broken pixels take twenty times as long as means of whole ones, so a large frame costs little more than a small one.
"""

from __future__ import annotations

import numpy as np


def shrunk(pixels: np.ndarray, size: tuple[int, int], *, smooth: bool = False) -> np.ndarray:
    """
    pixels: (H, W, 3) uint8; size: (width, height), at least 1 and no larger than the picture
    smooth: the rest of the factor as means, too; else between neighbours, which costs a fifth
    Up to factor - 1 columns at the right and rows at the bottom are left out.
    """
    import cv2

    height, width = pixels.shape[:2]
    factor = min(width // size[0], height // size[1])
    if factor > 1:
        wide, tall = width // factor, height // factor
        pixels = cv2.resize(pixels[: tall * factor, : wide * factor], (wide, tall), interpolation=cv2.INTER_AREA)
    if pixels.shape[1::-1] == size:
        return pixels
    rest = max(pixels.shape[1] / size[0], pixels.shape[0] / size[1])  # of a ribbon, one side's is more than two
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if smooth or rest >= 2 else cv2.INTER_LINEAR)
