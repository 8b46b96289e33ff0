"""Questions about a world, each with the program that answers it. Every kind first decides what the answer should be, so that the words
alone give nothing away.

What a question rests on is named by keys: `3` the fourth thing, `3/shirt` a piece of it, `band/top` a part of the picture,
`name/dog` an ImageNet name, `image`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.colours import NAMES as COLOURS
from models.lexicon import lexicon, read_toml, rows_of, shown_names
from models.vilbert.data.simulate import HELD
from models.vilbert.data.wording import say
from models.vilbert.data.world import (
    CLASSES,
    PLAIN,
    RELATIONS,
    Thing,
    What,
    World,
    beyond,
    centre,
    covers,
    is_there,
    meaning,
    nearest,
    select,
    side,
)

Rng = random.Random


@dataclass(frozen=True)
class Question:
    kind: str
    text: str
    answer: str | None = None
    rests_on: tuple[str, ...] = ()
    """What the words mean in the picture, each to be grounded."""
    copied_from: tuple[str, ...] = ()
    """Where the answer can be read off."""
    true: bool | None = None
    """Of a statement: whether it holds."""
    cannot_tell: bool = False
    first: tuple[str, ...] = ()
    """Of a question about two things: what the one is,"""
    second: tuple[str, ...] = ()
    """and the other."""
    program: tuple = ()
    """What answers it (execute.py), for the kinds that boxes, names and colours decide: an operation and its arguments."""


Asker = Callable[[Rng, World], "Question | None"]


def ask(rng: Rng, world: World, count: int, shares: Mapping[str, float]) -> list[Question]:
    """`count` questions; a kind that the world does not allow gives way to another."""
    asked: list[Question] = []
    kinds, weights, tries = list(shares), list(shares.values()), 0
    while len(asked) < count:
        kind = rng.choices(kinds, weights)[0] if tries < 12 * count else "exist"
        tries += 1
        question = ASKERS[kind](rng, world)
        if question is not None:
            asked.append(question)
    return asked


# ---- nouns


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
    return What(other_noun(rng, world, what.noun), what.colour, what.size)


def other_noun(rng: Rng, world: World, like: str) -> str:
    """A thing of the same world: drawn things among drawn things, ImageNet's names where the picture is about one."""
    if any(thing.identity for thing in world.things):
        return rng.choice(drawn_names())
    if rng.random() < 0.25 or (world.subject is not None and rng.random() < 0.6):
        return shown_names()[rng.randrange(1000)]
    return noun(rng, rng.choice(CLASSES))


@lru_cache(maxsize=1)
def drawn_names() -> tuple[str, ...]:
    from models.vilbert.vocabulary import DRAWN, vocabulary

    return vocabulary().names[DRAWN:]


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
    named = world.subject is not None and not what.colour and not what.size and world.subject in meaning(what.noun).rows
    return keys(select(world, what)) + ((f"name/{shown_names()[world.subject]}",) if named else ())


# ---- whether and how many


def exist(rng: Rng, world: World) -> Question | None:
    number = pick(rng, world)
    what = loose(rng, world, number) if number is not None else What(other_noun(rng, world, ""))
    if world.subject is not None and rng.random() < 0.3:
        what = What(shown_names()[world.subject])
    if rng.random() < 0.15:
        what = What(rng.choice(GROUPS))
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


def countable(thing: Thing) -> bool:
    """Found one by one, by one of the detectors."""
    return bool(thing.identity) or thing.name in CLASSES


WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


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
    said_number = WORDS[asked] if rng.random() < 0.7 else str(asked)
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
    if not yes and rng.random() < 0.35:
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


# ---- colours


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
    largest = max(people, key=lambda n: _area(world.things[n].box))
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


# ---- places


def quadrant(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    if chosen is None:
        return None
    (x, y), what = centre(world.things[chosen].box), exact(rng, world, chosen)
    if what is None or abs(x - 0.5) < PLAIN or abs(y - 0.5) < PLAIN:
        return None
    answer = f"{'top' if y < 0.5 else 'bottom'} {'left' if x < 0.5 else 'right'}"
    return Question("quadrant", say(rng, "quadrant", x=described(what)), answer, keys([chosen]), keys([chosen]), program=("quadrant", what))


def where(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    what = exact(rng, world, chosen) if chosen is not None else None
    if what is None:
        return None
    (x, y), place = centre(world.things[chosen].box), side(world.things[chosen].box)
    dice = rng.random()
    if dice < 0.45:
        return Question("where", say(rng, "where", x=described(what)), place, keys([chosen]), keys([chosen]))
    if dice < 0.7 and abs(x - 0.5) > PLAIN:
        return Question(
            "where", say(rng, "left or right", x=described(what)), "left" if x < 0.5 else "right", keys([chosen]), keys([chosen])
        )
    if dice < 0.8 and abs(y - 0.5) > PLAIN:
        return Question(
            "where", say(rng, "top or bottom", x=described(what)), "top" if y < 0.5 else "bottom", keys([chosen]), keys([chosen])
        )
    asked = rng.choice(("left", "right"))
    if abs(x - 0.5) < 0.1:
        return None
    return Question(
        "where",
        say(rng, "is side", x=described(what), s=asked),
        "yes" if (x < 0.5) == (asked == "left") else "no",
        keys([chosen]),
        keys([chosen]),
    )


def on_side(rng: Rng, world: World) -> Question | None:
    if len(world.things) < 2:
        return None
    asked = rng.choice(("left", "right", "top", "bottom", "middle"))
    far = [_distance(thing.box, asked) for thing in world.things]
    order = np.argsort(far)
    chosen = int(order[0])
    if far[chosen] > 0.3 or far[int(order[1])] < far[chosen] + 0.12:
        return None
    return Question("on side", say(rng, "on side", s=asked), world.things[chosen].name, keys([chosen]), keys([chosen]))


def relation(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    if chosen is None:
        return None
    way = rng.choice(RELATIONS)
    found, what = nearest(world, chosen, way), exact(rng, world, chosen)
    if found is None or what is None:
        return None
    return Question(
        "relation",
        say(rng, "relation", x=described(what), r=way),
        world.things[found].name,
        keys([chosen, found]),
        keys([found]),
        first=keys([found]),
        second=keys([chosen]),
        program=("relation", what, way),
    )


def beside(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    what = exact(rng, world, chosen) if chosen is not None else None
    if what is None or len(world.things) < 2:
        return None
    x, y = centre(world.things[chosen].box)
    far = sorted(
        (float(np.hypot(u - x, v - y)), n) for n, (u, v) in ((n, centre(t.box)) for n, t in enumerate(world.things)) if n != chosen
    )
    if far[0][0] > 0.35 or (len(far) > 1 and far[1][0] < 1.3 * far[0][0]):
        return None
    return Question(
        "beside",
        say(rng, "beside", x=described(what)),
        world.things[far[0][1]].name,
        keys([chosen, far[0][1]]),
        keys([far[0][1]]),
        first=keys([far[0][1]]),
        second=keys([chosen]),
    )


def holding(rng: Rng, world: World) -> Question | None:
    if not world.holds:
        return None
    person, held = world.holds[0]
    name = world.things[held].name
    if rng.random() < 0.5:
        return Question(
            "holding",
            say(rng, "holding", x=noun(rng, "person")),
            name,
            keys([person, held]),
            keys([held]),
            first=keys([held]),
            second=keys([person]),
        )
    asked = name if rng.random() < 0.5 else rng.choice(HELD)
    return Question("is holding", say(rng, "is holding", x=noun(rng, asked)), "yes" if asked == name else "no", keys([person, held]))


def wearing(rng: Rng, world: World) -> Question | None:
    people = select(world, What("person"))
    if not people or (world.worn is None and rng.random() < 0.5):
        return None
    worn = shown_names()[world.worn] if world.worn is not None else ""
    spot = (f"name/{worn}",) if worn else ()
    if worn and rng.random() < 0.35:
        return Question("wearing", say(rng, "wearing", x=noun(rng, "person")), worn, spot, spot)
    yes = bool(worn) and rng.random() < 0.7
    asked = worn if yes else shown_names()[rng.choice(rows_of("clothing"))]
    covered = world.worn is not None and world.worn in meaning(asked).rows
    if worn and rng.random() < 0.2:
        covering = [group for group in ("hat", "shoe", "glasses") if world.worn in rows_of(group)]
        asked, covered = (covering[0], True) if covering else (asked, covered)
    return Question("is wearing", say(rng, "is wearing", x=asked), "yes" if covered else "no", spot if covered else ())


def on(rng: Rng, world: World) -> Question | None:
    if not world.on:
        return None
    lying, under = world.on[0]
    above, below = world.things[lying].name, world.things[under].name
    if rng.random() < 0.6:
        return Question(
            "on", say(rng, "on", x=noun(rng, below)), above, keys([under, lying]), keys([lying]), first=keys([lying]), second=keys([under])
        )
    asked = above if rng.random() < 0.5 else world.things[rng.randrange(len(world.things))].name
    yes = any(world.things[a].name == asked for a, _ in world.on)
    if not yes and asked == below:
        return None
    return Question(
        "is on",
        say(rng, "is on", x=noun(rng, asked), y=noun(rng, below)),
        "yes" if yes else "no",
        keys([lying, under]),
        first=keys([lying]),
        second=keys([under]),
    )


# ---- what it is, and what the whole picture is like


def what_is_it(rng: Rng, world: World) -> Question | None:
    if world.subject is None:
        return None
    shown, spot = shown_names()[world.subject], (f"name/{shown_names()[world.subject]}",)
    spots = spot + (("0",) if world.things and covers(world.things[0].name, world.things[0]) else ())
    dice = rng.random()
    if dice < 0.35:
        return Question("what", say(rng, "what"), shown, spots, spot)
    groups = [g for g in GROUPS if world.subject in meaning(g).rows and g != shown]
    if dice < 0.55 and groups:
        return Question("what", say(rng, "what group", g=rng.choice(groups)), shown, spots, spot)
    if dice < 0.75:
        yes = rng.random() < 0.5
        asked = shown if yes else shown_names()[rng.randrange(1000)]
        asked = rng.choice(groups) if yes and groups and rng.random() < 0.3 else asked
        yes = world.subject in meaning(asked).rows or any(covers(asked, thing) for thing in world.things[:1])
        return Question("is it", say(rng, "is it", x=asked), "yes" if yes else "no", spots if yes else ())
    other = shown_names()[rng.randrange(1000)]
    if other == shown or world.subject in meaning(other).rows:
        return None
    first, second = (shown, other) if rng.random() < 0.5 else (other, shown)
    return Question("or", say(rng, "or", x=first, y=second), shown, spots, spot)


def what_thing(rng: Rng, world: World) -> Question | None:
    """Of a picture with one thing, or one that is by far the largest."""
    if world.subject is not None or not world.things:
        return None
    areas = sorted(((_area(thing.box), n) for n, thing in enumerate(world.things)), reverse=True)
    if len(areas) > 1 and (areas[0][0] < 2.5 * areas[1][0] or areas[0][0] < 0.06):
        return None
    chosen = areas[0][1]
    return Question("what", say(rng, "what"), world.things[chosen].name, keys([chosen]), keys([chosen]))


def scene(rng: Rng, world: World) -> Question | None:
    if not world.place:
        return None
    if rng.random() < 0.6:
        kind = "room" if world.indoors and rng.random() < 0.6 else "scene"
        return Question("scene", say(rng, kind), world.place, ("image",))
    rooms = list(lexicon()["rooms"])
    asked = world.place if rng.random() < 0.5 else rng.choice([room for room in rooms if room != world.place])
    return Question("is scene", say(rng, "is scene", p=asked), "yes" if asked == world.place else "no", ("image",))


def inside(rng: Rng, world: World) -> Question | None:
    if world.indoors is None:
        return None
    kind = rng.choice(("indoors", "outdoors", "in or out"))
    if kind == "in or out":
        return Question("scene", say(rng, kind), "indoors" if world.indoors else "outdoors", ("image",))
    return Question("is scene", say(rng, kind), "yes" if world.indoors == (kind == "indoors") else "no", ("image",))


def weather(rng: Rng, world: World) -> Question | None:
    if not world.weather:
        return None
    dark = world.weather == "night"
    dice = rng.random()
    if dice < 0.4 and world.weather in ("sunny", "cloudy"):
        return Question("scene", say(rng, "weather"), world.weather, ("image", "band/top"))
    if dice < 0.7 and world.weather in ("sunny", "cloudy"):
        asked = rng.choice(("sunny", "cloudy"))
        return Question("is scene", say(rng, "is weather", w=asked), "yes" if asked == world.weather else "no", ("image", "band/top"))
    kind = rng.choice(("night", "day"))
    if not dark and rng.random() < 0.5:
        return None
    return Question("is scene", say(rng, kind), "yes" if dark == (kind == "night") else "no", ("image",))


def deed(rng: Rng, world: World) -> Question | None:
    doing = [number for number, thing in enumerate(world.things) if thing.deed]
    if not doing:
        return None
    known = world.things[doing[0]].deed
    if rng.random() < 0.5:
        return Question("action", say(rng, "deed", x=noun(rng, "person")), known, keys(doing[:1]))
    asked = known if rng.random() < 0.5 else rng.choice([name for name in lexicon()["deeds"] if name != known])
    return Question("is action", say(rng, "is deed", x=noun(rng, "person"), d=asked), "yes" if asked == known else "no", keys(doing[:1]))


# ---- pointing


def refer(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    what = exact(rng, world, chosen) if chosen is not None else None
    if what is None:
        return _extreme(rng, world)
    return Question("refer", say(rng, "refer", x=described(what)), None, keys([chosen]), program=("refer", what))


def _extreme(rng: Rng, world: World) -> Question | None:
    """The one on the left, or the largest, of several of a name."""
    chosen = pick(rng, world)
    if chosen is None:
        return None
    word = noun(rng, world.things[chosen].name)
    same = select(world, What(word))
    if len(same) < 2:
        return None
    if rng.random() < 0.75:
        asked = rng.choice(("left", "right", "top", "bottom"))
        at = {"left": 0, "right": 0, "top": 1, "bottom": 1}[asked]
        order = sorted(same, key=lambda n: centre(world.things[n].box)[at] * (1 if asked in ("left", "top") else -1))
        gap = abs(centre(world.things[order[0]].box)[at] - centre(world.things[order[1]].box)[at])
        return Question("refer", say(rng, "refer side", x=word, s=asked), None, keys(order[:1])) if gap > 0.08 else None
    large = rng.random() < 0.6
    order = sorted(same, key=lambda n: _area(world.things[n].box) * (-1 if large else 1))
    ratio = _area(world.things[order[0]].box) / max(_area(world.things[order[1]].box), 1e-6)
    if max(ratio, 1 / max(ratio, 1e-6)) < 1.6:
        return None
    size = rng.choice(("largest", "biggest", "big", "large") if large else ("smallest", "small", "little", "tiny"))
    return Question("refer", say(rng, "refer size", x=word, z=size), None, keys(order[:1]))


def refer_relation(rng: Rng, world: World) -> Question | None:
    anchor, chosen = pick(rng, world), pick(rng, world)
    if anchor is None or chosen is None:
        return None
    fixed, what, way = exact(rng, world, anchor), loose(rng, world, chosen), rng.choice(RELATIONS)
    if fixed is None:
        return None
    fitting = [n for n in select(world, what) if n != anchor]
    lying = [(beyond(world.things[n].box, way, world.things[anchor].box), n) for n in fitting]
    right = [n for far, n in lying if far > PLAIN]
    if len(right) != 1 or any(abs(far) <= PLAIN for far, _ in lying) or (len(fitting) == 1 and rng.random() < 0.6):
        return None
    return Question(
        "refer relation",
        say(rng, "refer relation", x=described(what), y=described(fixed), r=way),
        None,
        keys(right),
        first=keys(right),
        second=keys([anchor]),
        program=("refer relation", what, fixed, way),
    )


def refer_near(rng: Rng, world: World) -> Question | None:
    anchor, chosen = pick(rng, world), pick(rng, world)
    if anchor is None or chosen is None:
        return None
    fixed, what = exact(rng, world, anchor), loose(rng, world, chosen)
    fitting = [n for n in select(world, what) if n != anchor]
    if fixed is None or len(fitting) < 2:
        return None
    x, y = centre(world.things[anchor].box)
    far = sorted((float(np.hypot(*np.subtract(centre(world.things[n].box), (x, y)))), n) for n in fitting)
    if far[1][0] < 1.4 * far[0][0]:
        return None
    return Question(
        "refer relation",
        say(rng, "refer near", x=described(what), y=described(fixed)),
        None,
        keys([far[0][1]]),
        first=keys([far[0][1]]),
        second=keys([anchor]),
    )


def _statement(rng: Rng, world: World) -> tuple[What, What, str, bool, list[int]] | None:
    first, second = pick(rng, world), pick(rng, world)
    if first is None or second is None or first == second:
        return None
    a, b, way = exact(rng, world, first), exact(rng, world, second), rng.choice(RELATIONS)
    far = beyond(world.things[first].box, way, world.things[second].box)
    if a is None or b is None or abs(far) < PLAIN:
        return None
    if far > 0 and rng.random() < 0.2:
        wrong = absent(rng, world, a)
        return (wrong, b, way, False, [second]) if wrong else None
    return a, b, way, far > 0, [first, second]


def match(rng: Rng, world: World) -> Question | None:
    made = _statement(rng, world)
    if made is None:
        return None
    a, b, way, true, numbers = made
    return Question(
        "match",
        say(rng, "match", x=described(a), y=described(b), r=way),
        None,
        keys(numbers),
        true=true,
        first=keys(numbers[:-1]),
        second=keys(numbers[-1:]),
        program=("match", a, b, way),
    )


def is_relation(rng: Rng, world: World) -> Question | None:
    made = _statement(rng, world)
    if made is None:
        return None
    a, b, way, true, numbers = made
    return Question(
        "is relation",
        say(rng, "is relation", x=described(a), y=described(b), r=way),
        "yes" if true else "no",
        keys(numbers),
        first=keys(numbers[:-1]),
        second=keys(numbers[-1:]),
    )


# ---- what cannot be known


def cannot_tell(rng: Rng, world: World) -> Question | None:
    """Nothing in any picture tells it, or the thing that is asked about is not there."""
    chosen = pick(rng, world)
    if chosen is None or rng.random() < 0.4:
        word = noun(rng, world.things[chosen].name) if chosen is not None else rng.choice(CLASSES)
        return Question("unknowable", say(rng, "unknowable", x=word), None, cannot_tell=True)
    missing = absent(rng, world, What(world.things[chosen].name))
    if missing is None:
        return None
    kind = rng.choice(
        ("colour", "where", "holding" if not world.holds else "colour", "on", "relation", "quadrant", "refer", "left or right")
    )
    if kind == "holding":
        if select(world, What("person")):
            return None
        return Question("unknowable", say(rng, "holding", x="person"), None, cannot_tell=True)
    return Question("unknowable", say(rng, kind, x=described(missing), r=rng.choice(RELATIONS)), None, cannot_tell=True)


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _distance(box: Sequence[float], asked: str) -> float:
    x, y = centre(box)
    return {"left": x, "right": 1 - x, "top": y, "bottom": 1 - y, "middle": float(np.hypot(x - 0.5, y - 0.5))}[asked]


ASKERS: dict[str, Asker] = {
    "exist": exist,
    "anyone": anyone,
    "count": count,
    "number": number,
    "compare": compare,
    "colour": colour,
    "is colour": is_colour,
    "same colour": same_colour,
    "piece": piece,
    "band": band,
    "quadrant": quadrant,
    "where": where,
    "on side": on_side,
    "relation": relation,
    "beside": beside,
    "holding": holding,
    "wearing": wearing,
    "on": on,
    "what": what_is_it,
    "what thing": what_thing,
    "scene": scene,
    "inside": inside,
    "weather": weather,
    "deed": deed,
    "refer": refer,
    "refer relation": refer_relation,
    "refer near": refer_near,
    "match": match,
    "is relation": is_relation,
    "cannot tell": cannot_tell,
}
