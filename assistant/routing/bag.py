"""How many words two sentences share: the cosine of their words and word pairs, rare ones weighing more. Numbers are all alike."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

WORD = re.compile(r"[\w']+")
START, END, ANY_NUMBER = "<", ">", "0"


def tokens(text: str) -> list[str]:
    """Words, and pairs of neighbours, the edges of the sentence being words too."""
    words = [ANY_NUMBER if word[0].isdigit() else word for word in WORD.findall(text)]
    return words + [f"{left} {right}" for left, right in zip([START, *words], [*words, END], strict=True)]


class Weights:
    """How much a word or a pair says, counted in the background: what everybody says weighs little."""

    def __init__(self, background: Sequence[str]) -> None:
        self._seen = Counter(token for text in background for token in set(tokens(text)))
        self._sentences = len(background)

    def bag(self, text: str) -> dict[str, float]:
        """Of length 1."""
        weights = {token: math.log((self._sentences + 1) / (self._seen[token] + 1)) for token in tokens(text)}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {token: weight / length for token, weight in weights.items()}


class Bags:
    """Sentences, ready to be compared with others."""

    def __init__(self, texts: Sequence[str], weights: Weights) -> None:
        self._count = len(texts)
        rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, text in enumerate(texts):
            for token, weight in weights.bag(text).items():
                rows[token].append((row, weight))
        self._rows = {token: tuple(map(np.array, zip(*found, strict=True))) for token, found in rows.items()}

    def against(self, bag: dict[str, float]) -> np.ndarray:
        """(N,) float64, 0 to 1: what each sentence shares with this one."""
        shared = np.zeros(self._count)
        for token, weight in bag.items():
            if (found := self._rows.get(token)) is not None:
                shared[found[0]] += weight * found[1]
        return shared
