"""What a question takes for granted, which is worth a question of its own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.asking.plain import plain
from assistant.understanding.asking.there import HOW_MANY, LONGEST_CLASS, THERE, detected_as

LONGEST_NAME = 3
"""Words of what a question takes for granted."""
WHICH = ("one", "other", "two", "three", "four", "first", "second", "last", "same")
"""Words before a name that are no part of it."""


def granted(text: str) -> str:
    """The first thing that a question takes for granted; "" where that is nothing."""
    return next(iter(all_granted(text)), "")


def all_granted(text: str) -> list[str]:
    """What a question takes for granted, of which a detector knows whether it is there: `dog` of `what colour is the dog`, `he` of `what is
    he doing`."""
    said = plain(text)
    if THERE.match(said) or HOW_MANY.match(said):
        return []
    words, found = said.split(), []
    for place, word in enumerate(words):
        after = words[place + 1 : place + 1 + LONGEST_CLASS] if word in ("the", "this", "that") else []
        names = (" ".join(after[:many]) for many in range(len(after), 0, -1))
        known = word if word in ("he", "she", "his", "her", "him", "whose") else next((name for name in names if detected_as(name)), "")
        found += [known] if known else []
    return found


def presupposed(words: Sequence[str], states: Sequence[str], joining: Sequence[str]) -> str:
    """What a question takes for granted, `car door` of `is the car door open`; "" where it names nothing, or nothing short."""
    name = words[words.index("the") + 1 :] if "the" in words else []
    first = next((place for place, word in enumerate(name) if word not in states and word not in WHICH), len(name))
    last = next((place for place, word in enumerate(name) if place >= first and word in (*states, *joining)), len(name))
    return " ".join(name[first:last]) if last - first <= LONGEST_NAME else ""
