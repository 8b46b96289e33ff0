"""Colours of things, of clothes, and of what is around."""

from __future__ import annotations

from models.colours import NAMES as COLOURS
from models.vilbert.data.questions.nouns import area, described, keys, noun, pick
from models.vilbert.data.questions.question import Question, Rng
from models.vilbert.data.wording import say
from models.vilbert.data.world import What, World, select


def colour(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    if chosen is None or not world.things[chosen].colour:
        return None
    thing = world.things[chosen]
    what = What(noun(rng, thing.name))
    if len(select(world, what)) > 1:
        what = What(what.noun, "", str(thing.size or ""))
        if not thing.size or len(select(world, what)) > 1:
            return None
    return Question("colour", say(rng, "colour", x=described(what)), thing.colour, keys([chosen]), keys([chosen]), program=("colour", what))


def is_colour(rng: Rng, world: World) -> Question | None:
    question = colour(rng, world)
    if question is None:
        return None
    thing = world.things[int(question.rests_on[0])]
    asked = str(thing.colour) if rng.random() < 0.5 else rng.choice([name for name in COLOURS if name != thing.colour])
    return Question(
        "is colour", say(rng, "is colour", x=noun(rng, thing.name), c=asked), "yes" if asked == thing.colour else "no", question.rests_on
    )


def same_colour(rng: Rng, world: World) -> Question | None:
    coloured = [number for number, thing in enumerate(world.things) if thing.colour]
    if len(coloured) < 2:
        return None
    first, second = rng.sample(coloured, 2)
    same = world.things[first].colour == world.things[second].colour
    if not same and rng.random() < 0.85:
        return None
    whats = []
    for chosen in (first, second):
        thing = world.things[chosen]
        what = next(
            (
                w
                for w in (What(noun(rng, thing.name)), What(noun(rng, thing.name), "", str(thing.size or "")))
                if select(world, w) == [chosen]
            ),
            None,
        )
        if what is None:
            return None
        whats.append(what)
    text = say(rng, "same colour", x=described(whats[0]), y=described(whats[1]))
    return Question(
        "same colour",
        text,
        "yes" if same else "no",
        keys([first, second]),
        first=keys([first]),
        second=keys([second]),
        program=("same colour", *whats),
    )


PIECE_WORDS = {
    "shirt": ("shirt", "t shirt", "sweater", "jacket", "dress", "coat", "top", "blouse", "suit", "pullover", "hoodie", "clothes", "jersey"),
    "trousers": ("trousers", "pants", "jeans", "skirt", "shorts"),
    "hair": ("hair", "hair", "hat", "cap"),
}


def piece(rng: Rng, world: World) -> Question | None:
    people = select(world, What("person"))
    if not people:
        return None
    largest = max(people, key=lambda n: area(world.things[n].box))
    part = rng.choice(list(PIECE_WORDS))
    word = rng.choice(PIECE_WORDS[part])
    key = f"{largest}/{part}"
    return Question("piece", say(rng, "piece", x=noun(rng, "person"), p=word), world.things[largest].parts.get(part), (key,), (key,))


def band(rng: Rng, world: World) -> Question | None:
    key = rng.choice(list(world.bands)) if world.bands else ""
    word = world.band_words.get(key)
    if not word:
        return None
    there, spot = world.bands[key], (f"band/{key}",)
    if rng.random() < 0.6:
        return Question("band", say(rng, "band", p=word), there, spot, spot)
    asked = there if rng.random() < 0.5 else rng.choice([name for name in COLOURS if name != there])
    return Question("is colour", say(rng, "is band", p=word, c=asked), "yes" if asked == there else "no", spot)
