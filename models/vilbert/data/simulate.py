"""Worlds over the detector's classes and ImageNet's names, as a room, a street or a close-up holds them. No pixel is drawn."""

from __future__ import annotations

import math
import random
from functools import lru_cache

import numpy as np

from models.clip.tags import groups
from models.colours import NAMES as COLOURS
from models.lexicon import lexicon, meaning, read_toml, rows_named, rows_of, shown_names
from models.vilbert.data.ordinary import FAMILIES, HELD, LYING, OUTDOOR_GROUNDS, SKIES, SUPPORTS, WEATHERS
from models.vilbert.data.world import CLASSES, PERSONS, Box, Thing, World
from models.vilbert.distinct import distinct

FREELY = 0.4
"""Share of the places and deeds that no thing in the picture tells, only the dual encoder's tags."""
TRIES = 20
"""To place a thing where it does not lie on another of its kind."""


@lru_cache(maxsize=1)
def subjects() -> tuple[int, ...]:
    """ImageNet's rows that are things rather than places."""
    places = set(rows_of("place"))
    return tuple(row for row in range(1000) if row not in places)


@lru_cache(maxsize=1024)
def class_of(row: int) -> str:
    """The detector's class for an ImageNet row, or nothing."""
    shown = shown_names()[row]
    found = [name for name in CLASSES if row in meaning(name).rows or shown == name]
    return found[0] if found else ""


@lru_cache(maxsize=1)
def tagged_places() -> dict[str, list[str]]:
    return read_toml("models.clip", "tags.toml")["place"]


def simulate(rng: random.Random, *, closely: bool = True) -> World:
    """closely: about half of the worlds are one thing of any name, from near; without it all hold things of the detector's classes."""
    world = _about_something(rng) if closely and rng.random() < 0.48 else _several_things(rng)
    for thing in world.things:
        if thing.name == "person":
            _dress(rng, thing)
            thing.who = rng.choices(list(PERSONS), (4, 4, 1, 1))[0]
        elif not thing.colour:
            thing.colour = rng.choice(COLOURS)
    _surround(rng, world)
    return world


def _several_things(rng: random.Random) -> World:
    place, indoors = _place(rng)
    theme = rng.sample(FAMILIES, 2)
    local = lexicon()["rooms"].get(place, {}).get("things") or list(CLASSES)
    world = World([], None, indoors, place)
    for _ in range(rng.randrange(1, 10)):
        _add(rng, world, _name(rng, world, theme, local))
    if rng.random() < 0.35:
        _act(rng, world)
    if rng.random() < 0.3:
        _support(rng, world)
    if rng.random() < 0.3 and any(thing.name == "person" for thing in world.things):
        world.worn = rng.choice(rows_of("clothing"))
    return world


def _name(rng: random.Random, world: World, theme: list, local: list) -> str:
    dice = rng.random()
    if world.things and dice < 0.35:
        return world.things[rng.randrange(len(world.things))].name
    if dice < 0.52:
        return "person"
    if dice < 0.67:
        return rng.choice(local)
    if dice < 0.87:
        return rng.choice(theme[rng.randrange(2)])
    return rng.choice(CLASSES)


def _about_something(rng: random.Random) -> World:
    """A close-up: one thing of ImageNet's in the middle, perhaps somebody or something with it."""
    row = rng.choice(subjects())
    place, indoors = _place(rng)
    world = World([], row, indoors if rng.random() < 0.6 else None, place if rng.random() < 0.4 else "")
    label = class_of(row)
    for _ in range(1 if rng.random() < 0.75 else rng.randrange(2, 5)):
        share = math.sqrt(rng.uniform(0.12, 0.8))
        _add(rng, world, label or shown_names()[row], share)
    for _ in range(rng.randrange(0, 3)):
        _add(rng, world, "person" if rng.random() < 0.5 else rng.choice(CLASSES))
    return world


def _place(rng: random.Random) -> tuple[str, bool | None]:
    indoors = bool(rng.random() < 0.5)
    if rng.random() < FREELY:
        return rng.choice(tagged_places()["inside" if indoors else "outside"]), indoors
    place = rng.choice(lexicon()["indoors" if indoors else "outdoors"]["rooms"])
    return ("" if place == "outdoors" else place), indoors


def _add(rng: random.Random, world: World, name: str, side: float | None = None) -> int:
    for _ in range(TRIES):
        box = _box(rng, name, side)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        apart = all(abs(x - (o.box[0] + o.box[2]) / 2) > 0.05 or abs(y - (o.box[1] + o.box[3]) / 2) > 0.05 for o in world.things)
        if apart and _told_apart(world, name, box):
            break
    world.things.append(Thing(name, box))
    return len(world.things) - 1


def _told_apart(world: World, name: str, box: Box) -> bool:
    """Whether a front end that found it beside the others would keep it: nothing lies on another of its kind."""
    boxes, labels = [*(thing.box for thing in world.things), box], [*(thing.name for thing in world.things), name]
    return len(labels) - 1 in distinct(np.array(boxes), labels)


def _box(rng: random.Random, name: str, side: float | None = None) -> Box:
    area = side * side if side else min(0.5, max(0.004, math.exp(rng.gauss(-3.0, 1.0))))
    shape = math.exp(rng.gauss(-0.7 if name == "person" else 0.0, 0.4))
    wide, high = min(0.97, math.sqrt(area * shape)), min(0.97, math.sqrt(area / shape))
    x, y = rng.uniform(0, 1 - wide), rng.uniform(0, 1 - high)
    return (x, y, x + wide, y + high)


def _inside(rng: random.Random, outer: Box, share: float) -> Box:
    wide, high = (outer[2] - outer[0]) * share, (outer[3] - outer[1]) * share * 0.7
    x, y = rng.uniform(outer[0], outer[2] - wide), rng.uniform(outer[1] + 0.25 * (outer[3] - outer[1]), outer[3] - high)
    return (x, y, x + wide, y + high)


def _act(rng: random.Random, world: World) -> None:
    """Somebody who does something, or holds something."""
    person = _add(rng, world, "person", math.sqrt(rng.uniform(0.06, 0.4)))
    box = world.things[person].box
    if rng.random() < FREELY:
        world.things[person].deed = rng.choice(groups()["deed"])
        return
    deeds = [(deed, signs["things"]) for deed, signs in lexicon()["deeds"].items() if signs["things"]]
    if rng.random() < 0.3:
        deed, signs = rng.choice([(deed, signs["names"]) for deed, signs in lexicon()["deeds"].items() if signs["names"]])
        world.things[person].deed = deed
        world.signs += rows_named(rng.choice(signs))
        return
    if rng.random() < 0.5:
        held = rng.choice(HELD)
        world.things.append(Thing(held, _inside(rng, box, rng.uniform(0.2, 0.5))))
        world.holds.append((person, len(world.things) - 1))
        fitting = [deed for deed, names in deeds if held in names]
        world.things[person].deed = rng.choice(fitting) if fitting else ""
        return
    deed, names = deeds[rng.randrange(len(deeds))]
    low = (box[1] + box[3]) / 2
    grown = (max(0.0, box[0] - 0.05), low, min(1.0, box[2] + 0.05), min(1.0, box[3] + 0.08))
    world.things.append(Thing(rng.choice(names), grown))
    world.things[person].deed = deed


def _support(rng: random.Random, world: World) -> None:
    under = _add(rng, world, rng.choice(SUPPORTS), math.sqrt(rng.uniform(0.1, 0.4)))
    x0, y0, x1, y1 = world.things[under].box
    y0 = world.things[under].box[1] if y0 > 0.2 else 0.25
    world.things[under].box = (x0, min(y0, y1 - 0.1), x1, y1)
    wide = (x1 - x0) * rng.uniform(0.15, 0.5)
    x = rng.uniform(x0, x1 - wide)
    top = world.things[under].box[1]
    high = min(wide * rng.uniform(0.7, 1.5), top - 0.02) if top > 0.08 else 0.06
    foot = top + rng.uniform(0.0, 0.3) * (y1 - top)
    name = rng.choice(LYING)
    world.things.append(Thing(name, (x, max(0.0, foot - high), x + wide, foot)))
    world.on.append((len(world.things) - 1, under))


def _dress(rng: random.Random, person: Thing) -> None:
    person.parts = {
        "shirt": rng.choice(COLOURS),
        "trousers": rng.choice(("blue", "black", "grey", "brown", "white", "green", "red")),
        "hair": rng.choice(("black", "brown", "yellow", "grey", "orange")),
    }
    person.colour = None


def _surround(rng: random.Random, world: World) -> None:
    if world.indoors is None:
        world.bands = {"background": rng.choice(COLOURS)}
        world.band_words = {"background": rng.choice(("background", "backdrop", "background", "wall"))}
        return
    if world.indoors:
        world.bands = {
            "top": rng.choice(("white", "grey", "brown")),
            "bottom": rng.choice(("brown", "grey", "white", "black")),
            "background": rng.choice(COLOURS),
        }
        world.band_words = {
            "top": "ceiling",
            "bottom": rng.choice(("floor", "carpet", "ground")),
            "background": rng.choice(("wall", "walls", "background")),
        }
        return
    world.weather = rng.choice(WEATHERS)
    ground = rng.choice(list(OUTDOOR_GROUNDS))
    if world.place in ("beach", "lake", "harbor"):
        ground = "water"
    world.bands = {
        "top": rng.choice(SKIES[world.weather]),
        "bottom": rng.choice(OUTDOOR_GROUNDS[ground]),
        "background": rng.choice(COLOURS),
    }
    world.band_words = {"top": "sky", "bottom": ground, "background": "background"}
