"""How many words two sentences share: the cosine of their words and word pairs, rare ones weighing more. Numbers are all alike."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from assistant.routing.shelf import Arrays, Keep, as_array, as_text

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
    """Sentences, ready to be compared with others: a sparse matrix, its columns the tokens."""

    def __init__(self, texts: Sequence[str], weights: Weights, keep: Keep = lambda make: make()) -> None:
        """keep: may give what it has made before"""
        arrays = keep(lambda: columns(texts, weights))
        self._count = len(texts)
        self._tokens = {token: number for number, token in enumerate(as_text(arrays["tokens"]).split("\n"))}
        self._starts, self._rows, self._weights = arrays["starts"].tolist(), arrays["rows"], arrays["weights"]

    def against(self, bag: dict[str, float]) -> np.ndarray:
        """(N,) float64, 0 to 1: what each sentence shares with this one."""
        known = [(self._tokens[token], weight) for token, weight in bag.items() if token in self._tokens]
        columns = [slice(self._starts[number], self._starts[number + 1]) for number, _ in known]
        if not columns:
            return np.zeros(self._count)
        rows = np.concatenate([self._rows[column] for column in columns])
        shares = np.concatenate([weight * self._weights[column] for (_, weight), column in zip(known, columns, strict=True)])
        return np.bincount(rows, shares, self._count)


def columns(texts: Sequence[str], weights: Weights) -> Arrays:
    """`tokens` one a line, in bytes; `starts` of each one's entries, and one more; of the entries their `rows` and `weights`."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, text in enumerate(texts):
        for token, weight in weights.bag(text).items():
            found[token].append((row, weight))
    entries = [entry for column in found.values() for entry in column]
    return {
        "tokens": as_array("\n".join(found)),
        "starts": np.cumsum([0, *map(len, found.values())]),
        "rows": np.array([row for row, _ in entries], np.int32),
        "weights": np.array([weight for _, weight in entries], np.float64),
    }
