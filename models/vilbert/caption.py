"""A caption: of the statements that a picture's tokens bear out, what the decoder would say and the matching head finds true.

The grammar (statements.py) keeps the small decoder from `a white designer background`; the decoder tells what people say of such a picture;
the matching head what is true of it (CapFilt's idea, Li et al. 2022, arXiv:2201.12086). numpy only; the networks are handed in.

Dimension key: U words of captions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.vilbert.statements import Statement, statements
from models.vilbert.tokens import Tokens
from models.vilbert.vocabulary import Vocabulary

MOST_SCORED, MOST_MATCHED = 60, 16
"""Statements that the decoder scores, of which the likeliest are matched with the picture."""
LIKELY, TRUE, PART = 0.5, 0.6, 0.2
"""What the decoder's mean log probability of a word, the logarithm of being true and each further part weigh, beside the logarithm of the
weakest part's chance: chosen on the captions of the split `dev` (bench/captions.py)."""

Next = Callable[[Sequence[int]], np.ndarray]
"""Words so far, as places in the list of captions' words -> (U,) logits of the next."""


@dataclass(frozen=True)
class Caption:
    text: str
    true: float
    """Probability of being true of the picture."""


def caption(tokens: Tokens, used: Sequence[str], words: Vocabulary, follow: Next, true: Callable[[str], float]) -> Caption | None:
    """used: the words of captions. None where nothing may be said."""
    likelihood = Likelihood(used, words, follow)
    scored = [(one, likelihood(one.text)) for one in statements(tokens, words)[:MOST_SCORED] if likelihood.knows(one.text)]
    scored.sort(key=lambda pair: -pair[1])
    matched = [(worth(one, likely, chance := true(one.text)), one, chance) for one, likely in scored[:MOST_MATCHED]]
    _, best, chance = max(matched, key=lambda row: row[0], default=(0.0, None, 0.0))
    return Caption(best.text, chance) if best else None


def worth(one: Statement, likely: float, true: float) -> float:
    return LIKELY * likely + TRUE * float(np.log(true + 1e-6)) + PART * len(one.chances) + one.weakest


class Likelihood:
    """Mean log probability of a word, by the decoder; what begins alike is asked once."""

    def __init__(self, used: Sequence[str], words: Vocabulary, follow: Next) -> None:
        self._places = {word: place for place, word in enumerate(used)}
        self._words, self._follow = words, lru_cache(maxsize=None)(lambda said: _log_softmax(follow(said)))

    def knows(self, text: str) -> bool:
        return all(piece in self._places for piece in self._pieces(text))

    def __call__(self, text: str) -> float:
        said: tuple[int, ...] = (self._places["[CLS]"],)
        total = 0.0
        for word in (*self._pieces(text), "[PAD]"):
            total += float(self._follow(said)[self._places[word]])
            said = (*said, self._places[word])
        return total / (len(said) - 1)

    def _pieces(self, text: str) -> list[str]:
        return [self._words.words[piece] for piece in self._words.ids(text)[1:]]


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())
