"""Why an answer: which image tokens and which words carried it. numpy and ONNX Runtime only.

occlusion  a thing is hidden and the question is asked again: how much of the answer's chance is lost (Zeiler & Fergus 2014,
           arXiv:1311.2901, section 4.2, on tokens instead of pixels). With a region goes all that lies in it, and what the networks say
           of the whole picture in words for the same thing: a dog that is covered up is not named by the backbone either.
rollout    the co-attention of all blocks multiplied through (Abnar & Zuidema 2020, arXiv:2005.00928), with the residual half of each:
           where the words looked. Attention need not be what mattered; both are shown.

Dimension key: N tokens, T words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.lexicon import meaning
from models.vilbert.runtime import Fusion, Picture, Reading
from models.vilbert.tokens import CELL, COUNTED, NAME, PART, TAG, Tokens
from models.vilbert.vocabulary import MASK, vocabulary

INSIDE = 0.6
"""Share of a token's box that must lie in a hidden one for it to be hidden too."""
PLACED = (*COUNTED, PART, CELL)
"""Kinds of tokens that are somewhere in the picture; the others speak of all of it."""
SUSPECTED = 0.02
"""Chance from which a word for the whole picture tells of a thing."""


@dataclass(frozen=True, eq=False)
class Explanation:
    reading: Reading
    tokens: np.ndarray
    """(N,) chance that the answer loses without each token and what lies in it; negative where it gains."""
    words: np.ndarray
    """(T,) the same of each word; 0 for [CLS]."""
    looked: np.ndarray
    """(N,) rollout: the share of its attention that the answer spent on each token."""
    without: dict[int, str]
    """The answer that is given instead, by the token that was hidden, where it is another."""


def explain(fusion: Fusion, picture: Picture, text: str, weighed: Callable[[Reading], Reading] = lambda reading: reading) -> Explanation:
    """
    Asks once for each token and each word.
    weighed: what is made of each reading before it is an answer
    Raises UnfitInput where there are no words.
    """
    ids = fusion.ids(text)

    def read(words: Sequence[int], hidden: Sequence[int] = ()) -> Reading:
        return weighed(fusion.reading(picture, words, hidden))

    reading = read(ids)
    answer = fusion.words.answer_rows[reading.answer]
    tokens, without = np.zeros(len(picture.source), np.float32), {}
    for row in range(1, len(picture.source)):  # the first is the picture as a whole, which the network cannot do without
        other = read(ids, hidden_with(picture.source, row))
        tokens[row] = reading.chances[answer] - other.chances[answer]
        if other.answer != reading.answer:
            without[row] = other.answer
    words = np.zeros(len(ids), np.float32)
    for place in range(1, len(ids)):
        masked = [MASK if other == place else word for other, word in enumerate(ids)]
        words[place] = reading.chances[answer] - read(masked).chances[answer]
    return Explanation(reading, tokens, words, rollout(reading), without)


def hidden_with(tokens: Tokens, row: int) -> Sequence[int]:
    """The token; of one with a place of its own also those of which most lies in its box, and the words for it."""
    if tokens.kinds[row] not in PLACED:
        return [row]
    low, high = np.maximum(tokens.boxes[:, :2], tokens.boxes[row, :2]), np.minimum(tokens.boxes[:, 2:], tokens.boxes[row, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    inside = shared >= INSIDE * np.maximum(np.prod(tokens.boxes[:, 2:] - tokens.boxes[:, :2], axis=1), 1e-9)
    gone = np.flatnonzero(inside & np.isin(tokens.kinds, PLACED)).tolist()
    return [other for other in [*gone, *naming(tokens, row)] if other != row] + [row]


def naming(tokens: Tokens, row: int) -> list[int]:
    """Tokens of the whole picture that have a word for what a region shows; where another region shows the same, they tell of that one."""
    names = vocabulary().names
    shown = names[tokens.names[row, 0]]
    again = [other for other in np.flatnonzero(tokens.counted) if other != row and names[tokens.names[other, 0]] == shown]
    if not tokens.counted[row] or again:
        return []
    same = np.isin(tokens.names, [number for number, name in enumerate(names) if name in meaning(shown).names])
    return np.flatnonzero((same & (tokens.chances >= SUSPECTED)).any(1) & np.isin(tokens.kinds, (NAME, TAG))).tolist()


def rollout(reading: Reading) -> np.ndarray:
    """(N,): what [CLS] has read of each token after all blocks; sums to 1 over the tokens."""
    blocks, words, tokens = reading.text_maps.shape
    total = np.eye(words + tokens, dtype=np.float32)
    for block in range(blocks):
        step = np.zeros_like(total)
        step[:words, words:], step[words:, :words] = reading.text_maps[block], reading.image_maps[block]
        total = (0.5 * np.eye(words + tokens, dtype=np.float32) + 0.5 * step) @ total
    share = total[0, words:]
    return share / max(float(share.sum()), 1e-9)
