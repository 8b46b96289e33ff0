"""When did the words point at the picture? Estimated from the transcript and the times of the speech; no audio is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

POINTING = frozenset("this that these those here there it now".split())
VOWELS = re.compile(r"[aeiouy]+|[0-9一-鿿]")


@dataclass(frozen=True)
class Moments:
    """Times of one utterance on the loop's clock."""

    onset: float
    end: float
    pointed: float
    """The pointing word where there is one, else the end."""


def moments(text: str, onset: float, end: float) -> Moments:
    """The pointing word's time assumes an even rate of syllables, which is right to about 0.2 s in a short command."""
    words = re.findall(r"[\w']+", text.lower())
    weights = [len(VOWELS.findall(word)) or 1 for word in words]
    pointed = end
    for position, word in enumerate(words):
        if word in POINTING:
            middle = sum(weights[:position]) + weights[position] / 2
            pointed = onset + (end - onset) * middle / sum(weights)
    return Moments(onset, end, pointed)
