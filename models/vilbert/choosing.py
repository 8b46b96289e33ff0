"""Which box a phrase means on a photo. The token that is marked most is often beside it: a faint find, a patch, one of two people. So every
box that could be meant is weighed by five signs, whose weights are fitted on phrases about photos (`python -m bench.trust`).

Dimension key: K boxes, N tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from models.detector.runtime import overlap
from models.lexicon import lexicon, meaning, plural
from models.vilbert.pointing import alike, hull, usable
from models.vilbert.relating import Ranked, head_of, in_order
from models.vilbert.runtime import Reading, logit
from models.vilbert.tokens import CELL, Tokens
from models.vilbert.vocabulary import DETECTED, NAMED, vocabulary

SIGNS = ("score", "held", "agreed", "other", "sided")
"""How sure the detector is; the share of the cells' grounding that lies in the box; how well it covers something that is meant, and a thing
that is not (which speaks for it, too: things have such boxes); how far it lies to the side that the words name."""
NOTHING = np.zeros((0, 4), np.float32)
SAME = 0.8
"""IoU from which two boxes are of one thing,"""
SAME_OF_LIKE = 0.5
"""and two of things that are counted."""
PLAIN_SCORE, FAINTEST = 0.2, 0.03
"""The score that counts as much as a box that no detector found; and what is added to scores and chances before their logarithm."""
ELSEWHERE = 0.01
"""Share of the cells' grounding below which a find lies beside what is meant, where the detector knows no such things."""
Standing = Callable[[np.ndarray], np.ndarray]
"""(K, 4) boxes -> (K,), which counts as a sign does (relating.py)."""
SIDE_WORDS = (
    ({"left", "leftmost"}, lambda x, y: 0.5 - x),
    ({"right", "rightmost"}, lambda x, y: x - 0.5),
    ({"top", "topmost", "highest", "upper", "above"}, lambda x, y: 0.5 - y),
    ({"bottom", "lowest", "lower", "front", "foreground", "closest", "nearest"}, lambda x, y: y - 0.5),
    ({"middle", "center", "centre"}, lambda x, y: 0.25 - np.abs(x - 0.5)),
)


def chosen(
    reading: Reading, tokens: Tokens, phrase: str, weights: Sequence[float], shunned: np.ndarray = NOTHING, standing: Standing | None = None
) -> np.ndarray:
    """
    shunned:  (M, 4), boxes of what the phrase can't mean
    standing: how well each stands to another thing as the words say
    Returns the box (fractions) that the signs speak for; of several things of a class where the words are in the plural.
    """
    boxes, signs = boxes_and_signs(reading, tokens, phrase)
    possible = ~(overlap(boxes[:, None], shunned) > SAME).any(1)
    scores = signs @ np.array(weights) + (standing(boxes) if standing else 0.0)
    best, rows = int(np.where(possible, scores, -np.inf).argmax()), possible_tokens(reading, tokens, phrase)
    return hull(alike(int(rows[best]), reading, tokens, phrase), tokens) if best < len(rows) else boxes[best]


def counted_out(of: Ranked, reading: Reading, tokens: Tokens, weights: Sequence[float], shunned: np.ndarray = NOTHING) -> np.ndarray | None:
    """
    reading: of what `of` is one of
    Returns the box of the one that is counted to among the things that the detector calls the same; None where there are not so many.
    """
    _, signs = boxes_and_signs(reading, tokens, of.head)
    rows = possible_tokens(reading, tokens, of.head)
    best = rows[(signs[: len(rows)] @ np.array(weights)).argmax()] if len(rows) else 0
    like = np.flatnonzero(tokens.counted & (tokens.names[:, 0] == tokens.names[best, 0]) & (tokens.statistics[:, 0] >= PLAIN_SCORE))
    found: list[np.ndarray] = []
    for row in like[np.argsort(-tokens.statistics[like, 0], kind="stable")]:
        taken = np.concatenate([shunned, np.array(found, np.float32).reshape(-1, 4)])
        if not (overlap(tokens.boxes[row], taken) > SAME_OF_LIKE).any():
            found.append(tokens.boxes[row])
    if not -len(found) <= of.place < len(found):
        return None
    return found[in_order(np.array(found), of.by)[of.place]]


def boxes_and_signs(reading: Reading, tokens: Tokens, phrase: str) -> tuple[np.ndarray, np.ndarray]:
    """(K, 4) boxes in fractions and (K, 5) what speaks for each: those of possible tokens, all rectangles of cells, the whole picture."""
    rows, used, things = possible_tokens(reading, tokens, phrase), np.flatnonzero(usable(tokens)), np.flatnonzero(tokens.counted)
    patches = rectangles(tokens.boxes[tokens.kinds == CELL])
    boxes = np.concatenate([tokens.boxes[rows], patches, np.array([(0, 0, 1, 1)], np.float32)]).clip(0, 1)
    signs = np.zeros((len(boxes), len(SIGNS)))
    signs[: len(rows), 0] = np.where(tokens.counted[rows], np.log((tokens.statistics[rows, 0] + FAINTEST) / (PLAIN_SCORE + FAINTEST)), 0.0)
    signs[:, 1] = held(boxes, reading, tokens)
    signs[:, 2] = (overlap(boxes[:, None], tokens.boxes[used]) * reading.grounding[used]).max(1, initial=0.0)
    signs[:, 3] = (overlap(boxes[:, None], tokens.boxes[things]) * (1 - reading.grounding[things])).max(1, initial=0.0)
    signs[:, 4] = sided(boxes, phrase)
    return boxes, signs


def possible_tokens(reading: Reading, tokens: Tokens, phrase: str) -> np.ndarray:
    """(R,) rows of those whose box may be the one: of a castle, for which the detector has no name, no car beside it."""
    rows = np.flatnonzero(usable(tokens))
    if is_detected(phrase):
        return rows
    beside = tokens.counted[rows] & (held(tokens.boxes[rows].clip(0, 1), reading, tokens) < ELSEWHERE)
    return rows[~beside]


def signs_of_presence(reading: Reading, tokens: Tokens, phrase: str) -> np.ndarray:
    """
    (4,) what speaks for its being there at all: that the words are true of the picture, a constant, that something is called so, and,
    against it where nothing is, that the detector knows such things.
    """
    return np.array([logit(reading.true), 1.0, np.log(called(phrase, tokens) + FAINTEST), is_detected(phrase)])


def called(phrase: str, tokens: Tokens) -> float:
    """The best chance that any network gives to a name for what the phrase means, or to a word that means the same; 0 where none does."""
    found = (tokens.chances[np.isin(tokens.names, _rows_for(noun))] for noun in _nouns(phrase))
    return next((float(chances.max()) for chances in found if chances.size), 0.0)


def is_detected(phrase: str) -> bool:
    """Whether what the phrase means is of a class of the detector."""
    return any(DETECTED <= row < NAMED for noun in _nouns(phrase) for row in _rows_for(noun))


def _nouns(phrase: str) -> list[str]:
    """What it may name, the longest first: `wine glass` and `glass`."""
    words = head_of(phrase).split()
    return [" ".join(words[start:]) for start in range(len(words))]


@lru_cache(maxsize=256)
def _rows_for(noun: str) -> list[int]:
    """Rows of the names that mean it; noun: in either number."""
    names = meaning(_singulars().get(noun, noun)).names
    return [row for row, name in enumerate(vocabulary().names) if name in names]


@lru_cache(maxsize=1)
def _singulars() -> Mapping[str, str]:
    return {plural(word): word for word in (*vocabulary().names, *(word for words in lexicon()["things"].values() for word in words))}


def rectangles(cells: np.ndarray) -> np.ndarray:
    """cells: (C, 4) of a square grid, row by row. Returns every rectangle of them: (100, 4) of 16 cells."""
    side = round(len(cells) ** 0.5)
    spans = [(first, last) for first in range(side) for last in range(first, side)]
    corners = [(cells[y * side + x, :2], cells[last_y * side + last_x, 2:]) for y, last_y in spans for x, last_x in spans]
    return np.array([np.concatenate(pair) for pair in corners], np.float32).reshape(-1, 4)


def held(boxes: np.ndarray, reading: Reading, tokens: Tokens) -> np.ndarray:
    """(K,): the share of the cells' grounding in each box, by how much of each cell lies in it."""
    patches = tokens.kinds == CELL
    cells, meant = tokens.boxes[patches], reading.grounding[patches]
    low, high = np.maximum(boxes[:, None, :2], cells[:, :2]), np.minimum(boxes[:, None, 2:], cells[:, 2:])
    shares = np.prod(np.maximum(0.0, high - low), axis=2) / np.prod(cells[:, 2:] - cells[:, :2], axis=1)
    return shares @ meant / max(float(meant.sum()), 1e-6)


def sided(boxes: np.ndarray, phrase: str) -> np.ndarray:
    """(K,): how far each lies to the sides that the words name, in fractions of the picture."""
    words, (x, y) = set(re.findall("[a-z]+", phrase.lower())), ((boxes[:, :2] + boxes[:, 2:]) / 2).T
    return sum((far(x, y) for named, far in SIDE_WORDS if named & words), start=np.zeros(len(boxes)))
