"""Questions about what is found that its boxes and their colours answer: which of two things is bigger or closer, how many are on the
left, what is red. The fusion hardly knows of sizes, and names what the picture is of when it is asked for a colour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.understanding.asking.amounts import NOUN
from assistant.understanding.asking.people_words import SORTS
from assistant.understanding.asking.plain import TAIL, plain
from assistant.understanding.asking.there import detected_as
from models.colours import NAMES
from models.vilbert.kinds import kinds, members_of, words_for

BY: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(("bigger", "larger", "biggest", "largest"), ("size", 1)),
    **dict.fromkeys(("smaller", "smallest"), ("size", -1)),
    **dict.fromkeys(("taller", "tallest"), ("height", 1)),
    **dict.fromkeys(("shorter", "shortest"), ("height", -1)),
    **dict.fromkeys(("closer", "nearer", "closest", "nearest"), ("nearness", 1)),
    **dict.fromkeys(("farther", "further", "farthest", "furthest"), ("nearness", -1)),
}
HOW = (
    rf"(?:the )?(?:much |a lot |a bit )?(?P<how>{'|'.join(BY)})(?: away)?"
    r"(?: (?:to|from) (?:the camera|the viewer|the front|me|us|you))?"
)
THE = r"(?:(?:the|this|that|my|your) )?"
PAIR = rf"{THE}(?P<one>{NOUN}) or {THE}(?P<other>{NOUN})"
WHETHER = re.compile(rf"(?:is|are) {THE}(?P<one>{NOUN}) {HOW} than {THE}(?P<other>{NOUN}){TAIL}")
WHICH = re.compile(rf"(?:which|what|who)(?: one| thing)?(?: of them)? is {HOW} {PAIR}{TAIL}")
OR = re.compile(rf"(?:is|are) {PAIR} {HOW}{TAIL}")
OF_KIND = re.compile(rf"(?:what|which)(?: is|s| are) {HOW} (?P<kind>\w+){TAIL}")
OF_ONE_SORT = re.compile(
    rf"(?:which(?: one)?(?: of the(?: two| three)?)? (?P<noun>{NOUN})|who|which person) (?:is|stands|sits) {HOW}{TAIL}"
)
SPANS: Mapping[str, tuple[int, float, float]] = {
    "left": (0, 0, 0.5), "right": (0, 0.5, 1), "middle": (0, 1 / 3, 2 / 3), "center": (0, 1 / 3, 2 / 3), "centre": (0, 1 / 3, 2 / 3),
    "top": (1, 0, 0.5), "bottom": (1, 0.5, 1),
}  # fmt: skip
"""The axis, and from where to where along it."""
AT_SIDE = re.compile(
    rf"how many (?P<noun>{NOUN})(?: (?:are|is|do you see|can you see))?(?: there)? (?:on|at|in|to) the (?P<side>{'|'.join(SPANS)})"
    rf"(?:[ -]hand)?(?: side| half| part)?(?: of (?:the|this) (?:picture|photo|image))?{TAIL}"
)
OF_COLOUR = re.compile(
    rf"(?:what|which)(?: (?P<all>things|objects)| thing| object)?(?:s| is| are|(?: else)? (?:do|can) (?:you|we|i) see that is)"
    rf"(?: there that is)?(?: all)? (?:colou?red )?(?P<colour>{'|'.join(NAMES)}|gray){TAIL}"
)


@dataclass(frozen=True)
class Versus:
    one: str
    other: str
    """Classes of the detector."""
    by: str
    most: int
    """1 for the one of which it is more, -1 for the other."""
    whether: bool


@dataclass(frozen=True)
class Extreme:
    of: frozenset[str]
    """Classes among which one is asked for."""
    by: str
    most: int
    where: bool
    """Of one sort, of which it is said where it is."""


@dataclass(frozen=True)
class AtSide:
    of: str
    noun: str
    side: str


@dataclass(frozen=True)
class OfColour:
    colour: str
    all: bool


Asked = Versus | Extreme | AtSide | OfColour


def asked(question: str) -> Asked | None:
    """None of what boxes do not tell."""
    said = re.sub("[',:]", "", plain(question))
    return next((one for tell in (_versus, _of_kind, _of_one_sort, _at_side, _of_colour) if (one := tell(said))), None)


def _versus(said: str) -> Versus | None:
    if not (found := WHETHER.fullmatch(said) or WHICH.fullmatch(said) or OR.fullmatch(said)):
        return None
    one, other = detected_as(found["one"]), detected_as(found["other"])
    return Versus(one, other, *BY[found["how"]], whether=found.re is WHETHER) if one and other and one != other else None


def _of_kind(said: str) -> Extreme | None:
    if not (found := OF_KIND.fullmatch(said)):
        return None
    kind = next((group for group in kinds() if found["kind"] in words_for(group)), "")
    return Extreme(frozenset(members_of(kind)), *BY[found["how"]], where=False) if kind else None


def _of_one_sort(said: str) -> Extreme | None:
    found = OF_ONE_SORT.fullmatch(said)
    noun = (found["noun"] or "person") if found else ""
    thing = "" if noun in SORTS else detected_as(noun)
    return Extreme(frozenset((thing,)), *BY[found["how"]], where=True) if found and thing else None


def _at_side(said: str) -> AtSide | None:
    found = AT_SIDE.fullmatch(said)
    thing = detected_as(found["noun"]) if found and found["noun"] not in SORTS else ""
    return AtSide(thing, found["noun"], found["side"]) if found and thing else None


def _of_colour(said: str) -> OfColour | None:
    found = OF_COLOUR.fullmatch(said)
    return OfColour(found["colour"].replace("gray", "grey"), bool(found["all"])) if found else None
