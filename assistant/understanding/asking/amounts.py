"""Questions that a number answers and that ask for none: whether there are at least two, whether somebody is alone, whether there is
another one, of what there is more. How many there are is asked in their place; what the fusion says of them has little to do with what it
counts.

`are there two cars` is no where there are five: whoever asks for a number wants it to be that. The answer says the number, so that who
meant `at least` has it, too. `Is there one car` only asks whether there is any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from assistant.understanding.asking.people_deeds import DEEDS
from assistant.understanding.asking.people_words import NAMES_OF_PERSONS, SORTS
from assistant.understanding.asking.plain import OPEN, TAIL, plain
from assistant.understanding.asking.there import detected_as
from models.lexicon import NUMBER_WORDS, is_many, plural
from models.vilbert.kinds import members_of

WORDS = ("zero", *NUMBER_WORDS[1:], "eleven", "twelve")
MANY = 4
"""From which things are many. Fewer may be all that are counted of a crowd, so that they are only denied where there is surely one, and
only of what a detector finds: of trees and flowers one is counted nearly always."""
MOST_WORDS = 3
"""Of a thing that is counted."""
PEOPLE, ANIMALS = "how many people are there", "how many animals are there"

PICTURE = r"(?:the|this) (?:picture|photo|image|scene)"
NUMBER = rf"(?:{'|'.join(WORDS[1:])}|\d{{1,4}}|a couple of)"
HOW = {
    "at least": (0, inf), "no fewer than": (0, inf), "no less than": (0, inf), "at most": (-inf, 0), "no more than": (-inf, 0),
    "not more than": (-inf, 0), "up to": (-inf, 0), "more than": (1, inf), "over": (1, inf), "fewer than": (-inf, -1),
    "less than": (-inf, -1), "under": (-inf, -1), "exactly": (0, 0), "precisely": (0, 0), "only": (0, 0), "just": (0, 0),
    "about": (-1, 1), "around": (-1, 1), "roughly": (-1, 1), "approximately": (-1, 1), "nearly": (-1, 0), "almost": (-1, 0),
}  # fmt: skip
"""How far below and above the number that is said there may be."""
OR = {"or more": (0, inf), "or fewer": (-inf, 0), "or less": (-inf, 0)}
SOME = {
    "several": (2, inf), "a few": (2, inf), "multiple": (2, inf), "many": (MANY, inf), "lots of": (MANY, inf), "a lot of": (MANY, inf),
    "a single": (1, 1), "only a single": (1, 1), "just a single": (1, 1),
}  # fmt: skip
JOINT = (
    r"(?:in|on|at|with|without|by|near|next|under|behind|beside|between|above|below|around|among|from|that|which|who|here|there|visible|"
    r"wearing|holding|carrying|riding|sitting|standing|lying|walking|running|playing|smiling|laughing|looking|facing|sleeping|eating|parked)"
)
NOUN = rf"(?:(?!(?:{JOINT}|of|or|and|than|one|ones|else)\b)[\w-]+)(?: (?!(?:{JOINT}|of|or|and|than)\b)[\w-]+){{0,{MOST_WORDS - 1}}}?"
REST = rf"(?P<noun>{NOUN})(?P<more> {JOINT}\b.*?)?"
IS_OF_ITSELF = re.compile(r"\b(?:colou?rs?|ways?|sides?|things? (?:wrong|missing)|kinds?|types?|sorts?)\b")
"""What is not counted by looking for it."""
TO = rf"(?: (?:to|and) (?P<to>{NUMBER}))?"
SO_MANY = rf"(?:(?P<how>{'|'.join(HOW)}) )?(?:between )?(?P<number>{NUMBER}){TO}(?: (?P<before>{'|'.join(OR)}))?"
OF_NOTHING = re.compile(rf"{OPEN} {SO_MANY}(?: of them)?{TAIL}")
AFTER = rf"(?: (?P<after>{'|'.join(OR)}))?"
WHETHER_SO_MANY = re.compile(rf"{OPEN} {SO_MANY} {REST}{AFTER}(?P<tail>{TAIL})")
SO_MANY_ARE_HERE = re.compile(rf"(?:is|are) {SO_MANY} (?P<noun>{NOUN})(?P<more>){AFTER}(?P<tail> (?:there|here|visible|in {PICTURE}))")
SO_MANY_PEOPLE = re.compile(
    rf"(?P<be>is|are|do|does) {SO_MANY} (?P<them>of (?:them|us|(?:all )?(?:the|these|those) (?:{'|'.join(NAMES_OF_PERSONS)})))"
    rf" (?P<are>(?:an? )?(?:{'|'.join((*SORTS, *DEEDS.values()))}))(?P<tail>{TAIL})"
)
WHETHER_SOME = re.compile(rf"{OPEN} (?P<some>{'|'.join(SOME)}) {REST}(?P<tail>{TAIL})")
HERE = rf"(?:{TAIL}|(?: (?:in|around|with) (?:the room|here|there|him|her|them|me|us))*)"
SOMEBODY_ELSE = re.compile(rf"(?:(?:is|are) |{OPEN} )?(?:(?:any|some)(?:body|one)|(?P<no>no ?one|nobody)) else{HERE}")
ANOTHER = re.compile(
    rf"{OPEN} (?:another|a (?:second|2nd)|(?P<third>a (?:third|3rd))|(?:any |some )?other|one more) {REST}(?P<tail>{TAIL})"
)
ALONE = re.compile(
    rf"(?:is|are|am) (?P<who>he|she|it|i|(?:the|this|that) {NOUN}) (?:all |really |completely )?"
    rf"(?:alone|(?:all )?by (?:him|her|it|my)self|on (?:his|her|its|my) own|the only (?:one|person)){HERE}"
)
AND = re.compile(rf"how many (?P<one>{NOUN})(?: are there)? and (?P<apart>how many )?(?P<other>{NOUN})(?: (?:are|is|do|can))?{TAIL}")
MORE_THAN = re.compile(
    rf"(?:{OPEN} )?(?P<how>more|fewer|less|as many|the same number of|equally many) (?P<one>{NOUN}) (?:than|as|and) (?P<other>{NOUN})"
    rf"(?P<tail>{TAIL})"
)
MORE_OR = re.compile(
    rf"(?:(?:{OPEN}|(?:what|which)(?: (?:is|are) there| (?:do|can) (?:you|we|i) see| are)?) )?(?P<how>more|fewer|less)(?: of)?(?: there)?"
    rf" (?P<one>{NOUN}) or (?:more |fewer |less )?(?P<other>{NOUN})(?P<tail>{TAIL})"
)
PART = (
    r"(?:eyes|ears|arms|hands|fingers|thumbs|legs|feet|toes|knees|paws|wings|horns|teeth|wheels|tires|tyres|doors|windows|blades|strings|"
    r"floors|stor(?:ey|ie)s|petals)"
)
PARTS = re.compile(rf"how many (?:\w+ )?{PART} (?:does|do|has|have) .+|(?:does|do|has|have) .+ {NUMBER} {PART}")


@dataclass(frozen=True)
class Amount:
    """Whether there are between `least` and `most` of what is counted by some questions together."""

    of: tuple[str, ...]
    least: float
    most: float
    some: bool = False
    """It is asked of what is there: of nothing it is not told."""

    many: bool = False
    """It is asked whether they are many."""
    known: bool = True
    """A detector knows them: of others one is counted nearly always."""

    def is_told_by(self, counts: Sequence[int], sure: bool) -> bool:
        """counts: for each question"""
        count = sum(counts)
        if self.many:
            return count >= self.least or (count == 1 and sure)
        if count == 1 and self.least > 1 and not self.known:
            return False
        return counts[0] > 0 or not self.some


@dataclass(frozen=True)
class Sum:
    of: tuple[str, str]
    apart: bool = False
    """Each number is asked for."""


@dataclass(frozen=True)
class Compared:
    of: tuple[str, str]
    whether: Callable[[int, int], bool] | None
    """None where one of the two is asked for."""
    names: tuple[str, str]
    fewer: bool = False


Asked = Amount | Sum | Compared


def asked(question: str) -> Asked | None:
    """None of what is told by no number."""
    said = re.sub("[',]", "", plain(question))
    return next((one for tell in (_so_many, _so_many_people, _another, _alone, _sum, _compared) if (one := tell(said))), None)


def of_parts(question: str) -> bool:
    """Whether parts are to be counted that no network finds: `how many legs does it have`; what they are of is counted in their place."""
    return PARTS.fullmatch(plain(question)) is not None


def of_nothing(question: str) -> bool:
    """Whether a number is asked for, and not of what."""
    return OF_NOTHING.fullmatch(plain(question)) is not None


def number_of(short: str) -> int | None:
    """A number as answers have it: `two`, `13`; None of all else."""
    return WORDS.index(short) if short in WORDS else int(short) if short.isdecimal() else None


def how_many(noun: str, more: str = "") -> str:
    """noun: in either number; more: what is told of them: ` on the left`"""
    many = noun if _are_many(noun) else plural(noun)
    told = re.sub(r"^ (?:that|which|who) (?:are|is) ", " ", more)
    if not told or re.fullmatch(TAIL, told):
        return f"how many {many} are there"
    if told.startswith((" with", " without", " that", " which", " from")):
        return f"how many {many}{told} are there"
    return f"how many {many}{told.removeprefix(' who')}" if told.startswith(" who ") else f"how many {many} are{told}"


def _so_many(said: str) -> Amount | None:
    if (found := WHETHER_SOME.fullmatch(said)) and not IS_OF_ITSELF.search(found["noun"]):
        span, of = SOME[found["some"]], (how_many(found["noun"], found["more"] or ""),)
        many = span == SOME["many"]
        return None if many and not detected_as(found["noun"]) else Amount(of, *span, many=many)
    found = WHETHER_SO_MANY.fullmatch(said) or SO_MANY_ARE_HERE.fullmatch(said)
    if not found or IS_OF_ITSELF.search(found["noun"]):
        return None
    return Amount((how_many(found["noun"], found["more"] or ""),), *_span(found, found["after"]), known=_is_known(found["noun"]))


def _so_many_people(said: str) -> Amount | None:
    """Of several, how many do something."""
    if not (found := SO_MANY_PEOPLE.fullmatch(said)):
        return None
    be = "are" if found["be"] in ("is", "are") else "do"
    return Amount((f"how many {found['them']} {be} {found['are']}",), *_span(found, after=""))


def _span(found: re.Match[str], after: str | None) -> tuple[float, float]:
    """after: what is said behind what is counted, `or more`. Between how many there have to be; one is enough where one is asked for."""
    number, to = (2 if one == "a couple of" else number_of(one or "") or 0 for one in (found["number"], found["to"]))
    below, above = HOW.get(found["how"] or "") or OR.get(found["before"] or after or "") or ((0, inf) if number == 1 and not to else (0, 0))
    return number + below, max(number, to) + above


def _another(said: str) -> Amount | None:
    if found := SOMEBODY_ELSE.fullmatch(said):
        return Amount((PEOPLE,), *((-inf, 1) if found["no"] else (2, inf)))
    found = ANOTHER.fullmatch(said)
    if not found or IS_OF_ITSELF.search(found["noun"]) or found["noun"] in ("thing", "things", "object", "objects"):
        return None
    return Amount((how_many(found["noun"], found["more"] or ""),), 3 if found["third"] else 2, inf, known=_is_known(found["noun"]))


def _alone(said: str) -> Amount | None:
    """Of no person, with the people who are there: a dog beside its owner is not alone."""
    found = ALONE.fullmatch(said)
    if not found:
        return None
    who = found["who"].rpartition(" ")[2]
    if who in ("he", "she", "i", *NAMES_OF_PERSONS):
        return Amount((PEOPLE,), 1, 1, some=True)
    if "the only" in said:
        return None if who == "it" else Amount((how_many(who),), 1, 1, some=True, known=_is_known(who))
    if who != "it" and who not in members_of("animal"):
        return None  # whoever asks that of a car means something else
    return Amount((ANIMALS if who == "it" else how_many(who), PEOPLE), 1, 1, some=True)


def _sum(said: str) -> Sum | None:
    found = AND.fullmatch(said)
    return Sum((how_many(found["one"]), how_many(found["other"])), bool(found["apart"])) if found and _both_many(found) else None


def _compared(said: str) -> Compared | None:
    found = MORE_THAN.fullmatch(said) or MORE_OR.fullmatch(said)
    if not found or not _both_many(found):
        return None
    names, fewer = (found["one"], found["other"]), found["how"] in ("fewer", "less")
    of = (how_many(names[0]), how_many(names[1]))
    if found.re is MORE_OR:
        return Compared(of, None, names, fewer)
    return Compared(of, _fewer if fewer else _more if found["how"] == "more" else _as_many, names)


def _is_known(noun: str) -> bool:
    return bool(detected_as(noun) or detected_as(noun.split()[-1]))


def _both_many(found: re.Match[str]) -> bool:
    """Not so of `black and white cats`, nor of water and sand, which nobody counts."""
    return _are_many(found["one"]) and _are_many(found["other"])


def _are_many(noun: str) -> bool:
    return is_many(noun) or is_many(noun.split()[-1]) or noun.split()[-1] in ("people", "sheep", "fish", "deer")


def _more(one: int, other: int) -> bool:
    return one > other


def _fewer(one: int, other: int) -> bool:
    return one < other


def _as_many(one: int, other: int) -> bool:
    return one == other
