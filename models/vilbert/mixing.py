"""The heads' outputs as chances of answers: what is said, what the pointer copies and what the grounding counts, as `finish` in heads.py
does in training. On photos the heads are leaned on otherwise than they were trained: see Leaning.

Dimension key: N tokens, A answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.chances import sigmoid, softmax
from models.vilbert.asking import Asking
from models.vilbert.signs import Signs
from models.vilbert.tokens import CELL, TAG, Tokens
from models.vilbert.vocabulary import FIRST_NUMBER, LEAST, NUMBERS, Vocabulary

IDENTIFIED = 1.0
"""What the backbone's name of a photo gains, by its chance, where what it is is asked for: as much as all that the heads say."""
BLUE = 1.0
"""What the sun gains by a sky that is all blue, where the weather is asked for: as much, too."""
HESITANT = 0.15
"""Chance of the likeliest answer that is said, below which nothing in particular is said."""


@dataclass(frozen=True)
class Leaning:
    """How far a picture's heads are leaned on otherwise than in training; what it begins with changes nothing. For photos it is fitted on
    questions about photos that nothing learned from (`python -m bench.trust`): there the network copies too readily from patches and from
    tags, marks each of three women by 0.7, which are two, and would rather say a little of everything than name what is seen."""

    patches: float = 0.0
    """What cells gain in the choice of the token that is copied, in logits; and"""
    tags: float = 0.0
    """what tags of the whole picture do."""
    sharper: float = 1.0
    """Slope of the grounding that is counted."""
    counted: float = 1.0
    """Slope of the count among the numbers."""
    hesitant: float = 0.0
    """What saying loses to copying, in logits, for each e-fold of its likeliest answer below HESITANT."""
    unfit: float = 0.0
    """What an answer loses, in logits, that is not of the sort that the words ask for (asking.py)."""
    signs: float = 0.0
    """What a deed gains, for the chance that things are seen which speak of it."""
    seen: float = 0.0
    """What a thing that is surely seen gains, by its chance, where what is on, in or behind another is asked for and nothing in particular
    would be said."""


AS_TRAINED = Leaning()


class Mixing:
    def __init__(self, words: Vocabulary) -> None:
        self._of_names, self._of_colours = np.array(words.of_names), np.array(words.of_colours)
        self.asking = Asking(words)
        self._signs = Signs(words, self.asking)

    def __call__(
        self, out: Mapping[str, np.ndarray], tokens: Tokens, pointer: np.ndarray, count: float, lean: Leaning, asked: Sequence[str] = ()
    ) -> np.ndarray:
        """out: the question graph's outputs; pointer: (N,) chances; asked: pieces of the question's words. Returns (A,) chances."""
        logits = out["answers"][0].copy()
        near = -np.abs(count - np.arange(NUMBERS)) * out["count_scale"][0] * lean.counted
        logits[FIRST_NUMBER : FIRST_NUMBER + NUMBERS] += np.maximum(-20, near)
        said, gates = softmax(logits), out["gates"][0].copy()
        gates[0] += lean.hesitant * min(0.0, np.log(said.max() / HESITANT))
        say, name, colour = softmax(gates)
        sharp_name, sharp_colour = out["copy_scale"][0]
        mixed = say * said
        rows = self._of_names[tokens.names]
        usable = (rows > 0) & (tokens.chances > 0)
        shares = np.where(usable, np.maximum(tokens.chances, LEAST) ** sharp_name, 0.0)
        shares /= np.maximum(shares.sum(-1, keepdims=True), 1e-30)
        np.add.at(mixed, rows.ravel(), (name * pointer[:, None] * shares).ravel())
        np.add.at(mixed, self._of_colours, colour * softmax((pointer @ tokens.colours) * sharp_colour))
        return self._fitting(mixed, tokens, lean, asked) if lean.unfit or lean.signs or lean.seen else mixed

    def _fitting(self, mixed: np.ndarray, tokens: Tokens, lean: Leaning, asked: Sequence[str]) -> np.ndarray:
        """The chances of before, with regard to what the words ask for."""
        unfit = self.asking.unfit(tuple(asked))
        fits = 1.0 if unfit is None else np.exp(-lean.unfit * unfit)
        mixed = fits * gaining(mixed, self._signs.deeds(asked, tokens), lean.signs)
        mixed = gaining(mixed, self._signs.identified(asked, tokens), fits * IDENTIFIED)
        mixed = gaining(mixed, self._signs.weather(asked, tokens), BLUE)
        if mixed.max() < HESITANT * mixed.sum():
            mixed = gaining(mixed, self._signs.things(asked, tokens), fits * lean.seen)
        return mixed / max(float(mixed.sum()), float(np.finfo(np.float32).tiny))


def gaining(mixed: np.ndarray, found: Mapping[int, float], gain: float | np.ndarray) -> np.ndarray:
    """found: answers and the chances of what speaks for them; gain: what that is worth, to all or to each."""
    more = np.zeros_like(mixed)
    for row, chance in found.items():
        more[row] = chance
    return mixed + gain * more


def copied_from(logits: np.ndarray, tokens: Tokens, lean: Leaning) -> np.ndarray:
    """(N,) chance of each token that the answer is copied from it."""
    return softmax(logits + lean.patches * (tokens.kinds == CELL) + lean.tags * (tokens.kinds == TAG))


def how_many(logits: np.ndarray, tokens: Tokens, lean: Leaning) -> float:
    """How many things are meant; what is hidden has a grounding of zero."""
    return float((sigmoid(lean.sharper * logits) * tokens.counted).sum())
