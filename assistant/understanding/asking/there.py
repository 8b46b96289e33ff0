"""Questions whether something is there, or how much of it, and what a detector calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.understanding.asking.denials import affirmed
from assistant.understanding.asking.people_words import JOINING, NAMING_SOMEBODY, SOMEBODYS
from assistant.understanding.asking.plain import OPEN, plain
from models.lexicon import article, classes, in_known_words, is_many, lexicon, plural

THERE = re.compile(rf"^{OPEN}\b")
SOUGHT = re.compile(
    rf"{THERE.pattern}(?: (?:an?|any|some|the|one))? ([\w -]+?)"
    rf"(?: (?:{JOINING}|that|which|who|here|there|anywhere|visible)\b.*)?$"
)
IS_IT = re.compile(r"^(?:is|are) (?:this|that|it|these|those|they)(?: (?:an?|the|some|any))? ([\w -]+?)(?: or not)?$")
ANYBODY_DOES = re.compile(r"^(?:is|does) (?:any|some)(?:body|one)\b")
SOMEBODY_THERE = re.compile(r"^is (?:any|some)(?:body|one) (?:here|there|in)\b")
MYSELF = re.compile(rf"{THERE.pattern} (?:me|us|myself|ourselves)\b|^(?:am i|are we) (?:in|on|here|there|visible)\b")
HOW_MANY = re.compile(r"^how many ([\w -]+?)(?: (?:are|is|do|does|can|have|has|in|on|at|you)\b.*)?$")
SOMEBODY = "is anybody here"
LONGEST_CLASS = 2
"""Of the longest name of a thing that a detector knows."""


def whether_there(thing: str) -> str:
    """thing: a name, in either number"""
    if thing in SOMEBODYS or detected_as(thing) == "person":
        return SOMEBODY
    return is_there(thing)


def is_there(thing: str) -> str:
    """thing: a name, in either number, of which just that is asked"""
    return f"are there any {thing}" if is_many(thing) else f"is there {article(thing)}"


def sought(text: str) -> str:
    """`red cups` of `are there any red cups on the table`; "" where it is not asked whether something is there."""
    found = SOUGHT.match(plain(text))
    return found[1] if found else ""


def supposed(text: str) -> str:
    """`scissors` of `are these scissors`; "" where it is not asked whether what is shown is of a class of the detector, by its own name."""
    found = IS_IT.match(plain(text))
    name = detected_as(found[1]) if found else ""
    return name if found and found[1] in (name, plural(name)) else ""


def counted(text: str) -> str:
    """`dogs` of `how many dogs do you see`; "" where nothing is counted."""
    found = HOW_MANY.match(plain(text))
    return found[1] if found else ""


def somebody(text: str) -> bool:
    """Whether `is there a boy` is asked, or the like of some other sort of person or of oneself, or what anybody does."""
    said = plain(text)
    return any((ANYBODY_DOES.match(said), MYSELF.match(said), THERE.match(said) and NAMING_SOMEBODY.search(said)))


def whether_something_is_there(text: str) -> bool:
    """Whether that is asked, and not what it does."""
    said = plain(text)
    return bool(THERE.match(said) or SOMEBODY_THERE.match(said))


def denies_that_it_is_there(text: str, answer: str) -> bool:
    """Whether an answer says that what the question is about is not in the picture, so that nothing in it can be shown for that."""
    return answer == "0" or (answer == "no" and whether_something_is_there(text))


def says_it_is_not_there(text: str, short: str) -> bool:
    """Whether a short answer says that what is asked about is not there: `no` to `is there a dog`, `zero` to `how many dogs are there`."""
    return (short == "no" and whether_something_is_there(text) and not affirmed(text)) or (short == "zero" and bool(counted(text)))


def detected_as(thing: str) -> str:
    """The detector's class for a name; "" where it has none."""
    return _known().get(thing, "")


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """The detector's classes by all words for them, aliases among them."""
    known = {form: names[-1] for form, names in classes().items()}
    aliases = {form for others in lexicon()["aliases"].values() for one in others for form in (one, plural(one))}
    return known | {form: known[meant] for form in aliases - set(known) if (meant := in_known_words(form)) in known}
