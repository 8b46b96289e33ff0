"""Where things are in the picture, and to each other: beside, on, in a hand, on a body."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.lexicon import meaning, rows_of, shown_names
from models.vilbert.data.ordinary import HELD
from models.vilbert.data.questions.nouns import described, exact, keys, noun, pick
from models.vilbert.data.questions.question import Question, Rng
from models.vilbert.data.wording import say
from models.vilbert.data.world import PLAIN, RELATIONS, What, World, centre, nearest, select, side


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
    if chosen is None or (what := exact(rng, world, chosen)) is None:
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


def _distance(box: Sequence[float], asked: str) -> float:
    x, y = centre(box)
    return {"left": x, "right": 1 - x, "top": y, "bottom": 1 - y, "middle": float(np.hypot(x - 0.5, y - 0.5))}[asked]


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
    if chosen is None or (what := exact(rng, world, chosen)) is None or len(world.things) < 2:
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
    if not people or (world.worn is None and rng.random() < 0.9):
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
    if rng.random() < 0.2:
        text = say(rng, "lying", x=noun(rng, above))
        return Question("on", text, below, keys([lying, under]), keys([under]), first=keys([under]), second=keys([lying]))
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
