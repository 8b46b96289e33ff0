"""What a look at somebody from near tells, each as a chance: of what sort they are, what they do, and which way they look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.events import Scene
from assistant.understanding.asking.people_words import POSTURES
from models.chances import sigmoid
from models.people.runtime import Person

Near = Callable[[Scene], Scene]
"""The same scene with the people in it looked at from near."""
Chance = Callable[[Person], float | None]
"""That something is true of a person; None where that was not seen."""

WAYS = ("left", "right", "down")

GROWN, YEARS = 14.0, 3.0
"""Guessed age of which a child is as likely as a grown-up, and how many years make it e times likelier."""
ASIDE, BENT, STEEP = 0.2, 0.42, 12.0
"""In widths of the face: how far the nose lies off the middle of the ears from where it looks aside, or down; and how fast that tips."""
LIKELY, SURE = 0.5, 0.8
"""Chance from which something is so, and from which it is said in place of what the fusion says."""


@dataclass(frozen=True)
class Settled:
    """A question that a look from near answers."""

    answer: str
    chance: float
    people: tuple[Person, ...]
    """Of whom that is said."""
    names_them: bool = False
    """It is they who are asked for, in place of an answer."""
    years: bool = False
    """The answer is an age."""


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


def surely(person: Person) -> str:
    """`man` or `woman`; "" where neither is sure."""
    return next((sort for sort in ("man", "woman") if (is_a(sort, person) or 0.0) >= SURE), "")


def unlike(sort: str, people: Sequence[Person]) -> list[Person]:
    """Those who surely are not of that sort."""
    return [person for person in people if sort and (chance := is_a(sort, person)) is not None and chance < 1 - SURE]


def none_is(sort: str, people: Sequence[Person]) -> bool:
    """Whether there are some, and surely nobody of them is of that sort."""
    return bool(people) and len(unlike(sort, people)) == len(people)
