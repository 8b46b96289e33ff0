"""The ceiling: a question's own program, executed exactly on what the detectors saw. And the most that there is to know: the same program
executed on all that was found, as it truly is, under the names that the detector has for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from models.lexicon import shown_names
from models.vilbert.data.world import Thing, What, World, beyond, centre, is_there, nearest, select
from models.vilbert.tokens import NAME, REGION, Tokens
from models.vilbert.vocabulary import COLOURS, NAMED, vocabulary

COLOURED = 0.3
"""Share from which a region has a colour."""
SMALL = 0.165
"""Side of a square as large as a drawn thing that is just large."""


def observed(tokens: Tokens) -> tuple[World, list[int]]:
    """The world as the tokens tell it, and for each of its things the token."""
    rows = [int(row) for row in np.flatnonzero(tokens.counted)]
    words = vocabulary()
    things = [_thing(tokens, row, words.names[int(tokens.names[row, 0])]) for row in rows]
    named = [row for row in np.flatnonzero(tokens.kinds == NAME) if tokens.chances[row, 0] > 0.3]
    subject = int(tokens.names[named[0], 0]) - NAMED if named else None
    return World(things, subject), rows


def _thing(tokens: Tokens, row: int, name: str) -> Thing:
    shares, (left, top, right, bottom) = tokens.colours[row], map(float, tokens.boxes[row])
    colour = COLOURS[int(shares.argmax())] if shares.max() > COLOURED else None
    side = ((right - left) * (bottom - top)) ** 0.5
    parts = {"shirt": colour} if name == "person" and colour else {}
    size, box = "large" if side > SMALL else "small", (left, top, right, bottom)
    return Thing(name, box, None if name == "person" else colour, size, parts)


def found(world: World, tokens: Tokens, keys: Sequence[tuple[str, ...]]) -> World:
    """
    keys: for each token what it shows
    Returns the world without what no token shows. Boxes, colours and parts are the true ones; a thing that the detector calls something
    else has that name.
    """
    names: dict[int, list[str]] = {}
    for row, shown in enumerate(keys):
        for owner in (int(key) for key in shown if key.isdigit()):
            detected = [vocabulary().names[int(tokens.names[row, 0])]] if tokens.kinds[row] == REGION else []
            names.setdefault(owner, []).extend(detected)
    about = world.subject if world.subject is not None and any(f"name/{shown_names()[world.subject]}" in shown for shown in keys) else None
    return replace(world, things=[_called(world.things[number], names[number]) for number in sorted(names)], subject=about)


def _called(thing: Thing, names: Sequence[str]) -> Thing:
    return thing if not names or thing.name in names else replace(thing, name=names[0])


def execute(program: tuple, world: World) -> Any:
    """The answer in words, a thing's number, or whether it is true; None where the program finds nothing."""
    operation, *arguments = program
    return PROGRAMS[operation](world, *arguments)


def _one(world: World, what: What) -> int | None:
    found = select(world, what)
    return found[0] if found else None


def _exist(world: World, what: What) -> str:
    return "yes" if is_there(world, what) else "no"


def _more(world: World, first: What, second: What) -> str:
    return "yes" if len(select(world, first)) > len(select(world, second)) else "no"


def _colour(world: World, what: What) -> str | None:
    found = _one(world, what)
    return None if found is None else world.things[found].colour


def _same(world: World, first: What, second: What) -> str:
    colours = [_colour(world, what) for what in (first, second)]
    return "yes" if colours[0] == colours[1] and colours[0] is not None else "no"


def _quadrant(world: World, what: What) -> str | None:
    found = _one(world, what)
    if found is None:
        return None
    x, y = centre(world.things[found].box)
    return f"{'top' if y < 0.5 else 'bottom'} {'left' if x < 0.5 else 'right'}"


def _relation(world: World, what: What, way: str) -> str | None:
    start = _one(world, what)
    found = nearest(world, start, way) if start is not None else None
    return None if found is None else world.things[found].name


def _refer_relation(world: World, what: What, fixed: What, way: str) -> int | None:
    anchor = _one(world, fixed)
    if anchor is None:
        return None
    fitting = [
        number for number in select(world, what) if number != anchor and beyond(world.things[number].box, way, world.things[anchor].box) > 0
    ]
    return fitting[0] if fitting else None


def _match(world: World, first: What, second: What, way: str) -> bool:
    a, b = _one(world, first), _one(world, second)
    return a is not None and b is not None and beyond(world.things[a].box, way, world.things[b].box) > 0


PROGRAMS: Mapping[str, Callable] = {
    "exist": _exist,
    "count": lambda world, what: str(len(select(world, what))),
    "more": _more,
    "fewer": lambda world, first, second: _more(world, second, first),
    "colour": _colour,
    "same colour": _same,
    "quadrant": _quadrant,
    "relation": _relation,
    "refer": _one,
    "refer relation": _refer_relation,
    "match": _match,
}
