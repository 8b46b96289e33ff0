"""`What else is there`: what is seen beside what one would name first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.asking.plain import OPEN, TAIL, plain

ELSE = re.compile(
    r"(?:what(?: is| are|s)?|(?P<who>who)(?: is| are|s)?) else(?: (?:is|are))?(?: (?:there|here|visible|(?:do|can) (?:you|we|i) see))*"
    + TAIL
)
OTHER_THINGS = re.compile(
    rf"(?:what|which) other (?:things|objects|stuff)(?: are)?(?: (?:there|here|visible|(?:do|can) (?:you|we|i) see))*{TAIL}"
)
ANYTHING_ELSE = re.compile(
    rf"(?:(?:is|are) there |{OPEN} )?(?:(?:any|some)thing else|(?:any |some )?other (?:things|objects)|another (?:thing|object)){TAIL}"
)

ANOTHER_NAME = re.compile(r"what else (?:could|can|might|may) (?:it|this|that) be(?: then| instead)?")


@dataclass(frozen=True)
class Else:
    """What is there beside the first that is told."""

    people: bool
    whether: bool


def asked(question: str) -> Else | None:
    """None of what asks for more than that."""
    said = re.sub("[',]", "", plain(question))
    if found := ELSE.fullmatch(said):
        return Else(bool(found["who"]), whether=False)
    if OTHER_THINGS.fullmatch(said):
        return Else(people=False, whether=False)
    return Else(people=False, whether=True) if ANYTHING_ELSE.fullmatch(said) else None


def asks_for_another_name(question: str) -> bool:
    """Whether it is asked what it is, if it is not what was said first."""
    return ANOTHER_NAME.fullmatch(plain(question)) is not None
