"""What a look at people from near settles, where the fusion could only guess: whether they are men or women, whether they smile, sit, stand
or lie, and which way they look.

A question is settled only where it asks for that and nothing else, of people and nothing else ("is the dog beside the man sitting" is about
a dog), and where it was seen of everybody whom it is about. Of one that asks for more ("is the man sitting on a chair") only the `no` is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from assistant.events import Scene
from assistant.understanding.otherwise import TAIL, plain
from models.chances import sigmoid, softmax
from models.lexicon import plural
from models.people.runtime import Person
from models.vilbert.asking import members_of

Near = Callable[[Scene], Scene]
"""The same scene with the people in it looked at from near."""
Marks = Callable[[str], np.ndarray]
"""A phrase -> (P,) logits of its meaning each of the people."""
Chance = Callable[[Person], float | None]
"""That something is true of a person; None where that was not seen."""

SORTS: Mapping[str, str] = {
    **dict.fromkeys(("man", "men", "guy", "guys", "gentleman", "gentlemen", "male", "males"), "man"),
    **dict.fromkeys(("woman", "women", "lady", "ladies", "female", "females"), "woman"),
    **dict.fromkeys(("boy", "boys"), "boy"),
    **dict.fromkeys(("girl", "girls"), "girl"),
    **dict.fromkeys(("child", "children", "kid", "kids", "baby", "babies", "toddler"), "child"),
}
PRONOUNS: Mapping[str, str] = {"he": "man", "she": "woman"}
SEVERAL = frozenset("we men guys gentlemen males women ladies females boys girls children kids babies they them people persons".split())
EACH = frozenset("everyone everybody all both".split())
ANY = frozenset("anyone anybody someone somebody".split())
PERSONS = frozenset(("i", "person", *SORTS, *PRONOUNS, *SEVERAL, *EACH, *ANY))
ABOUT = PERSONS.union(
    "his her hers him their them my me us our who whose whom nobody crowd couple family player worker".split(),
    "hair beard mustache moustache face head eyes eye hand hands arm arms leg legs foot feet finger fingers skin".split(),
    "wear wears wearing dressed holding carrying doing smiling laughing sitting standing lying looking facing".split(),
)
"""Words of questions for which people are looked at from near; those of clothes are others (asking.toml)."""
THIS = ("it", "this", "that")
WAYS = ("left", "right", "down")
POSTURES = ("sitting", "standing", "lying")

GROWN, YEARS = 14.0, 3.0
"""Guessed age of which a child is as likely as a grown-up, and how many years make it e times likelier."""
ASIDE, BENT, STEEP = 0.2, 0.42, 12.0
"""In widths of the face: how far the nose lies off the middle of the ears from where it looks aside, or down; and how fast that tips."""
LIKELY, SURE = 0.5, 0.8
"""Chance from which something is so, and from which it is said in place of what the fusion says."""

ARTICLE = r"(?:the|an?|this|that|these|those|my|our|his|her|their)"
JOINING = r"(?:of|in|on|at|by|with|without|from|to|next|behind|near|beside)"
ADJECTIVES = rf"(?:(?!(?:{JOINING}|and|not) )\S+ ){{0,2}}?"
MORE = rf"{TAIL}(?: (?:{JOINING}|and|who|dressed|\w+ing)\b.*)?"
"""What may follow the name of a person that stays one: no `carriage` behind `baby`."""
SORT_OF = re.compile(rf"^(?:(?:{ARTICLE}|any|some|one) )?{ADJECTIVES}(?P<sort>{'|'.join(SORTS)}){MORE}$")
NAMED = re.compile(
    rf"^(?:(?:(?P<each>all|both|each|every)|(?P<any>an?|any|some|one))(?: of)?(?: {ARTICLE})? |{ARTICLE} (?P<which>{ADJECTIVES}))?"
    rf"(?P<person>{'|'.join(sorted(PERSONS))})(?P<too> all| both| each)?{TAIL}"
    rf"(?P<where> {JOINING} (?:.* )?(?!(?:{JOINING}|{ARTICLE}|and)$)\S+)?$"
)
SIDE = re.compile(
    r"\b(?P<side>left|right|middle|cent(?:er|re))(?:most)?\b(?! (?:hand|arm|leg|foot|eye|of (?!the (?:picture|photo|image)\b)))"
)
WHO = r"(?P<who>\S+(?: \S+)*?)"
LINK = r"(?: (?:look|looking|seem|appear|to be|very|really|still|just))*"
LOOKS = (
    r"(?:looking|facing|turned|turning|staring|gazing|look)(?: (?:right|straight|directly)(?= at| in))?"
    r"(?: (?:to|towards?|at|in|into))?(?: the)?"
)
"""Not to his left, which may be the right of the picture."""
DEEDS: Mapping[str, str] = {
    "smiling": r"(?:smiling|laughing|grinning|happy(?! (?:with|about|to|for|that)\b)|cheerful|smile|laugh)",
    "sad": r"(?:sad|unhappy|angry|upset|crying|frowning|serious)",
    "sitting": r"(?:sitting|seated|sit)(?: down)?",
    "standing": r"(?:standing|stand)(?: up)?",
    "lying": r"(?:(?:lying|lie)(?: down)?|laying down)",
    "left": rf"{LOOKS} left(?: side)?",
    "right": rf"{LOOKS} right(?: side)?(?! (?:at|in|into|through|past|back|now)\b)",
    "down": rf"{LOOKS} (?:down(?:wards?)?(?! {ARTICLE}\b)|floor|ground)",
    "camera": rf"{LOOKS} (?:camera|me|us|you|viewer|lens|photographer)",
    "away": rf"{LOOKS} away(?: from (?:the camera|me|us|you))?",
}
WHETHER = {
    deed: re.compile(rf"^(?:is|are|am|does|do|can(?= (?:you|we) see)) {WHO}{LINK} {words}\b(?P<more>.*)$") for deed, words in DEEDS.items()
}
WHETHER_THERE = re.compile(
    rf"^(?:(?:is|are) there|(?:do|can|could) (?:you|we) see)(?: (?:a|an|any|some))? (?P<sort>{'|'.join(SORTS)})(?P<more>{MORE})$"
)
IS_A = re.compile(
    rf"^(?:is|are|am) {WHO}(?: an? (?P<sort>{'|'.join(SORTS)})| (?P<bare>(?:fe)?males?|(?:wo)?men|boys|girls|ladies|children|kids|babies))$"
)
MANY = re.compile(rf"^how many (?P<sort>\w+)(?: (?:are|is))?{TAIL}$")
MANY_DO = {deed: re.compile(rf"^how many (?P<sort>\w+) (?:(?:are|is|do) )?{words}{TAIL}$") for deed, words in DEEDS.items()}
DOING = re.compile(rf"^what(?:s| is| are) {WHO} doing{TAIL}$")
OF_TWO = re.compile(rf"^(?:is|are|am) {WHO} (?:an? )?(?P<one>\w+)(?: down| up)? or (?:an? )?(?P<other>\w+)(?: down| up)?$")
WHICH_WAY = re.compile(rf"^(?:(?:which|what) (?:way|direction|side)|where) (?:is|are|am|does|do) {WHO} {LOOKS}{TAIL}$")
LEFT_OR_RIGHT = re.compile(
    rf"^(?:(?:which|what) (?:way|direction|side) )?(?:is|are|am|does|do) {WHO} {LOOKS}"
    r"(?: (?:to|towards?|the|on|a))* (?:left|right)(?: side)? or (?:(?:to|towards?|the|on|a) )*(?:left|right)(?: side)?$"
)
SEX = re.compile(rf"^what(?:s| is)? (?:the )?(?:gender|sex) (?:is|of) {WHO}$")
SEEN_BEFORE = re.compile(r"^(?:there|you see|we see) ")


@dataclass(frozen=True)
class Settled:
    answer: str
    chance: float
    people: tuple[Person, ...]
    """Of whom that is said."""


def settled(question: str, said: str, people: Sequence[Person], marks: Marks) -> Settled | None:
    """said: what the fusion answers; people: all that were found. None where nothing was seen that settles it."""
    asked = re.sub("[',]", "", plain(question))
    found = (answer(asked, said, people, marks) for answer in (_there, _many, _one_of, _sex, _way, _whether, _is_a, _doing))
    return next((one for one in found if one), None) if people else None


def is_about_people(text: str) -> bool:
    """Whether people, what they wear or what they do may be meant, so that they are worth a look from near."""
    words = re.findall("[a-z]+", text.lower())
    return any(word in ABOUT or word in _clothes() for word in words)


@lru_cache(maxsize=1)
def _clothes() -> frozenset[str]:
    """In either number."""
    return frozenset(form for name in members_of("clothing") for form in (name, plural(name)))


# ---- what is true of one person


def is_a(sort: str, person: Person) -> float | None:
    if person.face is None:
        return None
    child = float(sigmoid((GROWN - person.age) / YEARS))
    sexes = {"man": person.man, "woman": 1 - person.man, "boy": person.man * child, "girl": (1 - person.man) * child, "child": child}
    return sexes[sort]


def does(deed: str, person: Person) -> float | None:
    if deed in POSTURES:
        return person.posture.get(deed)
    if person.face is None:
        return None
    if deed == "sad":  # a smile denies it, and no smile tells nothing
        return 1 - person.smiling if person.smiling >= SURE else None
    left, right = (float(sigmoid(STEEP * (side * person.turned - ASIDE))) for side in (-1, 1))
    down = float(sigmoid(STEEP * (person.bent - BENT)))
    camera = (1 - left) * (1 - right) * (1 - down)
    return {"smiling": person.smiling, "left": left, "right": right, "down": down, "camera": camera, "away": 1 - camera}[deed]


# ---- whom a question is about


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


def at_side(phrase: str, several: Sequence[Person]) -> Person | None:
    """Of several, the one at the side that is said; None where none is, and in the middle of two."""
    found, across = SIDE.search(phrase), sorted(several, key=lambda person: float(person.box[0] + person.box[2]))
    if not found or len(across) < 2:
        return None
    return {"left": across[0], "right": across[-1]}.get(found["side"], across[len(across) // 2] if len(across) % 2 else None)


def whom_of_a_sort(who: str, people: Sequence[Person], marks: Marks) -> Meant | None:
    """The same, where the question is what sort of person it is: `it` is one only there."""
    alone = who in THIS and len(people) == 1 and people[0].face is not None
    return Meant(people) if alone else whom(who, people, marks)


def sort_of(phrase: str) -> str:
    """`man` of `the tall man on the left`; "" of `the man's hat`, and of what names no such sort."""
    found = SORT_OF.match(plain(phrase))
    return SORTS[found["sort"]] if found else ""


def surely(person: Person) -> str:
    """`man` or `woman`; "" where neither is sure."""
    return next((sort for sort in ("man", "woman") if (is_a(sort, person) or 0.0) >= SURE), "")


def unlike(sort: str, people: Sequence[Person]) -> list[Person]:
    """Those who surely are not of that sort."""
    return [person for person in people if sort and (chance := is_a(sort, person)) is not None and chance < 1 - SURE]


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


def _many(asked: str, _: str, people: Sequence[Person], __: Marks) -> Settled | None:
    """How many are women, how many people smile, and how many women do."""
    found, deed = MANY.match(asked), ""
    for name, pattern in MANY_DO.items():
        found, deed = (match, name) if (match := pattern.match(asked)) else (found, deed)
    sort = SORTS.get(found["sort"], "") if found else ""
    if not found or not (sort or (deed and found["sort"] in ("people", "persons"))):
        return None
    chances = [(is_a(sort, person) if sort else 1.0, does(deed, person) if deed else 1.0) for person in people]
    seen = [one * other for one, other in chances if one is not None and other is not None]
    if len(seen) < len(chances):
        return None
    of = tuple(person for person, chance in zip(people, seen, strict=True) if chance >= LIKELY)
    return Settled(str(len(of)), float(np.prod([max(chance, 1 - chance) for chance in seen])), of)


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
