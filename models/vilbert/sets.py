"""The sets of questions that the network is measured on: simulated and drawn pictures, and easy-VQA."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.vilbert.data.captions import caption
from models.vilbert.data.detections import observe
from models.vilbert.data.drawn import SHARES as DRAWN_SHARES
from models.vilbert.data.drawn import question_of, render_world, world_of
from models.vilbert.data.examples import SHARES, worded
from models.vilbert.data.execute import found
from models.vilbert.data.noise import CLEAR, FITTED, TRAINED, TRIED, Noise
from models.vilbert.data.questions import Question, ask
from models.vilbert.data.simulate import simulate
from models.vilbert.data.wording import Unheard
from models.vilbert.data.world import World
from models.vilbert.tokens import Tokens

KINDS = ("exist", "count", "colour", "same colour", "quadrant", "compare", "relation", "refer", "refer relation", "match")
SIMULATED = ("simulated", "classes", "clear", "wording", "fitted")
"""Sets without pixels: as trained on, the detector's classes alone with the noise of trials, with nothing overlooked, in unheard words,
with the real detector's noise."""
RENDERED = ("train", "identity", "pair", "count")
"""Sets of drawn scenes: as trained on, in styles, pairs and numbers that training never showed."""
ALL = (*SIMULATED, *RENDERED, "easy")
SEED = 4242
Look = Callable[[np.ndarray], Tokens]


@dataclass(frozen=True)
class Asked:
    """One question of one picture."""

    tokens: Tokens
    question: Question
    box: tuple[float, ...] | None
    """Of the thing that is referred to."""
    known: World | None = None
    """Of a simulated picture: what of it was found."""


def named_sets(names: str, look: Look, drawings: Path, pictures: int) -> Iterator[tuple[str, list[Asked]]]:
    """names: by comma; pictures: of each set. Raises ValueError for a name of none."""
    if strange := [name for name in names.split(",") if name not in ALL]:
        raise ValueError(f"There is no set {strange[0]!r}; the sets are {', '.join(ALL)}.")
    for name in names.split(","):
        if name in SIMULATED:
            rng = Unheard(SEED) if name == "wording" else random.Random(SEED)
            noise = {"classes": TRIED, "clear": CLEAR, "fitted": FITTED}.get(name, TRAINED)
            yield name, simulated_set(rng, pictures, noise, closely=name != "classes")
        elif name == "easy":
            yield name, list(easy_set(look, drawings))
        else:
            yield name, rendered_set(look, drawings, name, SEED, pictures)


def simulated_set(rng: random.Random, pictures: int, noise: Noise, questions: int = 10, *, closely: bool = True) -> list[Asked]:
    shares = {kind: share for kind, share in SHARES.items() if kind in KINDS}
    made: list[Asked] = []
    for _ in range(pictures):
        world = simulate(rng, closely=closely)
        tokens, keys = observe(rng, world, noise)
        asked = [worded(rng, question) for question in ask(rng, world, questions, shares)]
        caption(rng, world)  # which nothing reads here: what is drawn for it keeps the pictures after this one as they were always measured
        made += _of(tokens, asked, world.things, found(world, tokens, keys))
    return made


def rendered_set(look: Look, folder: Path, split: str, seed: int, pictures: int, questions: int = 10) -> list[Asked]:
    """Scenes as pixels, through the whole front end."""
    arranger, rng = np.random.default_rng(seed), random.Random(seed)
    shares = {kind: share for kind, share in DRAWN_SHARES.items() if kind in KINDS}
    made: list[Asked] = []
    for _ in range(pictures):
        world = world_of(arranger, split)
        tokens = look(render_world(arranger, world, folder))
        asked = [worded(rng, question) for question in ask(rng, world, questions, shares)]
        made += _of(tokens, asked, world.things)
    return made


def easy_set(look: Look, folder: Path) -> Iterator[Asked]:
    from models.drawings.easy import load

    easy = load("test", folder)
    seen: dict[int, Tokens] = {}
    for row in easy.questions:
        if row.picture not in seen:
            seen[row.picture] = look(easy.picture(row.picture))
        question = question_of(row.text, row.answer)
        kind = "yes/no" if question.answer in ("yes", "no") else "open"
        yield Asked(seen[row.picture], replace(question, kind=kind), None)


def _of(tokens: Tokens, asked: Sequence[Question], things: Sequence, known: World | None = None) -> list[Asked]:
    return [
        Asked(tokens, one, things[int(one.rests_on[0])].box if one.kind.startswith("refer") else None, known)
        for one in asked
        if one.kind in KINDS
    ]
