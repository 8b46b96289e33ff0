"""What may be said of a picture, as separate true texts: of a photo from the facts that a person wrote down, of a rendered scene from
what was drawn.

A fact: {"image", "captions": [..], "indoors", "place": [..], "weather": [..], "time", "people", "actions": [..],
         "things": [{"name", "also": [..], "colours": [..], "material": [..], "attributes": [..]}]}
Only the first two have to be there: a picture and its captions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from models.drawings.scenes import Thing
from models.lexicon import article, numbered

SKIES = {"day": "in daylight", "night": "at night", "sunset": "at sunset"}
Fact = Mapping[str, Any]
UNKNOWN: Fact = {
    "image": "",
    "captions": [],
    "indoors": None,
    "place": [],
    "weather": [],
    "time": None,
    "people": 0,
    "actions": [],
    "things": [],
}
"""What a fact says where nobody wrote it down."""


def true_texts(fact: Fact) -> list[str]:
    """Captions first, each text once."""
    return list(dict.fromkeys([*fact["captions"], *_places(fact), *_things(fact), *_people(fact)]))


def _places(fact: Fact) -> Iterator[str]:
    yield from fact["place"]
    for place in fact["place"][:1]:
        for weather in fact["weather"]:
            yield f"{weather} weather, {place}"
        if fact["time"] in SKIES:
            yield f"{place} {SKIES[fact['time']]}"
    if fact["indoors"] is not None:
        yield "an indoor photo" if fact["indoors"] else "an outdoor photo"


def _things(fact: Fact) -> Iterator[str]:
    names = [thing["name"] for thing in fact["things"]]
    for thing in fact["things"]:
        yield thing["name"]
        yield from thing["also"]
        for word in (*thing["colours"][:1], *thing["material"][:1], *thing["attributes"][:1]):
            yield f"{word} {thing['name']}"
    for first, second in pairwise(names):
        yield f"{first} and {second}"
    for name in names[:2]:
        yield from (f"{name}, {place}" for place in fact["place"][:1])


def _people(fact: Fact) -> Iterator[str]:
    who = {0: "", 1: "a person"}.get(fact["people"], "people")
    for action in fact["actions"]:
        yield action
        if who:
            yield f"{who} {action}"
            yield from (f"{who} {action}, {place}" for place in fact["place"][:1])
    if len(fact["actions"]) == 0 and who:
        yield who


def said_of(things: Sequence[Thing]) -> list[str]:
    """The whole scene first, then its parts."""
    kinds = Counter(f"{thing.colour} {thing.name}" if thing.colour else thing.name for thing in things)
    parts = [counted(name, count) for name, count in kinds.items()]
    whole = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    pairs = [f"{first} and {second}" for first, second in pairwise(parts)] if len(parts) > 2 else []
    return list(dict.fromkeys([whole, *parts, *pairs, *(f"a drawing of {part}" for part in parts)]))


def counted(name: str, count: int) -> str:
    return numbered(name, count) if count > 1 else article(name)
