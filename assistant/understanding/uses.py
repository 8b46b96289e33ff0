"""What things are for, which no picture shows: known by what they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from models.lexicon import lexicon, plural

WHAT_IT_IS = "what is this"
POINTED_AT = r"(?:this|that|these|those|it|them|they)"
ANYBODY = r"(?:you|i|we|people|one|somebody|someone|a person)"
USED = (
    rf"what (?:do|does|can|could|would|should|might) {ANYBODY} (?:use|uses) (?P<used>.+) for",
    rf"what (?:do|does|can|could|would|should|might) {ANYBODY} (?:usually |normally )?(?:do|does) with (?P<done_with>.+)",
    r"what (?:is|are) (?P<made_for>.+?)(?: (?:meant|made|good|used|there))? for",
    r"what (?:is|are) (?P<used_as>.+) used (?:for|as)",
    r"what (?:is|are) (?:the )?(?:use|purpose|point) of (?P<of>.+)",
    r"what (?:is|are) (?P<own>its|their) (?:use|purpose)",
)
ASKED = re.compile("|".join(rf"(?:^{pattern}$)" for pattern in USED))
POINTING = re.compile(rf"^(?:{POINTED_AT}|its|their)(?: (?:thing|things|tool|tools|object|objects|stuff|one|ones))?(?: here| there)?$")
LITTLE = re.compile(r"^(?:the|a|an|my|your|this|that|these|those|such a|such) ")


def used(question: str) -> str | None:
    """
    question: in small letters, without a mark at its end
    The name of the thing whose use is asked for, `WHAT_IT_IS` where it is only pointed at; None where something else is asked.
    """
    found = ASKED.match(question.replace("what's", "what is").replace("whats", "what is"))
    of = next((said for said in found.groups() if said), "") if found else ""
    if POINTING.match(of):
        return WHAT_IT_IS
    name = LITTLE.sub("", of)
    return name if use_of(name) else None


def use_of(name: str) -> str:
    """name: of a thing, in either number. What somebody does with it: `writing`; "" where that is not known."""
    return _uses().get(name, "")


@lru_cache(maxsize=1)
def _uses() -> Mapping[str, str]:
    return {form: use for use, things in lexicon()["uses"].items() for thing in things for form in (thing, plural(thing))}
