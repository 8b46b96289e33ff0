"""How things are described: words for them, descriptions that fit one thing alone, and such that fit none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from models.colours import NAMES as COLOURS
from models.drawings.names import names
from models.lexicon import lexicon, meaning, read_toml, shown_names
from models.vilbert.data.questions.question import Rng
from models.vilbert.data.world import CLASSES, Thing, What, World, is_there, select

UNSAFE = frozenset(read_toml("models.vilbert.data", "wording.toml")["unsafe"]["words"])
"""Words that say more than a detector sees: a boy, a puppy, a van."""


@lru_cache(maxsize=256)
def said(name: str) -> tuple[str, ...]:
    """Words for a thing that the picture tells apart from no other."""
    return (name, *(word for word in lexicon()["things"].get(name, ()) if word not in UNSAFE and word != name))


def noun(rng: Rng, name: str) -> str:
    words = said(name)
    return words[0] if rng.random() < 0.6 else str(words[rng.randrange(len(words))])


def described(what: What) -> str:
    return " ".join(part for part in (what.size, what.colour, what.noun or "thing") if part)


def pick(rng: Rng, world: World) -> int | None:
    return rng.randrange(len(world.things)) if world.things else None


def loose(rng: Rng, world: World, number: int) -> What:
    """A description from a thing, which may fit others too."""
    thing = world.things[number]
    named = rng.random() < 0.8 or not thing.colour
    coloured = bool(thing.colour) and (not named or rng.random() < 0.35)
    sized = bool(thing.size) and rng.random() < 0.15
    return What(noun(rng, thing.name) if named else "", str(thing.colour) if coloured else "", str(thing.size) if sized else "")


def exact(rng: Rng, world: World, number: int) -> What | None:
    """A description that fits this thing alone."""
    thing = world.things[number]
    word = noun(rng, thing.name)
    ways = [What(word), *([What(word, str(thing.colour)), What("", str(thing.colour))] if thing.colour else [])]
    ways += [What(word, "", str(thing.size))] if thing.size else []
    for way in rng.sample(ways, len(ways)):
        if select(world, way) == [number]:
            return way
    return None


def changed(rng: Rng, world: World, what: What) -> What:
    """The same description with one part made wrong, or at least other."""
    if what.colour and (rng.random() < 0.5 or not what.noun):
        return What(what.noun, rng.choice(COLOURS), what.size)
    if world.things and rng.random() < 0.3:
        return What(noun(rng, world.things[rng.randrange(len(world.things))].name), what.colour, what.size)
    return What(other_noun(rng, world), what.colour, what.size)


def other_noun(rng: Rng, world: World) -> str:
    """A thing of the same world: drawn things among drawn things, ImageNet's names where the picture is about one."""
    if any(thing.identity for thing in world.things):
        return rng.choice(drawn_names())
    if rng.random() < 0.25 or (world.subject is not None and rng.random() < 0.6):
        return shown_names()[rng.randrange(1000)]
    return noun(rng, rng.choice(CLASSES))


@lru_cache(maxsize=1)
def drawn_names() -> tuple[str, ...]:
    return tuple(names())


def absent(rng: Rng, world: World, what: What) -> What | None:
    for _ in range(6):
        what = changed(rng, world, what)
        if not is_there(world, what):
            return what
    return None


def keys(numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(str(number) for number in numbers)


def grounds(world: World, what: What) -> tuple[str, ...]:
    """Things that it fits, and the subject's name where it fits that."""
    things, subject = keys(select(world, what)), world.subject
    if subject is None or what.colour or what.size or subject not in meaning(what.noun).rows:
        return things
    return (*things, f"name/{shown_names()[subject]}")


def countable(thing: Thing) -> bool:
    """Found one by one, by one of the detectors."""
    return bool(thing.identity) or thing.name in CLASSES


def area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
