"""Whether something is there, how many there are, and of which there are more."""

from __future__ import annotations

import numpy as np

from models.lexicon import NUMBER_WORDS, shown_names
from models.vilbert.data.questions.nouns import absent, changed, countable, described, grounds, keys, loose, other_noun, pick
from models.vilbert.data.questions.question import Question, Rng
from models.vilbert.data.wording import say
from models.vilbert.data.world import PERSONS, WHO, What, World, is_there, select


def exist(rng: Rng, world: World) -> Question | None:
    number = pick(rng, world)
    what = loose(rng, world, number) if number is not None else What(other_noun(rng, world))
    if world.subject is not None and rng.random() < 0.3:
        what = What(shown_names()[world.subject])
    group = What(rng.choice(GROUPS))
    if rng.random() < 0.15 and is_there(world, group):
        what = group
    if rng.random() < 0.5 or not is_there(world, what):
        missing = absent(rng, world, what)
        if missing is None:
            return None
        return Question("exist", say(rng, "exist", x=described(missing)), "no", program=("exist", missing))
    return Question("exist", say(rng, "exist", x=described(what)), "yes", grounds(world, what), program=("exist", what))


GROUPS = ("animal", "vehicle", "food", "fruit", "furniture", "bird", "vegetable", "instrument", "pet")


def anyone(rng: Rng, world: World) -> Question | None:
    people = select(world, What("person"))
    if people and rng.random() < 0.3:
        return None
    return Question("exist", say(rng, "anyone"), "yes" if people else "no", keys(people))


def who(rng: Rng, world: World) -> Question | None:
    """Men, women and children: asked about by everybody, and known only roughly."""
    people = select(world, What("person"))
    if not all(world.things[n].who for n in people) or (not people and rng.random() < 0.9):
        return None
    there = sorted({word for n in people for word in PERSONS[world.things[n].who]})
    absent_words = sorted(WHO.difference(there))
    yes = bool(there) and (not absent_words or rng.random() < 0.5)
    word = rng.choice(there if yes else absent_words)
    found = keys(select(world, What(word)))
    if rng.random() < 0.3:
        return Question("count", say(rng, "count", x=word), str(len(found)), found)
    return Question("exist", say(rng, "exist", x=word), "yes" if yes else "no", found)


def count(rng: Rng, world: World) -> Question | None:
    number = pick(rng, world)
    if number is None:
        return None
    what = loose(rng, world, number)
    if rng.random() < 0.08:
        what = What(rng.choice(("animal", "vehicle", "person", "fruit")))
    if rng.random() < 0.1:
        what = changed(rng, world, what)
    found = select(world, what)
    # Close-ups of an ImageNet thing are counted only where the detector knows the thing.
    if (
        len(found) > 20
        or not all(countable(world.things[n]) for n in found)
        or (len(found) == 1 and rng.random() < 0.55)
        or (not found and is_there(world, what))
    ):
        return None
    return Question("count", say(rng, "count", x=described(what)), str(len(found)), keys(found), program=("count", what))


def number(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    if chosen is None:
        return None
    what = loose(rng, world, chosen)
    found = select(world, what)
    if len(found) > 8 or not all(countable(world.things[n]) for n in found):
        return None
    more = rng.random() < 0.4
    asked = int(np.clip(len(found) + rng.randrange(-2, 3 if not more else 2), 1, 9))
    asked = len(found) if not more and rng.random() < 0.4 and found else asked
    yes = len(found) > asked if more else len(found) == asked
    said_number = NUMBER_WORDS[asked] if rng.random() < 0.7 else str(asked)
    text = say(rng, "more than" if more else "number", x=described(what), n=said_number)
    return Question("number", text, "yes" if yes else "no", keys(found))


def compare(rng: Rng, world: World) -> Question | None:
    first, second = pick(rng, world), pick(rng, world)
    if first is None or second is None:
        return None
    a, b = loose(rng, world, first), loose(rng, world, second)
    here, there = select(world, a), select(world, b)
    if set(here) & set(there) or not all(countable(world.things[n]) for n in (*here, *there)):
        return None
    fewer = rng.random() < 0.25
    yes = len(here) < len(there) if fewer else len(here) > len(there)
    if not yes and rng.random() < 0.5:
        return None
    return Question(
        "compare",
        say(rng, "fewer" if fewer else "compare", x=described(a), y=described(b)),
        "yes" if yes else "no",
        keys([*here, *there]),
        first=keys(here),
        second=keys(there),
        program=("fewer" if fewer else "more", a, b),
    )
