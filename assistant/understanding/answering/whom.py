"""Whom a question is about: `the man on the left`, `they`, `anyone`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.understanding.answering.from_near import LIKELY, Chance, is_a, unlike
from assistant.understanding.asking.people_words import ADJECTIVES, ANY, ARTICLE, EACH, JOINING, PERSONS, PRONOUNS, SEVERAL, SORTS
from assistant.understanding.asking.plain import SEEING, TAIL
from models.chances import softmax
from models.people.runtime import Person

Marks = Callable[[str], np.ndarray]
"""A phrase -> (P,) logits of its meaning each of the people."""

THIS = ("it", "this", "that")
NAMED = re.compile(
    rf"^(?:(?:(?P<each>all|both|each|every)|(?P<any>an?|any|some|one))(?: of)?(?: {ARTICLE})? |{ARTICLE} (?P<which>{ADJECTIVES}))?"
    rf"(?P<person>{'|'.join(sorted(PERSONS))})(?P<too> all| both| each)?{TAIL}"
    rf"(?P<where> {JOINING} (?:.* )?(?!(?:{JOINING}|{ARTICLE}|and|not)$)\S+)?$"
)
SIDE = re.compile(
    r"\b(?P<side>left|right|middle|cent(?:er|re))(?:most)?\b(?! (?:hand|arm|leg|foot|eye|of (?!the (?:picture|photo|image)\b)))"
)
OTHER = re.compile(r"\bother ")
"""Not the one who would be meant without it."""
SEEN_BEFORE = re.compile(rf"^(?:there|{SEEING}) ")


@dataclass(frozen=True)
class Meant:
    people: Sequence[Person]
    together: Callable[[Sequence[float]], float] = np.mean
    """What makes one chance of theirs: one who does is enough, or all have to."""
    sure: float = 1.0
    """Chance that it is they who are meant; the others may do it or not."""

    def chance(self, of: Chance) -> float | None:
        """None where it was not seen of all, unless the one who decides it was seen."""
        chances = [of(person) for person in self.people]
        seen = [chance for chance in chances if chance is not None]
        one = seen and ((self.together is max and max(seen) >= LIKELY) or (self.together is min and min(seen) < LIKELY))
        enough = one or len(seen) == len(chances)
        return LIKELY + self.sure * (float(self.together(seen)) - LIKELY) if seen and enough else None


def whom(who: str, people: Sequence[Person], marks: Marks) -> Meant | None:
    """Who is meant by `the man on the left`, `they`, `there anyone`; None where that is no person."""
    bare = SEEN_BEFORE.sub("", who)
    if not (found := NAMED.match(bare)):
        return None
    word = found["person"]
    sort = SORTS.get(word) or PRONOUNS.get(word, "")
    others = [] if word in PRONOUNS else unlike(sort, people)
    maybe = [person for person in people if person not in others]
    likely = [person for person in maybe if not sort or (is_a(sort, person) or 0.0) >= LIKELY] or maybe
    if not maybe:
        return None
    if word == "i":
        return Meant([max(people, key=lambda person: float(np.prod(person.box[2:] - person.box[:2])))])
    together = max if found["any"] or word in ANY or bare != who else min if found["each"] or found["too"] or word in EACH else np.mean
    if together is not np.mean or word in SEVERAL:
        return None if found["where"] and len(people) > 1 else Meant(likely, together)
    if OTHER.search(found["which"] or ""):
        first = the_one(OTHER.sub("", bare), likely, people, marks)
        rest = [person for person in maybe if not first or person not in first.people]
        return the_one(bare, rest, people, marks) if first and rest else None
    return the_one(bare, maybe if found["which"] or found["where"] else likely, people, marks)


def the_one(phrase: str, likely: Sequence[Person], people: Sequence[Person], marks: Marks) -> Meant | None:
    """Of those who may be meant, the one at the side that is said, or whom the words mean most; None in the middle of two."""
    if len(likely) == 1:
        return Meant(likely)
    if SIDE.search(phrase):
        return Meant([one]) if (one := at_side(phrase, likely)) else None
    mark = {id(person): mark for person, mark in zip(people, marks(phrase), strict=True)}
    chances = softmax(np.array([mark[id(person)] for person in likely]))
    return Meant([likely[int(chances.argmax())]], sure=float(chances.max()))


def in_a_row(people: Sequence[Person]) -> Sequence[Person]:
    """From left to right."""
    return sorted(people, key=lambda person: float(person.box[0] + person.box[2]))


def at_side(phrase: str, several: Sequence[Person]) -> Person | None:
    """Of several, the one at the side that is said; None where none is, and in the middle of two."""
    found, across = SIDE.search(phrase), in_a_row(several)
    if not found or len(across) < 2:
        return None
    return {"left": across[0], "right": across[-1]}.get(found["side"], across[len(across) // 2] if len(across) % 2 else None)


def whom_of_a_sort(who: str, people: Sequence[Person], marks: Marks) -> Meant | None:
    """The same, where the question is what sort of person it is: `it` is one only there."""
    alone = who in THIS and len(people) == 1 and people[0].face is not None
    return Meant(people) if alone else whom(who, people, marks)
