"""What a look at people from near settles, where the fusion could only guess: whether they are men or women, whether they smile, sit, stand
or lie, and which way they look.

A question is settled only where it asks for that and nothing else, of people and nothing else ("is the dog beside the man sitting" is about
a dog), and where it was seen of everybody whom it is about. Of one that asks for more ("is the man sitting on a chair") only the `no` is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from assistant.understanding.answering.among import among
from assistant.understanding.answering.from_near import LIKELY, SURE, WAYS, Chance, Settled, does, is_a
from assistant.understanding.answering.whom import Marks, Meant, whom, whom_of_a_sort
from assistant.understanding.asking.people_deeds import DEEDS, LINK, LOOKS
from assistant.understanding.asking.people_words import MORE, POSTURES, SORTS
from assistant.understanding.asking.plain import OPEN, SEEING, TAIL, plain
from models.people.runtime import Person

WHO = r"(?P<who>\S+(?: \S+)*?)"
WHETHER = {
    deed: re.compile(rf"^(?:is|are|am|does|do|(?:can|could)(?= {SEEING})) {WHO}{LINK} {words}\b(?P<more>.*)$")
    for deed, words in DEEDS.items()
}
WHETHER_THERE = re.compile(rf"^{OPEN}(?: (?:a|an|any|some))? (?P<sort>{'|'.join(SORTS)})(?P<more>{MORE})$")
IS_A = re.compile(
    rf"^(?:is|are|am) {WHO}(?: an? (?P<sort>{'|'.join(SORTS)})| (?P<bare>(?:fe)?males?|(?:wo)?men|boys|girls|ladies|children|kids|babies))$"
)
DOING = re.compile(rf"^what(?:s| is| are) {WHO} doing{TAIL}$")
OF_TWO = re.compile(rf"^(?:is|are|am) {WHO} (?:an? )?(?P<one>\w+)(?: down| up)? or (?:an? )?(?P<other>\w+)(?: down| up)?$")
WHICH_WAY = re.compile(rf"^(?:(?:which|what) (?:way|direction|side)|where) (?:is|are|am|does|do) {WHO} {LOOKS}{TAIL}$")
LEFT_OR_RIGHT = re.compile(
    rf"^(?:(?:which|what) (?:way|direction|side) )?(?:is|are|am|does|do) {WHO} {LOOKS}"
    r"(?: (?:to|towards?|the|on|a))* (?:left|right)(?: side)? or (?:(?:to|towards?|the|on|a) )*(?:left|right)(?: side)?$"
)
AGE = re.compile(
    rf"^how old (?:(?:would you say|do you think|you think)(?: is| are)?|is|are|am|does|do) {WHO}(?: (?:is|are|looks?))?{TAIL}$"
)
ROUNDED = 5
"""Years; no age is guessed more closely."""
SEX = re.compile(rf"^what(?:s| is)? (?:the )?(?:gender|sex) (?:is|are|of) {WHO}$")


def settled(question: str, said: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    """said: what the fusion answers; people: all that were found. None where nothing was seen that settles it."""
    asked = re.sub("[',]", "", plain(question))
    found = (answer(asked, said, people, marks) for answer in (_there, _among, _one_of, _sex, _age, _way, _whether, _is_a, _doing))
    return next((one for one in found if one), None) if people else None


# ---- the kinds of questions: what is asked, what the fusion says, the people, and the marks of phrases


def _there(asked: str, _: str, people: Sequence[Person], __: Marks) -> Settled | None:
    found = WHETHER_THERE.match(asked)
    if not found or " or " in asked:
        return None
    return _yes_or_no(Meant(people, max), partial(is_a, SORTS[found["sort"]]), found["more"])


def _whether(asked: str, _: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    if " or " in asked:
        return None
    for deed, pattern in WHETHER.items():
        if (found := pattern.match(asked)) and (meant := whom(found["who"], people, marks)):
            return _yes_or_no(meant, partial(does, deed), found["more"])
    return None


def _is_a(asked: str, _: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    found = IS_A.match(asked)
    if not found or not (meant := whom_of_a_sort(found["who"], people, marks)):
        return None
    return _yes_or_no(meant, partial(is_a, SORTS[found["sort"] or found["bare"]]), "")


def _yes_or_no(meant: Meant, of: Chance, more: str) -> Settled | None:
    """more: what else the question asks, of which only a `no` is sure"""
    chance = meant.chance(of)
    if chance is None or (chance >= LIKELY and not re.fullmatch(TAIL, more)):
        return None
    if chance < LIKELY:
        return Settled("no", 1 - chance, tuple(meant.people))
    return Settled("yes", chance, tuple(person for person in meant.people if meant.together is not max or (of(person) or 0.0) >= LIKELY))


def _among(asked: str, said: str, people: Sequence[Person], _: Marks) -> Settled | None:
    return among(asked, said, people)


def _one_of(asked: str, _: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    found = OF_TWO.match(asked)
    sides = (found["one"], found["other"]) if found else ("", "")
    if not found or not (all(side in SORTS for side in sides) or all(side in POSTURES for side in sides)):
        return None
    chances = {side: partial(is_a, SORTS[side]) if side in SORTS else partial(does, side) for side in sides}
    meant = whom_of_a_sort if sides[0] in SORTS else whom
    return _likeliest(chances, meant(found["who"], people, marks))


def _sex(asked: str, _: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    found = SEX.match(asked)
    return _likeliest({sex: partial(is_a, SORTS[sex]) for sex in ("male", "female")}, whom(found["who"], people, marks)) if found else None


def _age(asked: str, _: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    """Of one whose face is seen."""
    found = AGE.match(asked)
    meant = whom(found["who"], people, marks) if found else None
    if not meant or len(meant.people) > 1 or meant.people[0].face is None:
        return None
    age = max(1, ROUNDED * round(meant.people[0].age / ROUNDED))
    return Settled(str(age), LIKELY, tuple(meant.people), years=True)


def _way(asked: str, _: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    two, any_way = LEFT_OR_RIGHT.match(asked), WHICH_WAY.match(asked)
    if not (found := two or any_way) or not (meant := whom(found["who"], people, marks)):
        return None
    best = _likeliest({way: partial(does, way) for way in (WAYS[:2] if two else WAYS)}, meant)
    aside = best and meant.chance(partial(does, best.answer))
    return best if aside and aside >= LIKELY else None


def _likeliest(chances: Mapping[str, Chance], meant: Meant | None) -> Settled | None:
    """The likeliest of these answers, of which one is right."""
    found = {answer: chance for answer, of in chances.items() if meant and (chance := meant.chance(of)) is not None}
    if not meant or len(found) < len(chances) or not (total := sum(found.values())):
        return None
    best = max(found, key=lambda answer: found[answer])
    return Settled(best, found[best] / total, tuple(meant.people))


def _doing(asked: str, said: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    """In place of a posture or a smile that is seen not to be so."""
    found = DOING.match(asked)
    if not found or said not in (*POSTURES, "smiling") or not (meant := whom(found["who"], people, marks)):
        return None
    true = meant.chance(partial(does, said))
    best = _likeliest({posture: partial(does, posture) for posture in POSTURES}, meant)
    return best if true is not None and true < 1 - SURE and best and best.chance >= SURE else None
