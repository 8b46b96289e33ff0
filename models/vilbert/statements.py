"""What may be said of a picture: sentences of a small grammar, of things that its tokens bear out. numpy only.

    [who or what] [where it is to another, or what is beside it] [the place]

A thing is said in the number in which it was found, in its own colour only, left of what it lies left of, and never beside its own kind
(an owl and a bird); clothes are said of the person, and each place with its own little word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations, product
from typing import Any

import numpy as np

from models.lexicon import article, lexicon, numbered, read_toml, rows_of, shown_names
from models.vilbert.kinds import members_of
from models.vilbert.tokenizing import TAG_GROUPS
from models.vilbert.tokens import NAME, PART, TAG, Tokens
from models.vilbert.vocabulary import COLOURS, NAMED, TAGGED, Vocabulary

LEAST_DETECTED, LEAST_NAMED, LEAST_TAGGED, LEAST_PLACE = 0.35, 0.1, 0.12, 0.3
"""Chance from which a region's class, a name of the whole picture, a thing and a place among its tags may be said."""
COLOURED, DRESSED = 0.45, 0.45
"""Share of a box, and of a shirt, from which its colour may be said."""
SHIRT = 0.5
"""How far a shirt's colour is believed."""
APART = 0.1
"""Of the picture, from which one thing is left of another, or above it."""
MOST_THINGS, MOST_NAMES = 4, 3
PERSON = "person"


@dataclass(frozen=True)
class Statement:
    text: str
    chances: tuple[float, ...]
    """Of each part, that it is there."""

    @property
    def weakest(self) -> float:
        """Logarithm of the least chance."""
        return math.log(max(min(self.chances), 1e-6))


@dataclass(frozen=True, eq=False)
class Sayable:
    """A thing and the ways to say it."""

    name: str
    ways: tuple[str, ...]
    chance: float
    box: np.ndarray | None = None
    """Where there is one of it."""
    area: float = 0.0


def statements(tokens: Tokens, words: Vocabulary) -> list[Statement]:
    """What the picture bears out, the best borne out first."""
    things, named = _detected(tokens, words), _named(tokens, words)
    bare = [thing for thing in things if not (_is_worn(thing.name) and any(_is_somebody(other.name) for other in things))]
    cores = [*_alone(tokens, words, things, named), *_related(bare), *_listed(bare), *_beside(bare, named)]
    places = _places(tokens, words)
    placed = [
        Statement(f"{core.text} {where}", (*core.chances, chance))
        for core in cores
        if not any(f" {name} " in f" {core.text} " for name in _scenery())
        for place, where, chance in places
        if place not in core.text
    ]
    return sorted([*cores, *placed], key=lambda one: -one.weakest)


# ---- things


def _detected(tokens: Tokens, words: Vocabulary) -> list[Sayable]:
    """The largest first."""
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(tokens.counted & (tokens.chances[:, 0] >= LEAST_DETECTED) & (tokens.names[:, 0] > 0)):
        rows.setdefault(words.names[tokens.names[row, 0]], []).append(int(row))
    found = [_thing(tokens, name, members) for name, members in rows.items()]
    return sorted(found, key=lambda thing: -thing.area)[:MOST_THINGS]


def _thing(tokens: Tokens, name: str, rows: Sequence[int]) -> Sayable:
    boxes, chance = tokens.boxes[rows], float(tokens.chances[rows, 0].max())
    area = float(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1).sum())
    if len(rows) > 1:
        return Sayable(name, (numbered(name, len(rows)),), chance, None, area)
    colours = tokens.colours[rows[0]]
    ways = [article(name)]
    if not _is_somebody(name) and colours.max() >= COLOURED:
        painted = f"{COLOURS[int(colours.argmax())]} {name}"
        ways.append(painted if article(name) == name else article(painted))
    return Sayable(name, tuple(ways), chance, boxes[0], area)


def _named(tokens: Tokens, words: Vocabulary) -> list[Sayable]:
    """What the whole picture is said to show, the likeliest first."""
    chances = dict(_told(tokens, NAME, range(NAMED, NAMED + 1000), LEAST_NAMED))
    for row, chance in _told(tokens, TAG, _tagged("thing"), LEAST_TAGGED):
        chances[row] = chance
    found: dict[str, float] = {}
    for row, chance in sorted(chances.items(), key=lambda pair: -pair[1]):
        if words.names[row] not in _nouns("unsaid"):
            found.setdefault(words.names[row], chance)
    return [Sayable(name, (article(name),), chance) for name, chance in found.items()]


def _places(tokens: Tokens, words: Vocabulary) -> list[tuple[str, str, float]]:
    """Each place, how it is said, and its chance."""
    said = [(words.names[row], chance) for row, chance in _told(tokens, TAG, _tagged("place"), LEAST_PLACE)]
    where = _table()["where"]
    return [(place, where.get(place, f"in {article(place)}"), chance) for place, chance in said if where.get(place, place)]


def _told(tokens: Tokens, kind: int, among: range, least: float) -> Iterator[tuple[int, float]]:
    """Rows of the names that tokens of that kind tell, with their chances."""
    of_kind = tokens.kinds == kind
    for row, chance in zip(tokens.names[of_kind].ravel(), tokens.chances[of_kind].ravel(), strict=True):
        if row in among and chance >= least:
            yield int(row), float(chance)


def _tagged(group: str) -> range:
    """Rows of the names that are tags of a group."""
    first, count = TAG_GROUPS[group]
    return range(TAGGED + first, TAGGED + first + count)


# ---- sentences without a place


def _alone(tokens: Tokens, words: Vocabulary, things: Sequence[Sayable], named: Sequence[Sayable]) -> Iterator[Statement]:
    """Each thing by itself; of a single person also who it is and what it wears."""
    known = {thing.name for thing in things}
    for thing in things:
        yield from (Statement(way, (thing.chance,)) for way in thing.ways)
    person = next((thing for thing in things if _is_somebody(thing.name) and thing.box is not None), None)
    for name in named:
        if name.name not in known and not (any(map(_is_somebody, known)) and _is_said_of_people(name.name)):
            yield Statement(name.ways[0], (name.chance,))
    if person:
        others = [(name.ways[0], name.chance) for name in named if name.name in _nouns("who")] if person.name == PERSON else []
        who = [(person.ways[0], person.chance), *others]
        worn = [(f"in {name.ways[0]}", name.chance) for name in (*things, *named) if _is_worn(name.name)]
        for (said, chance), (dress, sure) in product(who, [("", 1.0), *worn, *_shirt(tokens, words)]):
            yield Statement(f"{said} {dress}".strip(), (chance, sure) if dress else (chance,))


def _shirt(tokens: Tokens, words: Vocabulary) -> list[tuple[str, float]]:
    for row in np.flatnonzero(tokens.kinds == PART):
        shades = tokens.colours[row]
        if words.names[tokens.names[row, 0]] == "shirt" and shades.max() >= DRESSED:
            return [(f"in {article(COLOURS[int(shades.argmax())])} shirt", SHIRT)]
    return []


def _related(things: Sequence[Sayable]) -> Iterator[Statement]:
    for one, other in permutations(things, 2):
        if one.box is None or other.box is None:
            continue
        across, down = (one.box[:2] + one.box[2:] - other.box[:2] - other.box[2:]) / 2
        ways = [way for far, way in ((-across, "left of"), (across, "right of"), (-down, "above"), (down, "below")) if far > APART]
        for way, said, beside in product(ways or ["next to"], one.ways, other.ways):
            yield Statement(f"{said} {way} {beside}", (one.chance, other.chance))


def _listed(things: Sequence[Sayable]) -> Iterator[Statement]:
    for count in range(2, min(3, len(things)) + 1):
        for ways in product(*(thing.ways for thing in things[:count])):
            yield Statement(f"{', '.join(ways[:-1])} and {ways[-1]}", tuple(thing.chance for thing in things[:count]))


def _beside(things: Sequence[Sayable], named: Sequence[Sayable]) -> Iterator[Statement]:
    """What the picture is said to show, and something that was found, unless they are one."""
    somebody = any(_is_somebody(thing.name) for thing in things)
    for name, thing in product(named[:MOST_NAMES], things[:2]):
        if not (somebody and _is_said_of_people(name.name)) and name.name not in _scenery() and not _alike(name.name, thing.name):
            yield Statement(f"{name.ways[0]} and {thing.ways[0]}", (name.chance, thing.chance))


# ---- words


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return read_toml("models.vilbert", "statements.toml")


def _nouns(kind: str) -> Sequence[str]:
    return _table()["nouns"][kind]


@lru_cache(maxsize=1)
def _scenery() -> frozenset[str]:
    return frozenset((*_nouns("scenery"), *(shown_names()[row] for row in rows_of("place"))))


@lru_cache(maxsize=1)
def _clothing() -> frozenset[str]:
    return frozenset((*_nouns("clothes"), *(shown_names()[row] for row in rows_of("clothing"))))


def _is_somebody(name: str) -> bool:
    return name == PERSON or name in _nouns("who")


def _is_worn(name: str) -> bool:
    return name in _clothing()


def _is_said_of_people(name: str) -> bool:
    return name in (*_nouns("who"), *_nouns("unsaid")) or _is_worn(name)


def _alike(one: str, other: str) -> bool:
    """Whether both may be said of one thing: they share a word, or one is a kind of the other."""
    return bool(set(one.split()) & set(other.split())) or one in _kinds(other) or other in _kinds(one)


@lru_cache(maxsize=512)
def _kinds(name: str) -> frozenset[str]:
    """Words for a thing of that name, and what is of one group with it."""
    known = lexicon()
    together = [group for group, members in known["groups"].items() if group == name or name in members["coco"]]
    members = (member for group in together for member in (*(shown_names()[row] for row in rows_of(group)), *members_of(group)))
    return frozenset((*known["things"].get(name, ()), *members))
