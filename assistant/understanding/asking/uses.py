"""What things are for, which no picture shows: known by what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from models.lexicon import lexicon, plural

WHAT_IT_IS = "what is this"
ANYBODY = r"(?:you|i|we|people|one|somebody|someone|a person)"
MAY = r"(?:do|does|can|could|would|should|might)"
EVER = r"(?:usually |normally |mostly |exactly |actually |really )?"
MEANT = rf"(?: {EVER}(?:meant|made|good|used|there|designed|intended|supposed to be))?"
USED = (
    rf"what {EVER}{MAY} {ANYBODY} {EVER}(?:use|need) (.+) for",
    rf"what {EVER}{MAY} {ANYBODY} {EVER}(?:do|make) with (.+)",
    rf"what {EVER}(?:is|are|was|were) (.+?){MEANT} for",
    rf"what {EVER}(?:can|could|might|would) (.+?) be{MEANT} for",
    r"what (?:is|are) (?:the )?(?:use|uses|purpose|point|function) of (.+)",
    r"what purpose does (.+) (?:serve|have)",
    r"what (?:is|are) (its|their) (?:use|uses|purpose|function)",
    r"what (?:does|do) ((?:this|that|these|those)(?: \w+)?) do",
)
ASKED = re.compile("|".join(f"^{pattern}$" for pattern in USED))
POINTING = re.compile(r"^(?:this|that|these|those|it|them|they|its|their)(?: one| ones)?(?: here| there)?$")
POINTED_AT = re.compile(r"^(?:this|that|these|those) ")
BEFORE = re.compile(r"^(?:the|a|an|my|your|his|her|our|their|such a|such) ")
A_NAME = re.compile(r"^\w+$")
"""Of a thing without a known use; what a place is `famous for` is no use of anything."""


def used(question: str, is_deed: Callable[[str], bool]) -> str | None:
    """
    question: in small letters, without a mark at its end; is_deed: whether a word is one, as what somebody is `looking for`
    The name of the thing whose use is asked for, `WHAT_IT_IS` where it is only pointed at; None where something else is asked.
    """
    found = ASKED.match(question.replace("what's", "what is").replace("whats", "what is"))
    of = next((said for said in found.groups() if said), "") if found else ""
    name = BEFORE.sub("", POINTED_AT.sub("", of))
    if POINTING.match(of) or (POINTED_AT.match(of) and not use_of(name)):
        return WHAT_IT_IS
    return name if use_of(name) or (BEFORE.match(of) and A_NAME.match(name) and not is_deed(name)) else None


def use_of(name: str) -> str:
    """name: of a thing, in either number. What somebody does with it: `writing`; "" where that is not known."""
    return _uses().get(name, "")


@lru_cache(maxsize=1)
def _uses() -> Mapping[str, str]:
    """A thing that is called as several of another are (glasses) is what is meant."""
    told = [(thing, use) for use, things in lexicon()["uses"].items() for thing in things]
    return {plural(thing): use for thing, use in told} | dict(told)
