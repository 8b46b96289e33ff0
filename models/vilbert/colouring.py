"""What colour a thing on a photo has. Of what has no name among the tokens (the handles of the pliers) patches are marked, in which mostly
what lies behind it is seen, and the network says the colour of the table. So three signs are weighed for each colour: what the network
says, what the box that the words mean has before the rest of the picture, and what that rest is made of, which the thing seldom is. Their
weights are fitted on questions about photos (`python -m bench.trust`).

Dimension key: A answers, C colours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from models.chances import softmax
from models.colours import NAMES
from models.lexicon import plural, read_toml
from models.vilbert.runtime import Reading
from models.vilbert.tokens import PART, Tokens
from models.vilbert.vocabulary import Vocabulary

BE = r"(?:is|are|was|were)"
THING = r"(?P<thing>.*[^\W_].*)"
ASKED = tuple(
    re.compile(rf"^{asked}$")
    for asked in (
        rf"(?:what|which) colou?rs? {BE} {THING}",
        rf"(?:whats|what {BE}) the colou?rs? of {THING}",
        rf"(?:what|which) colou?rs? (?:does|do|did) {THING} have",
    )
)
HEAD = re.compile(
    r"^(?:(?:the|a|an|this|that|my|your|his|her|its|their|our) )?(?P<head>.+?)"
    r"(?= (?:on|in|at|of|under|behind|around|next to|with|to)\b|$)"
)
SURE = 0.9
"""Grounding from which something that was found is surely meant, whose colour the network knows."""
SAID, SHARE = 1e-3, 0.05
"""Added before the logarithm to what the network says of a colour, and to the share that it has of a box."""


def asked_of(text: str) -> str:
    """`the handles` of `what color are the handles`; "" of what asks for no colour, for that of two things, or of what surrounds things."""
    said = " ".join(re.sub("[',]", "", text.lower()).strip(" ?.!").split())
    found = next((match["thing"] for asked in ASKED if (match := asked.match(said))), "")
    head = HEAD.match(found)
    return "" if head is None or " and " in found or head["head"].split()[-1] in _surroundings() else found


@lru_cache(maxsize=1)
def _surroundings() -> frozenset[str]:
    names = read_toml("models.vilbert", "asking.toml")["places"]["around"]
    return frozenset(form for name in names for form in (name, plural(name)))


def is_doubtful(reading: Reading, tokens: Tokens) -> bool:
    """Whether the answer is a colour, and of nothing that was found."""
    found = tokens.counted | (tokens.kinds == PART)
    return reading.answer in NAMES and reading.photo and not (reading.grounding[found] >= SURE).any()


def signs_of(reading: Reading, shares: np.ndarray, words: Vocabulary) -> np.ndarray:
    """shares: (2, C) of each colour in the box of what is asked about, and in the rest of the picture. Returns (C, 3)."""
    said = reading.chances[rows_of(words)]
    return np.log(np.stack([said + SAID, *(shares + SHARE)], 1))


def coloured(reading: Reading, shares: np.ndarray, weights: Sequence[float], words: Vocabulary) -> np.ndarray:
    """(A,) chances: what the colours have together is shared out by what the signs say."""
    rows, chances = rows_of(words), reading.chances.copy()
    chances[rows] = chances[rows].sum() * softmax(signs_of(reading, shares, words) @ np.array(weights))
    return chances


def rows_of(words: Vocabulary) -> list[int]:
    """(C,) rows of the answers that name a colour which is measured."""
    return words.of_colours[: len(NAMES)]
