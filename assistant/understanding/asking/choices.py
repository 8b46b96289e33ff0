"""A choice as one question about each of its sides, since the network knows more than it says when it is asked but once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.asking.amounts import NUMBER, REST, how_many
from assistant.understanding.asking.plain import OPEN, TAIL, plain
from models.vilbert.either import ARTICLES, LITTLE, NO_CHOICE

LEAVES_A_CHOICE = re.compile(r"^(?:is|are|was|were) (?!there\b)\w+ .* or ")
LONGEST = 4
"""Words of a side."""
PLACES = LITTLE - {"a", "an", "the", "is", "it", "that", "this", "rather", "maybe", "just", "its", "his", "her", "their", "of"}
"""Little words with which both sides may begin: `at night or during the day`."""
NAMES_A_SIDE = re.compile(
    r"(?<!\S)(?:left|right|top|bottom|middle|cent(?:er|re)|up|(?<!lying )(?<!laying )(?<!sitting )down|front|behind|back|side|above|below)"
    r"(?!\S)"
)
"""Sides of which the network knows best if it is left to choose."""
TWO_NUMBERS = re.compile(rf"{OPEN} {NUMBER} or {NUMBER} {REST}{TAIL}")


@dataclass(frozen=True)
class Side:
    """One of two things to choose from."""

    answer: str
    question: str
    """Whether it is this one."""
    noun: bool
    """It has an article."""
    of: str
    """The thing that is asked about, where it is named."""


def sides(text: str) -> tuple[Side, Side] | None:
    """Of `is it a photo or a drawing`; None of what may be answered by yes or no, or leaves no choice of two."""
    before, _, after = (said := plain(text)).partition(" or ")
    if not LEAVES_A_CHOICE.match(said) or NO_CHOICE.search(said) or "," in said or " or " in after or not after:
        return None
    words, others = before.split(), after.split()
    start = _start(words, others[0])
    if start < 2 or max(len(words) - start, len(others)) > LONGEST or NAMES_A_SIDE.search(said[len(" ".join(words[:start])) :]):
        return None
    asked = " ".join(words[:start])
    return _side(asked, words[start:]), _side(asked, others)


def counted(question: str) -> str:
    """What tells which of two numbers there are: `how many cars are there` of `are there two or three cars`; "" of all else."""
    found = TWO_NUMBERS.fullmatch(plain(question))
    return how_many(found["noun"], found["more"] or "") if found else ""


def _start(words: Sequence[str], first: str) -> int:
    """Where the first side begins: with the word with which the other one does, a little word of its sort, or the last word."""
    if first in words[2:]:
        return len(words) - 1 - words[::-1].index(first)
    alike = next((kind for kind in (frozenset((*ARTICLES, "the")), PLACES) if first in kind), None)
    if alike is None:
        return len(words) - 1
    return next((place for place in range(len(words) - 1, 1, -1) if words[place] in alike), 0)


def _side(asked: str, words: Sequence[str]) -> Side:
    bare = words[next((place for place, word in enumerate(words[:-1]) if word not in LITTLE), len(words) - 1) :]
    named = re.search(r"\b(?:the|my|his|her|its|your|our|their) ([\w -]+?)(?: (?:of|in|on|at|with|made)\b.*)?$", asked)
    noun = words[0] in ARTICLES or asked.endswith((" a", " an"))
    return Side(" ".join(bare), f"{asked} {' '.join(words)}", noun, named[1] if named else "")
