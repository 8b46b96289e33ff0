"""What a reading points at, as a box: detected things, pieces of people, bands of the picture, or patches of cells where none is found."""

from __future__ import annotations

import numpy as np

from models.lexicon import plural
from models.vilbert.runtime import Reading
from models.vilbert.tokens import BAND, CELL, PART, Tokens
from models.vilbert.vocabulary import FIRST_PART, PARTS, vocabulary

GROWN = 0.4
"""Share of the best cell's grounding with which its neighbours belong to the same thing."""
BACKGROUND = FIRST_PART + PARTS.index("background")
"""Has the whole picture for its box, and who points at everything points at nothing."""
TOGETHER = 0.5
"""Share of the best one's grounding with which others of its class belong to a plural."""


def pointed(reading: Reading, tokens: Tokens, phrase: str = "") -> tuple[np.ndarray, float] | None:
    """The box (fractions) that the words mean most, and how surely: of several things where the words say so, of the cells that are meant
    together where nothing was detected."""
    meanable = usable(tokens) | (tokens.kinds == CELL)
    if not meanable.any():
        return None
    best = int(np.where(meanable, reading.marks, -np.inf).argmax())
    sure = float(reading.grounding[best])
    if tokens.kinds[best] == CELL:
        return patch(best, reading, tokens), sure
    return hull(alike(best, reading, tokens, phrase), tokens), sure


def usable(tokens: Tokens) -> np.ndarray:
    """(N,): things, pieces of people and bands of the picture, but not its background."""
    return np.isin(tokens.kinds, (PART, BAND)) & (tokens.names[:, 0] != BACKGROUND) | tokens.counted


def alike(best: int, reading: Reading, tokens: Tokens, phrase: str) -> list[int]:
    """The best token, and where the words name its class in the plural, the others of that class that are meant too."""
    name = vocabulary().names[tokens.names[best, 0]]
    if not tokens.counted[best] or plural(name) == name or plural(name) not in phrase.lower():
        return [best]
    meant = reading.grounding >= TOGETHER * reading.grounding[best]
    return np.flatnonzero(tokens.counted & meant & (tokens.names[:, 0] == tokens.names[best, 0])).tolist()


def hull(rows: list[int], tokens: Tokens) -> np.ndarray:
    boxes = tokens.boxes[rows]
    return np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)])


def patch(best: int, reading: Reading, tokens: Tokens) -> np.ndarray:
    """The box around the cells that touch the best one, step by step, and are meant nearly as surely."""
    cells = np.flatnonzero(tokens.kinds == CELL)
    meant = {int(cell) for cell in cells if reading.grounding[cell] >= GROWN * reading.grounding[best]}
    first, side = int(cells[0]), round(len(cells) ** 0.5)
    grown, edge = {best}, [best]
    while edge:
        row, column = divmod(edge.pop() - first, side)
        for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            cell = first + near[0] * side + near[1]
            if 0 <= near[0] < side and 0 <= near[1] < side and cell in meant - grown:
                grown.add(cell)
                edge.append(cell)
    return hull(sorted(grown), tokens)
