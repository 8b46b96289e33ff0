"""`is there a car` of `car?`: what is asked in fewer words than a question has, as a whole one."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.understanding.asking.people_words import POSTURES
from assistant.understanding.asking.there import is_there
from models.colours import NAMES as COLOURS
from models.lexicon import NUMBER_WORDS, article, is_many

PLACE = re.compile(
    r"^(?P<preposition>on|at|in)?(?: ?(?P<the>the))? ?"
    r"(?P<place>(?:(?:top|bottom|upper|lower)[ -])?(?:left|right)|top|bottom|middle|cent(?:er|re)|background|foreground)"
    r"(?P<side> (?:hand )?(?:side|half|part|corner))?$"
)
AT = {"left": "on", "right": "on", "middle": "in", "center": "in", "centre": "in", "background": "in", "foreground": "in"}
COLOURS_SEEN = re.compile(r"^(?:(?:the|any|all|main|which|what) )*colou?rs$")
ALL_COLOURS = "what colors do you see"
OF = re.compile(r"^(?:the )?(?P<what>colou?rs?|gender|sex|material|shape) of (?P<whose>(?:the|this|that|these|my|his|her|their|its) .+)$")
NUMBER = re.compile(r"^(?:the )?number of (?P<thing>[\w-]+(?: [\w-]+)?)$")
SOMEBODY = re.compile(r"^(?P<who>(?:any(?:body|one)|some(?:body|one)|nobody|no one)(?: else)?)(?: (?P<where>here|there|around|in there))?$")
NOUN = r"[\w-]+(?: [\w-]+)?"
EITHER = re.compile(rf"^(?:an? |the )?(?P<one>{NOUN}) or (?:an? |the )?(?P<other>{NOUN})$")
SAME = re.compile(r"^(?P<one>[\w-]+)(?: (?P<thing>[\w-]+))? or (?P<other>[\w-]+) (?P<last>[\w-]+)$")
NEITHER = re.compile(r"^neither an? .+ nor an? .+$")
SOME = rf"(?P<some>any|some|an?|the|no|another|{'|'.join(NUMBER_WORDS[1:])}|\d{{1,4}})"
LOOK = rf"(?P<look>{'|'.join(COLOURS)}|gray)"
THING = re.compile(rf"^(?:{SOME} )?(?:{LOOK} )?(?P<thing>{NOUN})(?: (?:here|there))?$")


def asks_of_somebody(text: str) -> bool:
    """`anybody?`, which names nothing that is seen and asks for that all the same."""
    return SOMEBODY.match(" ".join(text.lower().split()).rstrip(" ?.!,")) is not None


def whole(text: str, is_thing: Callable[[str], bool], is_look: Callable[[str], bool]) -> str:
    """
    is_thing: whether a name is one of what can be seen; is_look: whether a word says how something looks, or where it is
    "" of what is no such fragment.
    """
    said = " ".join(text.lower().split()).rstrip(" ?.!,")
    return _of_the_picture(said) or _choice(said, is_thing, is_look) or _whether_there(said, is_thing)


def of_a_look(said: str) -> str:
    """`what is the color of the car` of `the color of the car`; "" of what names no look."""
    if COLOURS_SEEN.match(said):
        return ALL_COLOURS
    found = OF.match(said)
    return f"what is the {found['what']} of {found['whose']}" if found else ""


def _of_the_picture(said: str) -> str:
    if look := of_a_look(said):
        return look
    if found := NUMBER.match(said):
        return f"how many {found['thing']} are there"
    if found := SOMEBODY.match(said):
        return f"is {found['who']} {found['where'] or 'here'}"
    found = PLACE.match(said)
    if found and (found["preposition"] or found["the"] or found["side"] or found["place"].endswith("ground")):
        return f"what is {AT.get(found['place'].split()[-1], 'at')} the {found['place']}"
    return ""


def _choice(said: str, is_thing: Callable[[str], bool], is_look: Callable[[str], bool]) -> str:
    if (same := SAME.match(said)) and same["thing"] in (None, same["last"]) and is_thing(same["last"]) and not is_thing(same["one"]):
        return f"is the {same['last']} {same['one']} or {same['other']}"
    found = EITHER.match(said)
    sides = (found["one"], found["other"]) if found else ()
    if sides and all(side in POSTURES for side in sides):
        return f"is the person {' or '.join(sides)}"
    if sides and all(map(is_thing, sides)):
        many = all(map(is_many, sides))
        return f"are they {' or '.join(sides)}" if many else f"is it {' or '.join(map(article, sides))}"
    return f"is it {' or '.join(sides)}" if sides and all(map(is_look, sides)) else ""


def _whether_there(said: str, is_thing: Callable[[str], bool]) -> str:
    if NEITHER.match(said):
        return f"is there {said}"
    found = THING.match(said)
    if not found or not is_thing(found["thing"]):
        return ""
    thing = " ".join(filter(None, (found["look"], found["thing"])))
    if found["some"] == "no":
        return f"{'are' if is_many(thing) else 'is'} there no {thing}"
    if found["some"] == "another":
        return f"is there another {thing}"
    if found["some"] in NUMBER_WORDS[2:] or (found["some"] or "").isdecimal():
        return f"are there {found['some']} {thing}"
    return is_there(thing)
