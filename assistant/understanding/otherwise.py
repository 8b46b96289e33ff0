"""Questions put otherwise, for a network that knows more than it says when it is asked but once: a choice as one question about each of its
sides, what denies as what it denies, and what a question takes for granted as a question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.lexicon import article, classes, in_known_words, is_many, lexicon, plural
from models.vilbert.asking import WHO
from models.vilbert.either import ARTICLES, LITTLE, NO_CHOICE

LEAVES_A_CHOICE = re.compile(r"^(?:is|are|was|were) (?!there\b)\w+ .* or ")
LONGEST = 4
"""Words of a side."""
PLACES = LITTLE - {"a", "an", "the", "is", "it", "that", "this", "rather", "maybe", "just", "its", "his", "her", "their", "of"}
"""Little words with which both sides may begin: `at night or during the day`."""
NAMES_A_SIDE = re.compile(
    r"(?<!\S)(?:left|right|top|bottom|middle|cent(?:er|re)|up|(?<!lying )(?<!laying )(?<!sitting )down|front|behind|back|side|above|below)"
    r"(?!\S)"
)
"""Sides of which the network knows best if it is left to choose."""
WHETHER = re.compile(r"^(?:is|are|was|were|do|does|can|has|have)\b")
DENIED = (
    (re.compile(r"\b(?:nobody|no one|noone)\b"), "anybody"),
    (re.compile(r"\bnothing\b"), "anything"),
    (re.compile(r"\b(there|see) no (?=other\b|people\b|men\b|women\b|children\b|\w+s\b)"), r"\1 any "),
    (re.compile(r"\b(there|see) no (?=[aeiou])"), r"\1 an "),
    (re.compile(r"\b(there|see) no "), r"\1 a "),
)
OPEN = (
    r"(?:(?:is|are) there|(?:do|can|could) (?:you|we|i) (?:see|find|spot|count)"
    r"|does (?:the|this) (?:picture|photo|image|scene) (?:show|have|contain))"
)
"""With what it begins to be asked what is there."""
THERE = re.compile(r"^(?:(?:is|are) there|(?:do|can|could) you see|(?:do|can) we see)\b")
SOUGHT = re.compile(
    rf"{THERE.pattern}(?: (?:an?|any|some|the|one))? ([\w -]+?)"
    r"(?: (?:in|on|at|of|with|by|near|next|under|behind|above|below|that|which|who|here|there|anywhere|visible)\b.*)?$"
)
ANYBODY_DOES = re.compile(r"^(?:is|does) (?:any|some)(?:body|one)\b")
IS_IT = re.compile(r"^(?:is|are) (?:this|that|it|these|those|they)(?: (?:an?|the|some|any))? ([\w -]+?)(?: or not)?$")
SOMEBODY_THERE = re.compile(r"^is (?:any|some)(?:body|one) (?:here|there|in)\b")
MYSELF = re.compile(rf"{THERE.pattern} (?:me|us|myself|ourselves)\b|^(?:am i|are we) (?:in|on|here|there|visible)\b")
HOW_MANY = re.compile(r"^how many ([\w -]+?)(?: (?:are|is|do|does|can|have|has|in|on|at|you)\b.*)?$")
SOMEBODY, OUTDOORS = "is anybody here", "is this outdoors"
WEATHER = re.compile(r"^(?:what|how)\b.*\bweather\b")
UNTOLD = re.compile(
    r"^(?:why|how come)\b|^when\b(?!.*\bor\b)|^who (?:made|built|painted|drew|took|owns|bought|designed|invented|wrote)\b"
    r"|^what(?:'?s| is| was) (?:wrong|the matter)\b|^whose (?:\w+ )?(?:is|are) (?:it|this|that|these|those)$"
)
"""What is before a picture or behind it, and not in it."""
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
NAMING_SOMEBODY = re.compile(
    rf"\b(?:he|she|his|her|him|hers|who|whose)\b|\b(?:{'|'.join(NAMES_OF_PERSONS)})\b"
    r"(?= (?:in|on|at|of|with|without|by|near|next|under|behind|beside|above|below|over|across|between|among|around|to|from|and|or|that|"
    r"which|here|there|anywhere|inside|outside|indoors|outdoors|visible|left|today|too|you|we|i|now|dressed|\w+ing)\b|$)"
)
"""No `baby carriage`."""
SEEN_IN = r"(?:can |do )?(?:you|we|i)(?: can)? see|(?:in|of) (?:the|this) (?:picture|photo|image|room|scene)"
TAIL = rf"(?: (?:there|here|now|right now|visible|{SEEN_IN}))*"
"""What may follow without asking for more."""
WHO_IS_THERE = re.compile(
    r"^who(?:'?s| is| are)?(?: (?:he|she|they|it|(?:the|this|that|these|those)"
    rf"(?: (?:{'|'.join(NAMES_OF_PERSONS)}))?))?{TAIL}$"
)
LONGEST_NAME = 3
"""Words of what a question takes for granted."""
WHICH = ("one", "other", "two", "three", "four", "first", "second", "last", "same")
"""Words before a name that are no part of it."""
LONGEST_CLASS = 2
"""Of the longest name of a thing that a detector knows."""


@dataclass(frozen=True)
class Side:
    """One of two things to choose from."""

    answer: str
    question: str
    """Whether it is this one."""
    noun: bool
    """It has an article."""
    of: str
    """The thing that is asked about, where it is named."""


def plain(text: str) -> str:
    return " ".join(text.lower().strip(" ?.!").split())


def sides(text: str) -> tuple[Side, Side] | None:
    """Of `is it a photo or a drawing`; None of what may be answered by yes or no, or leaves no choice of two."""
    before, _, after = (said := plain(text)).partition(" or ")
    if not LEAVES_A_CHOICE.match(said) or NO_CHOICE.search(said) or "," in said or " or " in after or not after:
        return None
    words, others = before.split(), after.split()
    start = _start(words, others[0])
    if start < 2 or max(len(words) - start, len(others)) > LONGEST or NAMES_A_SIDE.search(said[len(" ".join(words[:start])) :]):
        return None
    asked = " ".join(words[:start])
    return _side(asked, words[start:]), _side(asked, others)


def _start(words: Sequence[str], first: str) -> int:
    """Where the first side begins: with the word with which the other one does, a little word of its sort, or the last word."""
    if first in words[2:]:
        return len(words) - 1 - words[::-1].index(first)
    alike = next((kind for kind in (frozenset((*ARTICLES, "the")), PLACES) if first in kind), None)
    if alike is None:
        return len(words) - 1
    return next((place for place in range(len(words) - 1, 1, -1) if words[place] in alike), 0)


def _side(asked: str, words: Sequence[str]) -> Side:
    bare = words[next((place for place, word in enumerate(words[:-1]) if word not in LITTLE), len(words) - 1) :]
    named = re.search(r"\b(?:the|my|his|her|its|your|our|their) ([\w -]+?)(?: (?:of|in|on|at|with|made)\b.*)?$", asked)
    noun = words[0] in ARTICLES or asked.endswith((" a", " an"))
    return Side(" ".join(bare), f"{asked} {' '.join(words)}", noun, named[1] if named else "")


def affirmed(text: str) -> str | None:
    """What is denied: `is anybody here` for `is nobody here`; None where nothing is."""
    said = re.sub(r",? (?:and|or|nor) no (?!one\b)(?=\w)", " or ", plain(text))
    found = [denied.sub(instead, said, count=1) for denied, instead in DENIED if denied.search(said)] if WHETHER.match(said) else []
    return found[0] if found else None


def whether_there(thing: str) -> str:
    """thing: a name, in either number"""
    if thing in SOMEBODYS or detected_as(thing) == "person":
        return SOMEBODY
    return is_there(thing)


def is_there(thing: str) -> str:
    """thing: a name, in either number, of which just that is asked"""
    return f"are there any {thing}" if is_many(thing) else f"is there {article(thing)}"


def granted(text: str) -> str:
    """The first thing that a question takes for granted; "" where that is nothing."""
    return next(iter(all_granted(text)), "")


def all_granted(text: str) -> list[str]:
    """What a question takes for granted, of which a detector knows whether it is there: `dog` of `what colour is the dog`, `he` of `what is
    he doing`."""
    said = plain(text)
    if THERE.match(said) or HOW_MANY.match(said):
        return []
    words, found = said.split(), []
    for place, word in enumerate(words):
        after = words[place + 1 : place + 1 + LONGEST_CLASS] if word in ("the", "this", "that") else []
        names = (" ".join(after[:many]) for many in range(len(after), 0, -1))
        known = word if word in ("he", "she", "his", "her", "him", "whose") else next((name for name in names if name in _known()), "")
        found += [known] if known else []
    return found


def presupposed(words: Sequence[str], states: Sequence[str], joining: Sequence[str]) -> str:
    """What a question takes for granted, `car door` of `is the car door open`; "" where it names nothing, or nothing short."""
    name = words[words.index("the") + 1 :] if "the" in words else []
    first = next((place for place, word in enumerate(name) if word not in states and word not in WHICH), len(name))
    last = next((place for place, word in enumerate(name) if place >= first and word in (*states, *joining)), len(name))
    return " ".join(name[first:last]) if last - first <= LONGEST_NAME else ""


def counted(text: str) -> str:
    """`dogs` of `how many dogs do you see`; "" where nothing is counted."""
    found = HOW_MANY.match(plain(text))
    return found[1] if found else ""


def who_is_there(text: str) -> bool:
    """Whether is asked who somebody is, of whom no more is told than what is seen."""
    return WHO_IS_THERE.match(plain(text)) is not None


def asks_who(text: str) -> bool:
    """Whether somebody is taken for granted whom only that word names."""
    return WHO.match(plain(text)) is not None


def untold(text: str) -> bool:
    """Whether something is asked that no picture tells."""
    return UNTOLD.match(plain(text)) is not None


def sought(text: str) -> str:
    """`red cups` of `are there any red cups on the table`; "" where it is not asked whether something is there."""
    found = SOUGHT.match(plain(text))
    return found[1] if found else ""


def supposed(text: str) -> str:
    """`scissors` of `are these scissors`; "" where it is not asked whether what is shown is of a class of the detector, by its own name."""
    found = IS_IT.match(plain(text))
    name = detected_as(found[1]) if found else ""
    return name if found and found[1] in (name, plural(name)) else ""


def somebody(text: str) -> bool:
    """Whether `is there a boy` is asked, or the like of some other sort of person or of oneself, or what anybody does."""
    said = plain(text)
    return any((ANYBODY_DOES.match(said), MYSELF.match(said), THERE.match(said) and NAMING_SOMEBODY.search(said)))


def denies_that_it_is_there(text: str, answer: str) -> bool:
    """Whether an answer says that what the question is about is not in the picture, so that nothing in it can be shown for that."""
    return answer == "0" or (answer == "no" and whether_something_is_there(text))


def whether_something_is_there(text: str) -> bool:
    """Whether that is asked, and not what it does."""
    said = plain(text)
    return bool(THERE.match(said) or SOMEBODY_THERE.match(said))


def detected_as(thing: str) -> str:
    """The detector's class for a name; "" where it has none."""
    return _known().get(thing, "")


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """The detector's classes by all words for them, aliases among them."""
    known = {form: names[-1] for form, names in classes().items()}
    aliases = {form for others in lexicon()["aliases"].values() for one in others for form in (one, plural(one))}
    return known | {form: known[meant] for form in aliases - set(known) if (meant := in_known_words(form)) in known}
