"""Where pictures come from: simulated on the fly, or seen once through the real front end and kept in a cache (rendered scenes, photos,
easy-VQA). A batch is of one source, drawn by its share.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from models.vilbert.data.batches import Batch, assemble
from models.vilbert.data.captions import caption
from models.vilbert.data.examples import SHARES, Example, simulated, worded
from models.vilbert.data.questions import Question, ask
from models.vilbert.data.wording import Unheard
from models.vilbert.data.world import Thing, World
from models.vilbert.tokens import CELL, Tokens, empty, joined
from models.vilbert.vocabulary import Vocabulary
from models.whole import in_place_of


@dataclass(frozen=True)
class Seen:
    """One picture as the front end sees it, with what is true of it."""

    tokens: Tokens
    keys: list[tuple[str, ...]]
    world: World
    questions: list[Question]
    """Written for this picture; more are asked of its world."""
    captions: list[str]


class Simulated:
    def examples(self, rng: random.Random, pictures: int, questions: int) -> list[Example]:
        return simulated(rng, pictures, questions)


class Cached:
    """Pictures of a cache file. Those with questions of their own have those asked, and the world's."""

    def __init__(self, seen: Sequence[Seen], shares: Mapping[str, float] = SHARES, own: float = 0.6) -> None:
        """own: the share of a picture's own questions, where it has some."""
        self.seen, self.shares, self.own = seen, shares, own

    def examples(self, rng: random.Random, pictures: int, questions: int) -> list[Example]:
        # Half as many: with the grid they have three times the tokens.
        return [self._example(rng, seen, questions) for seen in rng.choices(self.seen, k=max(1, pictures // 2))]

    def _example(self, rng: random.Random, seen: Seen, count: int) -> Example:
        written = 0 if not seen.questions else count if not seen.world.things else round(self.own * count)
        asked = rng.choices(seen.questions, k=written) if written else []
        asked += ask(rng, seen.world, count - written, self.shares) if count > written else []
        said = rng.choice(seen.captions) if seen.captions else caption(rng, seen.world)
        return Example(seen.tokens, seen.keys, [worded(rng, question) for question in asked], said)


class Source(Protocol):
    def examples(self, rng: random.Random, pictures: int, questions: int) -> list[Example]: ...


FOREIGN, FEATURELESS, CELLLESS = 0.7, 0.4, 0.6
"""Share of the simulated batches that get cells and features of real photos, which mean nothing there; of the photos' that lose their
features; and of those that lose their cells too. About equal on both sides: else the network tells by the cells that it sees a photo, and
no longer believes there what it has learned of names (objects on photos: 28 % with the cells, 39 % when they were hidden)."""


def mixed(
    rng: random.Random, words: Vocabulary, sources: Sequence[tuple[float, Source]], pictures: int, questions: int, blind: bool = False
) -> Iterator[Batch]:
    """sources: each with its share of the batches; blind: nothing of any picture is shown."""
    for examples in shown(rng, sources, pictures, questions):
        yield assemble([unseen(example) for example in examples] if blind else examples, words)


HELD_SEED = 88_000
"""No batch of training begins with it."""


def held_out(words: Vocabulary, blind: bool = False, pictures: int = 60, questions: int = 6) -> Batch:
    """The same simulated pictures each time, asked about in wordings that training never uses, where there are some."""
    examples = simulated(Unheard(HELD_SEED), pictures, questions)
    return assemble([unseen(example) for example in examples] if blind else examples, words)


def shown(rng: random.Random, sources: Sequence[tuple[float, Source]], pictures: int, questions: int) -> Iterator[list[Example]]:
    """The pictures of each batch."""
    shares = [share for share, _ in sources]
    bank = [seen.tokens for _, source in sources if isinstance(source, Cached) for seen in source.seen]
    while True:
        ((_, source),) = rng.choices(sources, shares)
        examples = source.examples(rng, pictures, questions)
        if isinstance(source, Cached):
            examples = [featureless(example, rng.random() < CELLLESS) for example in examples] if rng.random() < FEATURELESS else examples
        elif bank and rng.random() < FOREIGN:
            examples = [among(rng.choice(bank), example) for example in examples]
        yield examples


def unseen(example: Example) -> Example:
    return replace(example, tokens=empty(1), keys=[()])


def featureless(example: Example, cellless: bool) -> Example:
    """The picture without features, and perhaps without cells."""
    kept = np.flatnonzero(example.tokens.kinds != CELL) if cellless else np.arange(len(example.tokens))
    tokens = example.tokens.only(kept)
    return replace(example, tokens=replace(tokens, features=np.zeros_like(tokens.features)), keys=[example.keys[row] for row in kept])


def among(other: Tokens, example: Example) -> Example:
    """The picture with the cells and features of another."""
    cells = other.only(np.flatnonzero(other.kinds == CELL))
    features = np.resize(cells.features, example.tokens.features.shape)
    return replace(example, tokens=joined([replace(example.tokens, features=features), cells]), keys=[*example.keys, *[()] * len(cells)])


# ---- caches: a folder of files, each of one piece of the work, so that what is stopped goes on with the next piece

MADE = "made.json"
Piece = TypeVar("Piece")


def fill(
    folder: Path, pieces: Sequence[Piece], see: Callable[[Piece, random.Random], list[Seen]], made: Mapping, label: str, seed: int = 0
) -> None:
    """
    see:  the pictures of one piece, with a chance of its own
    made: what the pictures depend on; a folder that was made with something else is emptied first
    """
    from rich.progress import track

    folder.mkdir(parents=True, exist_ok=True)
    described = json.dumps({**made, "pieces": len(pieces)}, sort_keys=True)
    if not (folder / MADE).exists() or (folder / MADE).read_text("utf-8") != described:
        for path in folder.glob("*.npz"):
            path.unlink()
        (folder / MADE).write_text(described, "utf-8")
    for number in track(range(len(pieces)), label):
        path = folder / f"{number:05}.npz"
        if not path.exists():
            keep(path, see(pieces[number], random.Random(seed * 1_000_003 + number)))


def kept(folder: Path) -> Iterator[Seen]:
    """Of all files, in their order; none where the folder is missing."""
    for path in sorted(folder.glob("*.npz")):
        yield from read(path)


def keep(path: Path, seen: Sequence[Seen]) -> None:
    """Arrays of all pictures end to end, and the rest as JSON; no pickle."""
    arrays = {item.name: getattr(joined([empty(0), *(one.tokens for one in seen)]), item.name) for item in fields(Tokens)}
    arrays["features"] = arrays["features"].astype(np.float16)
    rest = [
        {
            "length": len(one.tokens),
            "keys": one.keys,
            "world": asdict(one.world),
            "questions": [asdict(q) for q in one.questions],
            "captions": one.captions,
        }
        for one in seen
    ]
    with in_place_of(path) as part, part.open("wb") as out:
        np.savez(out, rest=np.frombuffer(json.dumps(rest).encode(), np.uint8), **arrays)


def read(path: Path) -> list[Seen]:
    with np.load(path, allow_pickle=False) as file:
        arrays = {item.name: file[item.name] for item in fields(Tokens)}
        rest = json.loads(file["rest"].tobytes())
    seen, start = [], 0
    for row in rest:
        span = slice(start, start := start + row["length"])
        tokens = Tokens(
            **{name: array[span].astype(np.float32) if array.dtype == np.float16 else array[span] for name, array in arrays.items()}
        )
        questions = [
            Question(
                **{
                    **q,
                    "rests_on": tuple(q["rests_on"]),
                    "copied_from": tuple(q["copied_from"]),
                    "first": tuple(q["first"]),
                    "second": tuple(q["second"]),
                    "chances": tuple((answer, chance) for answer, chance in q.get("chances", ())),
                    "program": (),
                }
            )
            for q in row["questions"]
        ]
        seen.append(Seen(tokens, [tuple(key) for key in row["keys"]], world_of(row["world"]), questions, row["captions"]))
    return seen


def world_of(row: Mapping) -> World:
    things = [Thing(**{**thing, "box": tuple(thing["box"])}) for thing in row["things"]]
    return World(**{**row, "things": things, "holds": [tuple(pair) for pair in row["holds"]], "on": [tuple(pair) for pair in row["on"]]})
