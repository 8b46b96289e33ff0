"""Where a person's limbs are, and whether they sit, stand or lie: MoveNet Lightning, one person a look.

Its last steps (which person is the one in the middle, and the likeliest place of each point near where that person's would be) are here,
in numpy. Dimension key: K = 17 points in COCO's order, S = 48 cells a side.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.chances import sigmoid
from models.near import Square, piece
from models.planes import BYTES, planes
from models.runtime import open_session

SIDE = 192
NUMBERS = BYTES / 127.5 - 1
OUTPUTS = ("heat", "middle", "reach", "offset")
POINTS = 17
SHOULDERS, HIPS, KNEES = (5, 6), (11, 12), (13, 14)
SHARE = 0.8
"""What a person's box takes of the square that is looked at."""
NEAR = 1.8
"""Cells, added to a distance before scores are divided by it."""
SEEN, FAINT = 0.3, 0.12
"""Score from which a point counts as seen. The lower one holds where the picture reaches down to where the knees of somebody standing
would be: where it ends above them, points of the legs are guessed, and have to be surer."""
LEVEL, STEEP = 0.4, 12.0
"""How far the thigh falls from hip to knee, in lengths of the trunk, where sitting is as likely as standing; and how fast that tips."""
THIGH = 0.7
"""Of who stands, in lengths of the trunk."""
FLAT = 1.5
"""How much longer across than down the trunk of who lies is."""


class Posture:
    def __init__(self, graph: Path) -> None:
        self._session = open_session(graph)

    def __call__(self, pixels: np.ndarray, box: np.ndarray) -> np.ndarray:
        """
        pixels: (H, W, 3) uint8 RGB; box: (4,) in pixels, of one person
        Returns (K, 3) float32: x and y in pixels, and the score.
        """
        square = Square.around(box, SHARE)
        points = decode(*self._session.run(OUTPUTS, {"image": seen(pixels, square)}))
        return np.concatenate([square.in_picture(points[:, :2]), points[:, 2:]], 1).astype(np.float32)


def seen(pixels: np.ndarray, square: Square) -> np.ndarray:
    """(1, 3, 192, 192) float32, -1 to 1"""
    return planes(piece(pixels, square, SIDE), NUMBERS)


def decode(*outputs: np.ndarray) -> np.ndarray:
    """
    outputs: as OUTPUTS names them, of one picture: (1, K, S, S) logits of points, (1, 1, S, S) logits of a person's middle, and
             (1, 2 K, S, S) how far each point is from there, and from its own cell, y before x, in cells
    Returns (K, 3): x and y in shares of the square, and the score.
    """
    heat, middle, reach, offset = (output[0] for output in outputs)
    cells = heat.shape[1]
    rows, columns = np.mgrid[:cells, :cells]
    y, x = likeliest(middle[0], rows, columns, (cells - 1) / 2, (cells - 1) / 2)
    places = reach[:, y, x].reshape(POINTS, 2) + np.array([y, x])
    found = np.empty((POINTS, 3))
    for point, (down, across) in enumerate(places):
        y, x = likeliest(heat[point], rows, columns, down, across)
        below, right = offset[2 * point : 2 * point + 2, y, x]
        found[point] = (x + right) / cells, (y + below) / cells, sigmoid(heat[point, y, x])
    return found


def likeliest(logits: np.ndarray, rows: np.ndarray, columns: np.ndarray, y: float, x: float) -> tuple[int, int]:
    """The cell of the highest score, by how far it is from (y, x)."""
    near = sigmoid(logits) / (np.hypot(rows - y, columns - x) + NEAR)
    row, column = np.unravel_index(near.argmax(), near.shape)
    return int(row), int(column)


def told_by(points: np.ndarray, height: float) -> dict[str, float]:
    """
    points: (K, 3) of one person; height: of the picture
    Returns the chances of sitting, standing and lying; nothing where hips or knees are not seen.
    By the thigh of the leg that is seen best: who sits has it nearly level, or, from in front, short.
    """
    hip, knee = max(zip(HIPS, KNEES, strict=True), key=lambda pair: points[list(pair), 2].min())
    shoulders, hips = points[list(SHOULDERS)].mean(0), points[list(HIPS)].mean(0)
    across, down = hips[:2] - shoulders[:2]
    trunk = max(1.0, float(np.hypot(across, down)))
    least = FAINT if hips[1] + THIGH * trunk < height else SEEN
    if min(shoulders[2], points[hip, 2], points[knee, 2]) < least:
        return {}
    if abs(across) > FLAT * abs(down):
        return {"lying": 1.0, "sitting": 0.0, "standing": 0.0}
    sits = float(sigmoid(STEEP * (LEVEL - (points[knee, 1] - points[hip, 1]) / trunk)))
    return {"lying": 0.0, "sitting": sits, "standing": 1 - sits}
