"""Phrases that mean one thing, statements that may be true, and what no picture tells."""

from __future__ import annotations

import numpy as np

from models.vilbert.data.questions.colours import PIECE_WORDS
from models.vilbert.data.questions.nouns import absent, area, described, exact, keys, loose, noun, pick
from models.vilbert.data.questions.question import Question, Rng
from models.vilbert.data.wording import say
from models.vilbert.data.world import CLASSES, PERSONS, PLAIN, RELATIONS, What, World, beyond, centre, select
from models.vilbert.vocabulary import SPECIAL, vocabulary


def refer(rng: Rng, world: World) -> Question | None:
    chosen = pick(rng, world)
    if chosen is not None and world.things[chosen].parts and rng.random() < 0.6:
        return _dressed(rng, world, chosen)
    if chosen is None or (what := exact(rng, world, chosen)) is None:
        return _extreme(rng, world)
    return Question("refer", say(rng, "refer", x=described(what)), None, keys([chosen]), program=("refer", what))


def _dressed(rng: Rng, world: World, chosen: int) -> Question | None:
    """The man in the red jacket: the person is meant, not the jacket."""
    person = world.things[chosen]
    part = rng.choice(("shirt", "shirt", "shirt", "trousers", "hair"))
    colour = person.parts.get(part, "")
    if not colour or len(select(world, What("person", colour))) > 1:
        return None
    word = noun(rng, "person") if not person.who or rng.random() < 0.3 else rng.choice(PERSONS[person.who])
    piece = rng.choice(PIECE_WORDS[part])
    text = say(rng, "refer worn", x=word, c=colour, p=piece)
    return Question("refer", text, None, keys([chosen]), program=("refer", What("person", colour)))


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
    order = sorted(same, key=lambda n: area(world.things[n].box) * (-1 if large else 1))
    ratio = area(world.things[order[0]].box) / max(area(world.things[order[1]].box), 1e-6)
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
    if far < 0 and rng.random() < 0.35:
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
    if true and way in ("left of", "right of") and rng.random() < 0.3:
        text = say(rng, "which side of", x=described(a), y=described(b))
        return Question("where", text, way.split()[0], keys(numbers), first=keys(numbers[:-1]), second=keys(numbers[-1:]))
    return Question(
        "is relation",
        say(rng, "is relation", x=described(a), y=described(b), r=way),
        "yes" if true else "no",
        keys(numbers),
        first=keys(numbers[:-1]),
        second=keys(numbers[-1:]),
    )


def cannot_tell(rng: Rng, world: World) -> Question | None:
    """Nothing in any picture tells it, or the thing that is asked about is not there."""
    chosen = pick(rng, world)
    if rng.random() < 0.15:
        return Question("unknowable", _senseless(rng), None, cannot_tell=True)
    if chosen is None or rng.random() < 0.4:
        word = noun(rng, world.things[chosen].name) if chosen is not None else rng.choice(CLASSES)
        return Question("unknowable", say(rng, "unknowable", x=word), None, cannot_tell=True)
    missing = absent(rng, world, What(world.things[chosen].name))
    if missing is None:
        return None
    kind = rng.choice(
        (
            "colour",
            "where",
            "holding" if not world.holds else "colour",
            "on",
            "relation",
            "quadrant",
            "refer",
            "refer",
            "look",
            "left or right",
        )
    )
    if kind == "holding":
        if select(world, What("person")):
            return None
        return Question("unknowable", say(rng, "holding", x="person"), None, cannot_tell=True)
    return Question("unknowable", say(rng, kind, x=described(missing), r=rng.choice(RELATIONS)), None, cannot_tell=True)


def _senseless(rng: Rng) -> str:
    """Another language, or words in no order."""
    if rng.random() < 0.5:
        return say(rng, "foreign")
    words = vocabulary().words
    return " ".join(words[rng.randrange(len(SPECIAL), len(words))].removeprefix("##") for _ in range(rng.randint(2, 6)))
