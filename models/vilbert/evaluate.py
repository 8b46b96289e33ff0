"""Answers by type on simulated and rendered pictures and on easy-VQA, as the shipped INT8 graphs give them.

Beside each: the commonest answer, a network trained on the question alone, the same network before a blank and before another picture,
and the ceiling, which is the question's own program executed on the same detections.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.vilbert.calibrate import calibration_error, coverage
from models.vilbert.data.captions import caption
from models.vilbert.data.detections import observe
from models.vilbert.data.drawn import SHARES as DRAWN_SHARES
from models.vilbert.data.drawn import question_of, world_of
from models.vilbert.data.examples import SHARES, Example, worded
from models.vilbert.data.execute import execute, observed
from models.vilbert.data.noise import Noise
from models.vilbert.data.questions import Question, ask
from models.vilbert.data.simulate import simulate
from models.vilbert.data.world import centre, overlap
from models.vilbert.pointing import pointed
from models.vilbert.runtime import Fusion, Reading
from models.vilbert.tokens import Tokens, empty

KINDS = ("exist", "count", "colour", "same colour", "quadrant", "compare", "relation", "refer", "refer relation", "match")
HIT = 0.5
"""IoU from which a box is the right one."""
Look = Callable[[np.ndarray], Tokens]


@dataclass(frozen=True)
class Asked:
    """One question of one picture."""

    tokens: Tokens
    question: Question
    box: tuple[float, ...] | None
    """Of the thing that is referred to."""


@dataclass(frozen=True)
class Score:
    kind: str
    right: int
    of: int

    @property
    def share(self) -> float:
        return self.right / max(1, self.of)

    @property
    def within(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        z, n = 1.96, max(1, self.of)
        middle, spread = self.share + z * z / (2 * n), z * (self.share * (1 - self.share) / n + z * z / (4 * n * n)) ** 0.5
        return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


# ---- the sets


def simulated_set(rng: random.Random, pictures: int, noise: Noise, questions: int = 10) -> list[Asked]:
    shares = {kind: share for kind, share in SHARES.items() if kind in KINDS}
    return [asked for _ in range(pictures) for asked in _of(*_simulated(rng, questions, shares, noise))]


def _simulated(rng: random.Random, questions: int, shares: dict[str, float], noise: Noise) -> tuple[Example, list]:
    world = simulate(rng)
    tokens, keys = observe(rng, world, noise)
    return Example(
        tokens, keys, [worded(rng, question) for question in ask(rng, world, questions, shares)], caption(rng, world)
    ), world.things


def rendered_set(look: Look, folder: Path, split: str, seed: int, pictures: int, questions: int = 10) -> list[Asked]:
    """Scenes as pixels, through the whole front end."""
    from models.drawings.render import render
    from models.drawings.scenes import Thing as Drawn

    arranger, rng = np.random.default_rng(seed), random.Random(seed)
    shares = {kind: share for kind, share in DRAWN_SHARES.items() if kind in KINDS}
    found: list[Asked] = []
    for _ in range(pictures):
        world = world_of(arranger, split)
        things = [Drawn(t.name, t.box, t.colour, t.size, "" if t.identity == "shape" else t.identity) for t in world.things]
        tokens = look(render(arranger, things, (), folder))
        asked = [worded(rng, question) for question in ask(rng, world, questions, shares)]
        found += _of(Example(tokens, [], asked), world.things)
    return found


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


def _of(example: Example, things: Sequence) -> list[Asked]:
    return [
        Asked(example.tokens, q, things[int(q.rests_on[0])].box if q.kind.startswith("refer") else None)
        for q in example.questions
        if q.kind in KINDS
    ]


# ---- answering


def answers(
    fusion: Fusion, asked: Iterable[Asked], see: Callable[[Asked], Tokens] = lambda one: one.tokens
) -> Iterator[tuple[Asked, Reading, Tokens]]:
    """see: the picture that is shown, if not the question's own."""
    seen: Tokens | None = None
    for one in asked:
        tokens = see(one)
        if seen is not tokens:
            seen, picture = tokens, fusion.see(tokens)
        yield one, fusion.read(picture, one.question.text), tokens


def is_right(one: Asked, reading: Reading, tokens: Tokens) -> bool:
    if one.question.true is not None:
        return (reading.true > 0.5) == one.question.true
    if one.box is not None:
        return (found := pointed(reading, tokens, one.question.text)) is not None and overlap(found[0], one.box) >= HIT
    return reading.answer == one.question.answer


def ceiling_is_right(one: Asked) -> bool | None:
    if not one.question.program:
        return None
    world, rows = observed(one.tokens)
    said = execute(one.question.program, world)
    if one.question.true is not None:
        return said == one.question.true
    if one.box is not None:
        return said is not None and overlap(one.tokens.boxes[rows[said]], one.box) >= HIT
    return said == one.question.answer


def trust(fusion: Fusion, asked: Sequence[Asked]) -> str:
    """Calibration of the answers, and pointing: whether the middle of the box lies in the thing."""
    confidences, rights, inside = [], [], []
    for one, reading, tokens in answers(fusion, asked):
        if one.question.answer is not None:
            confidences.append(reading.best[0][1])
            rights.append(reading.answer == one.question.answer)
        if one.box is not None:
            found = pointed(reading, tokens, one.question.text)
            x, y = centre(found[0]) if found else (-1, -1)
            inside.append(one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3])
    error, kept = calibration_error(confidences, rights), coverage(confidences, rights)
    told = f"calibration error {100 * error:.1f} %, coverage at 5 % risk {100 * kept:.0f} %"
    return told + (f", pointing {100 * np.mean(inside):.1f} % of {len(inside)}" if inside else "")


def majority(asked: Sequence[Asked]) -> dict[str, str | bool | None]:
    told: dict[str, Counter] = defaultdict(Counter)
    for one in asked:
        told[one.question.kind][one.question.answer if one.question.true is None else one.question.true] += 1
    return {kind: counts.most_common(1)[0][0] for kind, counts in told.items()}


def scores(pairs: Iterable[tuple[str, bool]]) -> dict[str, Score]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for kind, hit in pairs:
        for name in (kind, "all"):
            right[name] += hit
            total[name] += 1
    return {kind: Score(kind, right[kind], total[kind]) for kind in total}


def columns(fusion: Fusion, asked: Sequence[Asked], blind: Fusion | None = None) -> dict[str, dict[str, Score]]:
    """The model and what it must be compared with, by kind."""
    blank, others = empty(1), random.Random(0)
    pictures = [one.tokens for one in asked]
    made = {
        "model": scores((one.question.kind, is_right(one, reading, tokens)) for one, reading, tokens in answers(fusion, asked)),
        "ceiling": scores((one.question.kind, hit) for one in asked if (hit := ceiling_is_right(one)) is not None),
        "majority": _guessed(asked),
        "blank picture": scores(
            (one.question.kind, _worded_right(one, reading)) for one, reading, _ in answers(fusion, asked, lambda _: blank)
        ),
        "other picture": scores(
            (one.question.kind, is_right(one, reading, tokens))
            for one, reading, tokens in answers(fusion, asked, lambda _: others.choice(pictures))
        ),
    }
    if blind is not None:
        made["question only"] = scores(
            (one.question.kind, _worded_right(one, reading)) for one, reading, _ in answers(blind, asked, lambda _: blank)
        )
    return made


def _guessed(asked: Sequence[Asked]) -> dict[str, Score]:
    common = majority(asked)
    return scores(
        (
            one.question.kind,
            one.box is None and common[one.question.kind] == (one.question.answer if one.question.true is None else one.question.true),
        )
        for one in asked
    )


def _worded_right(one: Asked, reading: Reading) -> bool:
    """Without a picture nothing can be pointed at."""
    if one.box is not None:
        return False
    return (reading.true > 0.5) == one.question.true if one.question.true is not None else reading.answer == one.question.answer


def beside(runs: dict[str, dict[str, Score]]) -> str:
    """Runs by kind, each with its 95 % interval, and what share of the first one's right answers each keeps."""
    first, *_ = runs
    rows = [f"{'type':<16}{'n':>6}  " + "".join(f"{name:>26}" for name in runs)]
    for kind, score in runs[first].items():
        cells = (f"{found[kind].share:.3f} ({found[kind].within[0]:.3f} to {found[kind].within[1]:.3f})" for found in runs.values())
        rows.append(f"{kind:<16}{score.of:>6}  " + "".join(f"{cell:>26}" for cell in cells))
    whole = runs[first]["all"].share
    kept = (f"{100 * found['all'].share / whole:.1f} %" if whole else "-" for found in runs.values())
    return "\n".join([*rows, f"{'kept of the first':<24}" + "".join(f"{share:>26}" for share in kept)])


def table(made: dict[str, dict[str, Score]]) -> str:
    names = list(made)
    rows = [f"{'type':<16}{'n':>6}  " + "".join(f"{name:>15}" for name in names) + "   95 % of the model"]
    for kind, score in made["model"].items():
        cells = "".join(f"{made[name][kind].share:>15.3f}" if kind in made[name] else f"{'-':>15}" for name in names)
        rows.append(f"{kind:<16}{score.of:>6}  {cells}   {score.within[0]:.3f} to {score.within[1]:.3f}")
    return "\n".join(rows)
