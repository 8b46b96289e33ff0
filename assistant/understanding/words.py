"""Whether words can be read at all: too many, of another language, or of none."""

from __future__ import annotations

from assistant.phrases import Phrases
from models.errors import UnfitInput
from models.vilbert.runtime import Fusion
from models.vilbert.vocabulary import UNKNOWN

FOREIGN = 0.5
"""Share of unknown words from which a question is not understood: it is of another language, or of no language."""
SPELT = 2
"""Pieces from which a word counts as spelt."""


class Words:
    def __init__(self, fusion: Fusion, phrases: Phrases) -> None:
        """phrases: the topic `vision`."""
        self._fusion, self._lists = fusion, phrases.section("languages")

    def trouble(self, text: str, said: str = "") -> str | None:
        """The sentence that says why they can't be read; None where they can. said: the words as they are read, where they are others."""
        try:
            pieces = self._fusion.ids(text)[1:]
        except UnfitInput:
            return "too_many_words" if self._fusion.words.ids(text)[1:] else "no_words"
        strange = pieces.count(UNKNOWN) > FOREIGN * len(pieces) or self._is_nonsense(said or text) or self._is_foreign(text)
        return "unknown_words" if strange else None

    def _is_nonsense(self, text: str) -> bool:
        """Most of its words are in no dictionary, and had to be spelt: three, or fewer where no little word says that it is English."""
        words = text.lower().split()
        spelt = sum(len(self._fusion.words.ids(word)) - 1 >= SPELT for word in words)
        english = any(word in self._lists["english"] for word in words)
        return spelt > FOREIGN * len(words) and (spelt > 2 or not english)

    def _is_foreign(self, text: str) -> bool:
        """More of the little words of other languages than of English ones; what both have tells nothing."""
        words = text.lower().replace("'", " ").split()
        return sum(word in self._lists["others"] for word in words) > sum(word in self._lists["english"] for word in words)
