"""Questions whether several things are there: each is asked about by itself, since the network reads of two things the one or the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.asking.amounts import SO_MANY
from assistant.understanding.asking.plain import OPEN, TAIL, plain
from assistant.understanding.asking.there import is_there
from models.colours import NAMES as COLOURS

Joined = Literal["or", "and", "nor"]
WHERE = r"(?: (?:in|on|at|under|behind|near|above|below|beside|next to|in front of|inside|outside) .+)?"
ASKED = re.compile(rf"^{OPEN} (?P<joined>both|either|neither)? ?(?P<things>.+? (?:and|or|nor) .+?)(?P<where>{TAIL}{WHERE})$")
BETWEEN = re.compile(r",? (?:and|or|nor) (?:also )?|, ")
BEFORE = re.compile(r"^(?:an?|the|any|some|my|your|one) ")
NUMBERED = re.compile(rf"{SO_MANY} ")
ANYTHING = re.compile(r"^(?:anything|something|any|some) ")
BOTH = "black and white"
LONGEST = 5
"""Words of a thing, without what stands before it."""
MORE = frozenset(
    "more fewer less many as not else other what where who how that which is it to in on anything something day night "
    "tell say describe show".split()
)
"""Words of questions that ask for more than whether things are there."""


@dataclass(frozen=True)
class Several:
    joined: Joined
    things: tuple[str, ...]
    """`cat`, `cups`; none where it is asked for anything of some colours, or for some number, which is no name"""
    questions: tuple[str, ...]
    """Whether each is there."""


def several(question: str) -> Several | None:
    """Of `is there a dog or a cat on the bed`; None where something else is asked."""
    found = ASKED.match(plain(question))
    if not found:
        return None
    said = BETWEEN.split(found["things"].replace(BOTH, BOTH.replace(" ", "-")))
    things = [BEFORE.sub("", thing.strip()).replace("-and-", " and ") for thing in said]
    joined: Joined = "nor" if found["joined"] == "neither" else "or" if " or " in found["things"] else "and"
    if (of_colours := [ANYTHING.sub("", thing) for thing in things]) and all(name in COLOURS for name in of_colours):
        return Several(joined, (), tuple(f"is there anything {name}{found['where']}" for name in of_colours))
    if len(things) < 2 or any(
        not thing or len(thing.split()) > LONGEST or thing in COLOURS or MORE & set(thing.split()) for thing in things
    ):
        return None
    named = () if any(map(NUMBERED.match, things)) else tuple(things)
    return Several(joined, named, tuple(f"{_asked_for(thing)}{found['where']}" for thing in things))


def _asked_for(thing: str) -> str:
    return f"are there {thing}" if NUMBERED.match(thing) else is_there(thing)
