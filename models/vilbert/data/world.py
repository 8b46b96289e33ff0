"""What is true of a picture, simulated, rendered or annotated: the programs behind the questions run on this.

Boxes are (x0, y0, x1, y1) in fractions of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from models.detector.runtime import Detections
from models.lexicon import meaning, place_in_picture

Box = tuple[float, float, float, float]
RELATIONS = ("left of", "right of", "above", "below")
PERSONS = {
    "man": ("man", "guy"),
    "woman": ("woman", "lady"),
    "boy": ("boy", "child", "kid"),
    "girl": ("girl", "child", "kid"),
}
"""Who a person is, and the words that say so. No detector tells them apart; the dual encoder's tags hint at it."""
WHO = frozenset(word for words in PERSONS.values() for word in words)
PLAIN = 0.06
"""Two things are beside each other only where their middles are this far apart; a middle so near to the picture's is on no side."""


@dataclass
class Thing:
    name: str
    """A class of the detector, an ImageNet name as it is shown, or a drawn thing."""
    box: Box
    colour: str | None = None
    size: str | None = None
    parts: dict[str, str] = field(default_factory=dict)
    """A person's shirt, trousers, hair: their colours."""
    deed: str = ""
    who: str = ""
    """Of a person: man, woman, boy or girl, where that is known."""
    identity: str = ""


@dataclass
class World:
    things: list[Thing]
    subject: int | None = None
    """ImageNet row of what the picture is about."""
    indoors: bool | None = None
    place: str = ""
    weather: str = ""
    bands: dict[str, str] = field(default_factory=dict)
    """Colours of what is at the top, at the bottom and behind."""
    band_words: dict[str, str] = field(default_factory=dict)
    """What it is there: sky, ceiling, floor, grass ..."""
    holds: list[tuple[int, int]] = field(default_factory=list)
    """(person, thing)"""
    signs: list[int] = field(default_factory=list)
    """ImageNet rows that what somebody does makes likely."""
    worn: int | None = None
    """ImageNet row of a piece of clothing that somebody wears."""
    on: list[tuple[int, int]] = field(default_factory=list)
    """(thing, what it lies on)"""


@dataclass(frozen=True)
class What:
    """A description of things: a noun as it is said, perhaps with a colour or a size."""

    noun: str = ""
    colour: str = ""
    size: str = ""


def covers(noun: str, thing: Thing) -> bool:
    if thing.who and noun in WHO:
        return noun in PERSONS[thing.who]
    return not noun or thing.name in meaning(noun).names


def fits(what: What, thing: Thing) -> bool:
    colours = {thing.colour, *thing.parts.values()} if thing.name == "person" else {thing.colour}
    return covers(what.noun, thing) and (not what.colour or what.colour in colours) and (not what.size or what.size == thing.size)


def select(world: World, what: What) -> list[int]:
    return [number for number, thing in enumerate(world.things) if fits(what, thing)]


def is_there(world: World, what: What) -> bool:
    """Seen as a thing, or the subject of the picture."""
    about = world.subject is not None and not what.colour and not what.size and world.subject in meaning(what.noun).rows
    return bool(select(world, what)) or about


def centre(box: Sequence[float] | np.ndarray) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def beyond(first: Box, relation: str, second: Box) -> float:
    """How far the first's middle lies in that direction of the second's."""
    (x, y), (u, v) = centre(first), centre(second)
    return {"left of": u - x, "right of": x - u, "above": v - y, "below": y - v}[relation]


def nearest(world: World, start: int, relation: str) -> int | None:
    """The one thing that is nearest in a direction, within 45 degrees; None where that is not plain."""
    x, y = centre(world.things[start].box)
    found: list[tuple[float, int]] = []
    for number, thing in enumerate(world.things):
        along = beyond(thing.box, relation, world.things[start].box)
        if number == start or along <= PLAIN:
            continue
        u, v = centre(thing.box)
        across = abs(v - y) if relation in RELATIONS[:2] else abs(u - x)
        if across < along:
            found.append((math.hypot(u - x, v - y), number))
        elif across < 1.25 * along:
            return None
    found.sort()
    if not found or (len(found) > 1 and found[1][0] < 1.2 * found[0][0]):
        return None
    return found[0][1]


def side(box: Box) -> str:
    return place_in_picture(*centre(box))


def overlap(first: Sequence[float] | np.ndarray, second: Sequence[float] | np.ndarray) -> float:
    """IoU"""
    wide, high = min(first[2], second[2]) - max(first[0], second[0]), min(first[3], second[3]) - max(first[1], second[1])
    if wide <= 0 or high <= 0:
        return 0.0
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return wide * high / max(area - wide * high, 1e-9)


CLASSES = Detections.names
