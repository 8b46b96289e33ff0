"""The order in which a person reads: rows from above, pieces of a row from the left, one column after the other. Pure geometry.

Everything is turned by the angle that most lines have, so that a page held askew reads as one held straight.
"""

from __future__ import annotations

import numpy as np

from models.ocr.finder import from_upper_left

SAME_ROW = 0.5
"""Share of the lower piece's height by which two pieces must overlap to stand in one row."""
BLOCK = 1.0
"""Heights of a line that are free above a block of rows."""
GUTTER = 1.0
"""Heights of a line that are free between two columns."""
COLUMN = 5.0
"""Heights of a line that a column is wide at least: prices beside a menu, or numbers beside a list, belong to their rows."""
ROWS = 2
"""Rows that a column has at least."""


def rows_of(corners: np.ndarray, quarters: int = 0) -> list[list[int]]:
    """
    corners:  (N, 4, 2) as the finder gives them
    quarters: turns to the left after which the page stands upright
    Returns rows of the page, each the numbers of its pieces as they are read.
    """
    if not len(corners):
        return []
    boxes = levelled(turned(corners, quarters))
    return [row for block in _blocks(boxes, _rows(boxes, list(range(len(boxes))))) for row in _read(boxes, block)]


def turned(corners: np.ndarray, quarters: int) -> np.ndarray:
    """Around the origin, which no order depends on; corners again from the upper left."""
    for _ in range(quarters):
        corners = np.stack([corners[..., 1], -corners[..., 0]], -1)
    return np.array([from_upper_left(four) for four in corners]) if quarters else corners


def levelled(corners: np.ndarray) -> np.ndarray:
    """(N, 4) boxes x0, y0, x1, y1 after turning the page straight."""
    along = corners[:, 1] - corners[:, 0]
    lying = np.linalg.norm(along, axis=1) >= np.linalg.norm(corners[:, 3] - corners[:, 0], axis=1)
    angles = np.arctan2(along[:, 1], along[:, 0])[lying] if lying.any() else np.zeros(1)
    cosine, sine = np.cos(np.median(angles)), np.sin(np.median(angles))
    straight = corners @ np.array([[cosine, -sine], [sine, cosine]], np.float32)
    return np.concatenate([straight.min(1), straight.max(1)], 1)


def _blocks(boxes: np.ndarray, rows: list[list[int]]) -> list[list[int]]:
    """Pieces that stand close below each other: a heading is a block of its own, above the columns."""
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    blocks: list[list[int]] = []
    bottom = -np.inf
    for row in rows:
        if boxes[row, 1].min() - bottom >= BLOCK * height:
            blocks.append([])
        blocks[-1] += row
        bottom = max(bottom, boxes[row, 3].max())
    return blocks


def _read(boxes: np.ndarray, block: list[int]) -> list[list[int]]:
    if sides := _columns(boxes, block):
        return [row for side in sides for row in _read(boxes, side)]
    return _rows(boxes, block)


def _rows(boxes: np.ndarray, chosen: list[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for piece in sorted(chosen, key=lambda one: (boxes[one, 1] + boxes[one, 3], boxes[one, 0])):
        row = next((row for row in rows if all(_beside(boxes[piece], boxes[other]) for other in row)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [sorted(row, key=lambda one: boxes[one, 0]) for row in rows]


def _beside(one: np.ndarray, other: np.ndarray) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return bool(shared >= SAME_ROW * min(one[3] - one[1], other[3] - other[1]))


def _columns(boxes: np.ndarray, chosen: list[int]) -> list[list[int]]:
    """Left and right of the first gutter that runs through all of them; none where there is no gutter between two columns."""
    height = float(np.median(boxes[chosen, 3] - boxes[chosen, 1]))
    order = sorted(chosen, key=lambda one: boxes[one, 0])
    edge = boxes[order[0], 2]
    for place, piece in enumerate(order[1:], 1):
        if boxes[piece, 0] - edge >= GUTTER * height:
            sides = [order[:place], order[place:]]
            if all(_is_column(boxes, side, height) for side in sides):
                return sides
        edge = max(edge, boxes[piece, 2])
    return []


def _is_column(boxes: np.ndarray, side: list[int], height: float) -> bool:
    wide = float(np.median(boxes[side, 2] - boxes[side, 0]))
    return wide >= COLUMN * height and len(_rows(boxes, side)) >= ROWS
