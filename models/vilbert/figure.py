"""Where hair, shirt and trousers lie in a person's box: a standing person's, or one that the picture cuts off at the chest or the waist."""

from __future__ import annotations

import numpy as np

STANDING = {"hair": (0.0, 0.14), "shirt": (0.18, 0.5), "trousers": (0.55, 0.88)}
"""From, to, in shares of the box's height."""
BUST = {"hair": (0.0, 0.3), "shirt": (0.5, 1.0), "trousers": (0.85, 1.0)}
TALL = 1.7
"""Height by width from which a box holds more than head, chest and arms."""
PIECES = tuple(STANDING)


def pieces_of(box: np.ndarray, shape: float = 1.0) -> dict[str, np.ndarray]:
    """
    box:   (4,) in fractions of the picture
    shape: the picture's height by its width
    Returns the box of each piece.
    """
    x0, y0, x1, y1 = box
    shares = STANDING if (y1 - y0) * shape > TALL * (x1 - x0) else BUST
    return {piece: np.array([x0, y0 + start * (y1 - y0), x1, y0 + end * (y1 - y0)]) for piece, (start, end) in shares.items()}
