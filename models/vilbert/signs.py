"""What is seen in a photo that speaks for an answer, where a question asks for that. numpy only.

A camera speaks for `taking a picture` and a blue sky for the sun; what the detector or the backbone is sure of, for what is on another
thing and for what this is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from models.lexicon import lexicon, rows_named, shown_names
from models.vilbert.asking import DOING, HOLDING, MADE, OTHER, WEATHER, Asking, spelt
from models.vilbert.tokens import NAME, REGION, Tokens
from models.vilbert.vocabulary import COLOURS, Vocabulary

BESIDE = re.compile(
    r"^(?:what|whats)(?: is| are| do you see| can you see| lies| stands| sits)?(?: there| lying| standing| sitting| placed| put| left)?"
    r" (?:on|in|inside|under|behind|beside|near|above|below|over|next to|in front of|on top of)"
    r" (?:the|a|my|his|her|their|this|that|your|our) (?!(?:left|right|top|bottom|middle|cent(?:er|re)|corner|back|background|foreground|"
    r"distance|picture|photo|image|scene|sign|sky|label|screen)\b)"
)
"""What stands on, in or behind a thing: there the surest thing that is seen may be named."""
IDENTIFIED = re.compile(r"^(?:what|whats)(?: \w+)? (?:is|are|s) (?:this|that|these|those|it)(?: \w+){0,3}(?: (?:in|on|at|by|of) the \w+)?$")
"""What this is, whatever it is called: there the backbone's name for the picture is to be believed."""
THERE, CALLED = 0.5, 0.55
"""Chances from which a thing is there, and from which the picture is what the backbone calls it."""
SATURATION, DEEP, CLEAR = 3, 0.25, 0.8
"""Where the saturation stands among the statistics, from which on the blue of a picture's top is that of a sky, and the share from which
the sky is clear. Under clouds it is a dull blue."""


class Signs:
    def __init__(self, words: Vocabulary, asking: Asking) -> None:
        self._words, self._asking = words, asking

    def deeds(self, pieces: Sequence[str], tokens: Tokens) -> dict[int, float]:
        """Rows of answers for what somebody does who is seen with such things (a camera), and their chances, where that is asked."""
        if not DOING.search(spelt(pieces)):
            return {}
        seen = {self._words.names[name]: chance for name, chance in _seen(tokens).items()}
        if seen.get("person", 0.0) < THERE:
            return {}
        found = {deed: max((seen.get(sign, 0.0) for sign in signs), default=0.0) for deed, signs in _signs().items()}
        return {self._words.answer_rows[deed]: chance for deed, chance in found.items() if chance >= THERE}

    def weather(self, pieces: Sequence[str], tokens: Tokens) -> dict[int, float]:
        """The row of `sunny`, and how much of the top of the picture is the blue of a clear sky, where the weather is asked for."""
        top = np.flatnonzero(tokens.names[:, 0] == self._words.name_rows["top"])
        if not WEATHER.search(spelt(pieces)) or not len(top):
            return {}
        blue, saturation = tokens.colours[top[0], COLOURS.index("blue")], tokens.statistics[top[0], SATURATION]
        return {self._words.answer_rows["sunny"]: float(blue)} if blue >= CLEAR and saturation >= DEEP else {}

    def things(self, pieces: Sequence[str], tokens: Tokens) -> dict[int, float]:
        """Rows of answers that name what the detector surely sees, and their chances, where what is on, in or behind another thing is asked
        for. What the backbone names is mostly that other thing, and what the question names is it."""
        return self._surely(spelt(pieces), tokens, REGION, THERE) if BESIDE.match(spelt(pieces)) else {}

    def identified(self, pieces: Sequence[str], tokens: Tokens) -> dict[int, float]:
        """Rows of answers that are what the backbone surely calls the picture, and their chances, where that is asked for, or what somebody
        holds: what is held up to the camera is most of the picture."""
        text = spelt(pieces)
        if DOING.search(text) or MADE.search(text) or OTHER.search(text):
            return {}
        if HOLDING.search(text):
            return {row: chance for row, chance in self._surely(text, tokens, NAME, CALLED).items() if row in self._asking.handy}
        return self._surely(text, tokens, NAME, CALLED) if IDENTIFIED.match(text) else {}

    def _surely(self, text: str, tokens: Tokens, kind: int, least: float) -> dict[int, float]:
        named = self._asking.named_in(text)
        found: dict[int, float] = {}
        for name, chance in _seen(tokens, (kind,)).items():
            row = self._words.of_names[name]
            if row and chance >= least and not named[row] and self._words.names[name] != "person":
                found[row] = max(chance, found.get(row, 0.0))
        return found


def _seen(tokens: Tokens, kinds: Sequence[int] = (REGION, NAME)) -> dict[int, float]:
    """The names that the detector and the backbone see, and how surely."""
    seen: dict[int, float] = {}
    for kind in kinds:
        of_kind = tokens.kinds == kind
        for name, chance in zip(tokens.names[of_kind, 0].tolist(), tokens.chances[of_kind, 0].tolist(), strict=True):
            seen[name] = max(chance, seen.get(name, 0.0))
    return seen


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, frozenset[str]]:
    """Of each deed the things, and the backbone's names, that speak of it."""
    told = lexicon()["deeds"]
    return {
        deed: frozenset((*signs["things"], *(shown_names()[row] for name in signs["names"] for row in rows_named(name))))
        for deed, signs in told.items()
    }
