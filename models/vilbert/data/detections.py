"""What the real front end would say of a simulated world: detections with the real detector's confusions, misses and doubles, ImageNet's
names with the backbone's hesitation, measured colours with their background.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.colours import NAMES as COLOUR_NAMES
from models.drawings.names import names as drawn_names
from models.lexicon import lexicon, meaning, rows_named, shown_names
from models.vilbert.data.noise import TRAINED, Noise
from models.vilbert.data.ordinary import FAMILY
from models.vilbert.data.shares import colour_shares, split
from models.vilbert.data.tagged import tags_of, truths
from models.vilbert.data.world import CLASSES, Box, World
from models.vilbert.distinct import distinct
from models.vilbert.figure import PIECES, pieces_of
from models.vilbert.tokenizing import DRESSED, NAMES_KEPT
from models.vilbert.tokens import BAND, DRAWN_REGION, IMAGE, NAME, PART, REGION, Tokens, empty, joined
from models.vilbert.vocabulary import COLOURS, DETECTED, DRAWN, FIRST_PART, NAMED, PARTS

MOST_REGIONS = 16


def observe(rng: random.Random, world: World, noise: Noise = TRAINED) -> tuple[Tokens, list[tuple[str, ...]]]:
    """Returns the tokens, and for each the keys of what it shows (questions/question.py)."""
    found = _found(rng, world, noise)
    names, (clothes, wearers) = _names(rng, world, noise), _clothes(rng, world, found)
    tagged, fitting = tags_of(rng, truths(world), noise)
    mistaken = _drawn(rng) if rng.random() < noise.drawn else empty(0)
    tokens = joined([_image(rng, world), names, tagged, _bands(rng, world), clothes, _regions(rng, world, found), mistaken])
    close = ("0",) if world.subject is not None and world.things and world.things[0].name not in FAMILY else ()
    named = [(f"name/{shown_names()[row - NAMED]}",) for row in names.names[:, 0]]
    bands = [("band/top",), ("band/bottom",), ("band/background",), ("band/subject", *close)]
    return tokens, [("image",), *named, *fitting, *bands, *wearers, *((str(find.owner),) for find in found), *[()] * len(mistaken)]


# ---- regions


@dataclass(frozen=True)
class Find:
    """One detection."""

    owner: int
    """Number of the thing; -1 where nothing is."""
    name: str
    box: Box
    """Where the detector sees it."""
    score: float


def _found(rng: random.Random, world: World, noise: Noise) -> list[Find]:
    """Each thing once, as the front end tells them apart, in any order."""
    finds = [_find(rng, owner, name, box, noise) for owner, name, box in _detected(rng, world, noise)]
    finds.sort(key=lambda find: -find.score)
    kept = distinct(np.array([find.box for find in finds]).reshape(-1, 4), [find.name for find in finds])
    return rng.sample([finds[row] for row in kept], len(kept))[:MOST_REGIONS]


def _find(rng: random.Random, owner: int, name: str, box: Box, noise: Noise) -> Find:
    score = min(0.99, max(0.3, rng.betavariate(4, 1.8))) if owner >= 0 else rng.uniform(0.3, 0.6)
    return Find(owner, name, _jittered(rng, box, noise.jitter), score)


def _detected(rng: random.Random, world: World, noise: Noise) -> Iterator[tuple[int, str, Box]]:
    for number, thing in enumerate(world.things):
        if thing.name not in FAMILY:
            if number == 0 and world.subject is not None and rng.random() < noise.masked:
                yield number, rng.choice(CLASSES), thing.box
            continue
        small = (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1]) < 0.01
        if rng.random() < noise.missed * (noise.small if small else 0.8):
            continue
        name = rng.choice(FAMILY[thing.name]) if rng.random() < noise.confused else thing.name
        yield number, name, thing.box
        if rng.random() < noise.doubled:
            yield number, name if rng.random() < 0.6 else rng.choice(FAMILY[name]), thing.box
    if rng.random() < noise.invented:
        x, y, wide, high = rng.uniform(0, 0.7), rng.uniform(0, 0.7), rng.uniform(0.05, 0.3), rng.uniform(0.05, 0.3)
        yield -1, rng.choice(CLASSES), (x, y, x + wide, y + high)


def _regions(rng: random.Random, world: World, found: Sequence[Find]) -> Tokens:
    tokens = empty(len(found))
    tokens.kinds[:] = REGION
    for row, find in enumerate(found):
        others = [rng.choice(FAMILY[find.name]), rng.choice(FAMILY[find.name]), rng.choice(CLASSES)]
        rest = [(1 - find.score) * share for share in split(rng, 3)]
        tokens.names[row] = [_class_row(find.name), *(_class_row(other) for other in others)]
        tokens.chances[row] = [find.score, *rest]
        tokens.statistics[row, 0] = find.score
        tokens.boxes[row] = find.box
        thing = world.things[find.owner] if find.owner >= 0 else None
        colour = (thing.colour or thing.parts.get("shirt")) if thing else rng.choice(COLOUR_NAMES)
        tokens.colours[row] = colour_shares(rng, colour, [*thing.parts.values()] if thing else [])
    return tokens


@lru_cache(maxsize=128)
def _class_row(name: str) -> int:
    return DETECTED + CLASSES.index(name)


def _jittered(rng: random.Random, box: Box, jitter: float) -> Box:
    wide, high = box[2] - box[0], box[3] - box[1]
    x0, y0, x1, y1 = (edge + rng.gauss(0, jitter) * length for edge, length in zip(box, (wide, high, wide, high), strict=True))
    return max(0.0, min(x0, x1 - 0.005)), max(0.0, min(y0, y1 - 0.005)), min(1.0, x1), min(1.0, y1)


def _drawn(rng: random.Random) -> Tokens:
    tokens = empty(rng.randint(1, 3))
    tokens.kinds[:] = DRAWN_REGION
    for row in range(len(tokens)):
        x, y, wide, high = rng.uniform(0, 0.7), rng.uniform(0, 0.7), rng.uniform(0.05, 0.6), rng.uniform(0.05, 0.6)
        tokens.boxes[row] = (x, y, min(1.0, x + wide), min(1.0, y + high))
        tokens.names[row, 0], tokens.chances[row, 0] = DRAWN + rng.randrange(len(drawn_names())), rng.uniform(0.3, 1.0)
        tokens.statistics[row, 0] = tokens.chances[row, 0]
        tokens.colours[row, rng.randrange(len(COLOURS))] = rng.random()
    return tokens


# ---- the picture as a whole


def _image(rng: random.Random, world: World) -> Tokens:
    token = empty(1)
    token.kinds[0] = IMAGE
    dark = world.weather == "night"
    token.statistics[0] = [
        1,
        rng.gauss(0.2 if dark else 0.5, 0.1),
        rng.uniform(0.1, 0.3),
        rng.uniform(0.1, 0.6),
        rng.uniform(0.35, 0.65),
        rng.uniform(0.05, 0.4),
    ]
    token.colours[0] = colour_shares(rng, world.bands.get("background"), list(world.bands.values()))
    return token


def _names(rng: random.Random, world: World, noise: Noise) -> Tokens:
    weights: dict[int, float] = {}
    hidden = world.subject is None or rng.random() > noise.named
    if world.subject is not None:
        peak = rng.uniform(0.25, 1.0) if not hidden else rng.uniform(0.0, 0.12)
        for other in neighbours(world.subject)[:6]:
            weights[other] = rng.random() ** 3 * 0.3
        if hidden:
            weights[rng.choice(neighbours(world.subject)[:8])] = rng.uniform(0.1, 0.5)
        weights[world.subject] = peak
    for row in (*world.signs, *([] if world.worn is None else [world.worn])):
        weights[row] = rng.uniform(0.1, 0.8)
    for row in _suggested(rng, world):
        weights[row] = weights.get(row, 0.0) + rng.random() ** 2 * (0.2 if world.subject is not None else 0.6)
    for _ in range(5):
        weights.setdefault(rng.randrange(1000), float(rng.random() ** 4 * (0.05 if not hidden else 0.25)))
    total = sum(weights.values()) + rng.uniform(0.0, 0.5)
    best = sorted(weights, key=lambda row: -weights[row])[:NAMES_KEPT]
    return name_tokens([(row, weights[row] / total) for row in best])


def name_tokens(found: list[tuple[int, float]]) -> Tokens:
    """found: ImageNet rows with their probabilities, most likely first."""
    tokens = empty(len(found))
    tokens.kinds[:] = NAME
    for row, (name, chance) in enumerate(found):
        tokens.names[row, 0], tokens.chances[row, 0], tokens.statistics[row, 0] = NAMED + name, chance, chance
    return tokens


def _suggested(rng: random.Random, world: World) -> list[int]:
    """Rows that the place and the things in the picture make likely."""
    room = lexicon()["rooms"].get(world.place, {}).get("names", [])
    rows = [row for name in room if rng.random() < 0.6 for row in rows_named(name)[:1]]
    for thing in world.things:
        likely = sorted(meaning(thing.name).rows)
        if likely and rng.random() < 0.5:
            rows.append(rng.choice(likely))
    return rows


@lru_cache(maxsize=1000)
def neighbours(row: int) -> tuple[int, ...]:
    """Rows that the backbone confuses with this one: animals lie beside their kin, other things share a word or a group."""
    if row < 398:
        return tuple(r for r in range(max(0, row - 8), min(398, row + 9)) if r != row)
    mates: list[int] = []
    for members in lexicon()["groups"].values():
        rows = [r for span in members["imagenet"] for r in range(int(span.split("-")[0]), int(span.split("-")[-1]) + 1)]
        if row in rows and members["words"] and row >= 398:
            mates += [r for r in rows if r != row]
    words = set(shown_names()[row].split())
    mates += [r for r in range(398, 1000) if r != row and words & set(shown_names()[r].split())]
    return tuple(dict.fromkeys([*mates, *(398 + (row * 7919 + step * 104729) % 602 for step in range(1, 9))]))


# ---- colours without a class


def _bands(rng: random.Random, world: World) -> Tokens:
    tokens = empty(4)
    tokens.kinds[:] = BAND
    for row, key in enumerate(("top", "bottom", "background", "subject")):
        colour = world.bands.get(key)
        if key == "subject":
            colour = world.things[0].colour or world.things[0].parts.get("shirt") if world.things else None
            tokens.boxes[row] = _jittered(rng, world.things[0].box, 0.1) if world.things else (0.2, 0.2, 0.8, 0.8)
        tokens.names[row, 0], tokens.chances[row, 0] = FIRST_PART + PARTS.index(key), 1.0
        tokens.colours[row] = colour_shares(rng, colour or world.bands.get("background") or rng.choice(COLOUR_NAMES))
        tokens.statistics[row, 1:4] = [rng.uniform(0.1, 0.9) for _ in range(3)]
    tokens.boxes[0], tokens.boxes[1] = (0, 0, 1, 0.3), (0, 0.75, 1, 1)
    return tokens


def _clothes(rng: random.Random, world: World, found: Sequence[Find]) -> tuple[Tokens, list[tuple[str, ...]]]:
    people = [find for find in found if find.name == "person"]
    people.sort(key=lambda find: -(find.box[2] - find.box[0]) * (find.box[3] - find.box[1]))
    rows: list[Tokens] = []
    owners: list[tuple[str, ...]] = []
    for find in people[:DRESSED]:
        worn = world.things[find.owner].parts if find.owner >= 0 else {}
        rows.append(part_tokens(find.box, {piece: colour_shares(rng, worn.get(piece) if rng.random() < 0.9 else None) for piece in PIECES}))
        owners += [(f"{find.owner}/{piece}",) for piece in PIECES]
    return joined([empty(0), *rows]), owners


def part_tokens(box: Box, colours: dict[str, np.ndarray]) -> Tokens:
    """One token for each piece of a person."""
    tokens = empty(len(PIECES))
    tokens.kinds[:] = PART
    for row, (piece, place) in enumerate(pieces_of(np.array(box)).items()):
        tokens.names[row, 0], tokens.chances[row, 0] = FIRST_PART + PARTS.index(piece), 1.0
        tokens.boxes[row] = place
        tokens.colours[row] = colours[piece]
    return tokens
