"""Words for people: which of them name somebody, of what sort, and which ask about somebody at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.understanding.asking.plain import TAIL, plain
from models.lexicon import plural
from models.vilbert.asking import WHO
from models.vilbert.kinds import members_of

SORTS: Mapping[str, str] = {
    **dict.fromkeys(("man", "men", "guy", "guys", "gentleman", "gentlemen", "male", "males"), "man"),
    **dict.fromkeys(("woman", "women", "lady", "ladies", "female", "females"), "woman"),
    **dict.fromkeys(("boy", "boys"), "boy"),
    **dict.fromkeys(("girl", "girls"), "girl"),
    **dict.fromkeys(("child", "children", "kid", "kids", "baby", "babies", "toddler"), "child"),
}
"""Sorts of persons, by the words for them."""
NAMES_OF_PERSONS = ("person", "people", "persons", *SORTS)
SOMEBODYS = frozenset(("he", "she", "his", "her", "him", "hers", "who", "whose", *NAMES_OF_PERSONS))
"""Words that take somebody for granted."""
JOINING = (
    r"(?:of|in|on|at|by|with|without|from|to|next|behind|near|beside|under|above|below|over|across|between|among|around|inside|outside)"
)
NAMING_SOMEBODY = re.compile(
    rf"\b(?:he|she|his|her|him|hers|who|whose)\b|\b(?:{'|'.join(NAMES_OF_PERSONS)})\b"
    rf"(?= (?:{JOINING}|and|or|that|which|here|there|anywhere|indoors|outdoors|visible|left|today|too|you|we|i|now|dressed|\w+ing)\b|$)"
)
"""No `baby carriage`."""
WHO_IS_THERE = re.compile(
    r"^who(?:'?s| is| are)?(?: (?:he|she|they|it|(?:the|this|that|these|those)"
    rf"(?: (?:{'|'.join(NAMES_OF_PERSONS)}))?))?{TAIL}$"
)

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

POSTURES = ("sitting", "standing", "lying")
ARTICLE = r"(?:the|an?|this|that|these|those|my|our|his|her|their)"
ADJECTIVES = rf"(?:(?!(?:{JOINING}|and|not) )\S+ ){{0,2}}?"
MORE = rf"{TAIL}(?: (?:{JOINING}|and|who|dressed|\w+ing)\b.*)?"
"""What may follow the name of a person that stays one: no `carriage` behind `baby`."""
SORT_OF = re.compile(rf"^(?:(?:{ARTICLE}|any|some|one) )?{ADJECTIVES}(?P<sort>{'|'.join(SORTS)}){MORE}$")


def is_about_people(text: str) -> bool:
    """Whether people, what they wear or what they do may be meant, so that they are worth a look from near."""
    words = re.findall("[a-z]+", text.lower())
    return any(word in ABOUT or word in _clothes() for word in words)


@lru_cache(maxsize=1)
def _clothes() -> frozenset[str]:
    """In either number."""
    return frozenset(form for name in members_of("clothing") for form in (name, plural(name)))


def sort_of(phrase: str) -> str:
    """`man` of `the tall man on the left`; "" of `the man's hat`, and of what names no such sort."""
    found = SORT_OF.match(plain(phrase))
    return SORTS[found["sort"]] if found else ""


def who_is_there(text: str) -> bool:
    """Whether is asked who somebody is, of whom no more is told than what is seen."""
    return WHO_IS_THERE.match(plain(text)) is not None


def asks_who(text: str) -> bool:
    """Whether somebody is taken for granted whom only that word names."""
    return WHO.match(plain(text)) is not None
