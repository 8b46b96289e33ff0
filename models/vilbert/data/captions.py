"""A sentence that is true of a world, for captioning, retrieval and masked words."""

from __future__ import annotations

import random
from collections import Counter

from models.lexicon import article, numbered, shown_names
from models.vilbert.data.world import RELATIONS, Thing, World, beyond

OPENINGS = ("", "", "", "a picture of ", "a photo of ", "there is ", "i see ")


def caption(rng: random.Random, world: World) -> str:
    if world.subject is not None and rng.random() < 0.7:
        said = article(shown_names()[world.subject])
    elif len(world.things) >= 2 and rng.random() < 0.4:
        said = _beside(rng, world)
    else:
        said = _listed(rng, world)
    if world.place and rng.random() < 0.6:
        said += rng.choice((f" in a {world.place}", f" at the {world.place}", f", {world.place}"))
    return rng.choice(OPENINGS) + said


def _beside(rng: random.Random, world: World) -> str:
    first, second = rng.sample(world.things, 2)
    fitting = [way for way in RELATIONS if beyond(first.box, way, second.box) > 0.08]
    way = rng.choice(fitting) if fitting else "next to"
    return f"{_one(rng, first)} {way} {_one(rng, second)}"


def _one(rng: random.Random, thing: Thing) -> str:
    return article(f"{thing.colour} {thing.name}" if thing.colour and rng.random() < 0.6 else thing.name)


def _listed(rng: random.Random, world: World) -> str:
    """The largest things, counted."""
    counts = Counter(thing.name for thing in world.things)
    area = {thing.name: (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1]) for thing in world.things}
    names = sorted(counts, key=lambda name: -area[name] * counts[name])[: rng.randint(1, 4)]
    parts = []
    for name in names:
        things = [thing for thing in world.things if thing.name == name]
        parts.append(_one(rng, things[0]) if len(things) == 1 else numbered(name, len(things)))
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else (parts[0] if parts else "an empty room")
