"""How light and how colourful parts of a picture are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.colours import Box, Painted


class Tones:
    """Measured on every second pixel of the picture's small copy; that tells the same."""

    def __init__(self, painted: Painted) -> None:
        import cv2

        self._painted = painted
        red, green, blue = cv2.split(painted.small[::2, ::2])
        self._spread = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
        self._light = red.astype(np.uint16) + green + blue

    def __call__(self, *boxes: Box) -> list[float]:
        """brightness, contrast, saturation, colourfulness of these boxes (pixels of the picture) together, each about 0 to 1."""
        (brightness, contrast), (saturation, colourfulness) = (
            self._spans(self._light, 3 * 255, boxes),
            self._spans(self._spread, 255, boxes),
        )
        return [brightness, contrast, saturation, colourfulness]

    def _spans(self, plane: np.ndarray, full: int, boxes: Sequence[Box]) -> tuple[float, float]:
        import cv2

        cuts = [plane[self._painted.cut(box, plane)] for box in boxes]
        mean, deviation = cv2.meanStdDev(cuts[0] if len(cuts) == 1 else np.concatenate([cut.reshape(-1, 1) for cut in cuts]))
        return float(mean.item()) / full, float(deviation.item()) / full


def contrast(pixels: np.ndarray) -> float:
    """pixels: (H, W, 3) uint8 RGB. About 0 to 1, of the whole picture."""
    painted = Painted(pixels)
    return Tones(painted)((0.0, 0.0, float(painted.width), float(painted.height)))[1]
