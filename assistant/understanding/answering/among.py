"""Of several people who were looked at from near: how many of them do something, whether most do, who it is, and who looks oldest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from assistant.understanding.answering.from_near import LIKELY, SURE, Chance, Settled, does, is_a, unlike
from assistant.understanding.asking.people_deeds import DEEDS
from assistant.understanding.asking.people_words import NAMES_OF_PERSONS, SORTS
from assistant.understanding.asking.plain import TAIL
from models.chances import sigmoid
from models.people.runtime import Person

YEARS_APART, UNTELLABLE = 6.0, 3.0
"""Years between two guessed ages by which one is e times likelier to be the older, and below which neither is said to be."""

PERSONS = rf"(?P<sort>{'|'.join(NAMES_OF_PERSONS)})"
THEM = rf"of (?:them|us|(?:all )?(?:the|these|those)(?: (?:two|three|four|five|six))?(?: (?P<of>{'|'.join(NAMES_OF_PERSONS)}))?)"
LINKED = r"(?: (?:who|that|is|are|was|were|does|do|looks?|seems?|appears?|to be|really|all|both))*"
ONE_DOES = re.compile(r"\b(smile|laugh|sit|stand|look|lie)s\b")
"""What one person does, whom patterns know as several."""
SORTED = {sort: rf"(?:an? )?(?:{'|'.join(word for word, of in SORTS.items() if of == sort)})" for sort in dict.fromkeys(SORTS.values())}
HOW_MANY = rf"how many(?: {THEM}| {PERSONS})?{LINKED}"
OF_THEM = rf"how many {THEM}{LINKED}"
MOST = rf"(?:is|are|do) (?:most|the majority) {THEM}{LINKED}"
ONE_OF_THEM = rf"(?:who|which(?: ones?)?(?: {PERSONS}| {THEM})?)"
WHO_OF_THEM = rf"{ONE_OF_THEM}(?: (?:here|there))?{LINKED}"
ELDEST = re.compile(rf"{ONE_OF_THEM}{LINKED}(?: the)? (?:(?P<old>older|oldest|eldest)|younger|youngest){TAIL}")


def _of_sorts(before: str) -> Mapping[str, re.Pattern[str]]:
    return {sort: re.compile(rf"{before} {words}{TAIL}") for sort, words in SORTED.items()}


def _of_deeds(before: str) -> Mapping[str, re.Pattern[str]]:
    return {deed: re.compile(rf"{before} {words}{TAIL}") for deed, words in DEEDS.items()}


MANY = re.compile(rf"how many {PERSONS}(?: (?:are|is))?{TAIL}")
MANY_DO, MANY_ARE = _of_deeds(HOW_MANY), _of_sorts(OF_THEM)
MOST_DO, MOST_ARE = _of_deeds(MOST), _of_sorts(MOST)
WHO_DOES, WHO_IS = _of_deeds(WHO_OF_THEM), _of_sorts(WHO_OF_THEM)


def among(asked: str, said: str, people: Sequence[Person]) -> Settled | None:
    """
    asked: in small letters, without marks; said: what the fusion answers
    None of what asks for something else, or was not seen of enough of them.
    """
    asked = ONE_DOES.sub(r"\1", asked)
    return _many(asked, said, people) or next((one for tell in (_most, _who, _eldest) if (one := tell(asked, people))), None)


def _many(asked: str, said: str, people: Sequence[Person]) -> Settled | None:
    """How many are women, how many people smile, and how many women do."""
    if found := MANY.fullmatch(asked):
        return _counted(partial(is_a, SORTS[found["sort"]]), people) if found["sort"] in SORTS else None
    if not (read := _read(asked, MANY_DO, MANY_ARE)):
        return None
    return _counted(read[0], people, read[1]) or _bounded(said, [_both(*read, person) for person in people])


def _bounded(said: str, seen: Sequence[float | None]) -> Settled | None:
    """What the fusion counts, as far as those who were seen allow it; what the others do it cannot know."""
    least = sum(chance is not None and chance >= LIKELY for chance in seen)
    most = least + seen.count(None)
    return Settled(str(min(max(int(said), least), most)), LIKELY, ()) if said.isdecimal() else None


def _counted(of: Chance, people: Sequence[Person], sort: str = "") -> Settled | None:
    seen = [_both(of, sort, person) for person in people]
    chances = [chance for chance in seen if chance is not None]
    if len(chances) < len(seen):
        return None
    those = tuple(person for person, chance in zip(people, chances, strict=True) if chance >= LIKELY)
    return Settled(str(len(those)), _surely(chances), those)


def _most(asked: str, people: Sequence[Person]) -> Settled | None:
    if not (read := _read(asked, MOST_DO, MOST_ARE)):
        return None
    of, several = read[0], _of_sort(read[1], people)
    chances = [chance for person in several if (chance := of(person)) is not None]
    if len(chances) < len(several) or not several:
        return None
    many = np.ones(1)
    for chance in chances:  # of each number that does it
        many = np.convolve(many, (1 - chance, chance))
    most = float(many[len(several) // 2 + 1 :].sum())
    those = tuple(person for person, chance in zip(several, chances, strict=True) if chance >= LIKELY)
    return Settled("yes", most, those) if most >= LIKELY else Settled("no", 1 - most, tuple(several))


def _who(asked: str, people: Sequence[Person]) -> Settled | None:
    """Those who surely do it, where it was not seen of all."""
    if not (read := _read(asked, WHO_DOES, WHO_IS)):
        return None
    if counted := _counted(read[0], people, read[1]):
        return Settled("", counted.chance, counted.people, names_them=True)
    sure = {person: chance for person in people if (chance := _both(*read, person)) is not None and chance >= SURE}
    return Settled("", LIKELY * _surely([*sure.values()]), tuple(sure), names_them=True) if sure else None


def _eldest(asked: str, people: Sequence[Person]) -> Settled | None:
    found = ELDEST.fullmatch(asked)
    several = _of_sort(_sort_of(found), people) if found else ()
    if found is None or len(several) < 2 or any(person.face is None for person in several):
        return None
    first, second, *_ = sorted(several, key=lambda person: -person.age if found["old"] else person.age)
    apart = abs(first.age - second.age)
    chance = float(sigmoid(np.float64(apart / YEARS_APART)))
    return Settled("", chance, (first,), names_them=True) if apart >= UNTELLABLE else None


def _read(asked: str, does_it: Mapping[str, re.Pattern[str]], is_one: Mapping[str, re.Pattern[str]]) -> tuple[Chance, str] | None:
    """The chance that somebody does what is asked, or is it; and of which sort only it is asked."""
    for patterns, chance in ((does_it, does), (is_one, is_a)):
        for word, pattern in patterns.items():
            if found := pattern.fullmatch(asked):
                return partial(chance, word), _sort_of(found)
    return None


def _sort_of(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return SORTS.get(groups.get("sort") or groups.get("of") or "", "")


def _of_sort(sort: str, people: Sequence[Person]) -> Sequence[Person]:
    others = unlike(sort, people)
    return [person for person in people if person not in others]


def _both(of: Chance, sort: str, person: Person) -> float | None:
    """That somebody of that sort does it; of those who surely are of another sort it need not have been seen."""
    is_one = is_a(sort, person) if sort else 1.0
    if is_one is not None and is_one < 1 - SURE:
        return 0.0
    chance = of(person)
    return None if is_one is None or chance is None else is_one * chance


def _surely(chances: Sequence[float]) -> float:
    return float(np.prod([max(chance, 1 - chance) for chance in chances]))
