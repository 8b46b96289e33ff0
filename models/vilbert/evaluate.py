"""Answers by type on simulated and rendered pictures and on easy-VQA, as the shipped INT8 graphs give them.

Beside each: the commonest answer, a network trained on the question alone, the same network before a blank and before another picture,
and the ceiling, which is the question's own program executed on the same detections. Of simulated pictures also what there is to know:
that program executed on what was found, as it truly is, under the detector's names for it. Who reads these tokens can only guess what was
overlooked or is called something else; the model is scored once more on the rest.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.detector.runtime import HIT
from models.vilbert.calibrate import calibration_error, coverage
from models.vilbert.data.execute import execute, observed
from models.vilbert.data.noise import TRAINED
from models.vilbert.data.world import WHO, What, centre, overlap
from models.vilbert.pointing import pointed
from models.vilbert.runtime import Fusion, Reading
from models.vilbert.sets import Asked, simulated_set
from models.vilbert.tokens import Tokens, empty

TWICE = 300
"""Seed of the questions that are put to two networks."""


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
        return max(0.0, (middle - spread) / (1 + z * z / n)), min(1.0, (middle + spread) / (1 + z * z / n))


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


def agreeing(one: Fusion, other: Fusion, pictures: int) -> tuple[int, int]:
    """How many questions about so many simulated pictures both answer alike, and of how many."""
    asked = simulated_set(random.Random(TWICE), pictures, TRAINED)
    pairs = zip(answers(one, asked), answers(other, asked), strict=True)
    return sum(first.answer == second.answer for (_, first, _), (_, second, _) in pairs), len(asked)


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


def knowable(one: Asked) -> bool | None:
    """Whether what was found tells the answer; None where that is not known."""
    if one.known is None or not one.question.program:
        return None
    said = execute(one.question.program, one.known)
    if one.question.true is not None:
        return said == one.question.true
    if one.box is not None:
        return said is not None and one.known.things[said].box == one.box
    return said == one.question.answer


def type_of(one: Asked) -> str:
    """The question's type; apart is what is asked of men, women and children, whom no class of the detector tells from each other."""
    nouns = {part.noun for part in one.question.program if isinstance(part, What)}
    return "who" if nouns & WHO else one.question.kind


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
        told[type_of(one)][one.question.answer if one.question.true is None else one.question.true] += 1
    return {kind: counts.most_common(1)[0][0] for kind, counts in told.items()}


def scores(pairs: Iterable[tuple[str, bool]]) -> dict[str, Score]:
    """By kind, in the order in which they come; `all` is the last."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for kind, hit in pairs:
        for name in (kind, "all"):
            right[name] += hit
            total[name] += 1
    return {kind: Score(kind, right[kind], total[kind]) for kind in sorted(total, key="all".__eq__)}


def columns(fusion: Fusion, asked: Sequence[Asked], blind: Fusion | None = None) -> dict[str, dict[str, Score]]:
    """The model and what it must be compared with, by kind."""
    blank, others = empty(1), random.Random(0)
    pictures = [one.tokens for one in asked]
    told = [(one, is_right(one, reading, tokens)) for one, reading, tokens in answers(fusion, asked)]
    made = {
        "model": scores((type_of(one), hit) for one, hit in told),
        "ceiling": scores((type_of(one), hit) for one in asked if (hit := ceiling_is_right(one)) is not None),
        "majority": _guessed(asked),
        "blank picture": scores((type_of(one), _worded_right(one, reading)) for one, reading, _ in answers(fusion, asked, lambda _: blank)),
    }
    if any(tokens is not pictures[0] for tokens in pictures):
        swapped = answers(fusion, asked, lambda one: another(others, one.tokens, pictures))
        made["other picture"] = scores((type_of(one), is_right(one, reading, tokens)) for one, reading, tokens in swapped)
    if any(one.known for one in asked):
        made["knowable"] = scores((type_of(one), known) for one in asked if (known := knowable(one)) is not None)
        made["model of those"] = scores((type_of(one), hit) for one, hit in told if knowable(one))
    if blind is not None:
        made["question only"] = scores(
            (type_of(one), _worded_right(one, reading)) for one, reading, _ in answers(blind, asked, lambda _: blank)
        )
    return made


def another(rng: random.Random, own: Tokens, pictures: Sequence[Tokens]) -> Tokens:
    """One by lot; where the lot falls on the question's own, the next that is another. There must be one."""
    drawn = rng.randrange(len(pictures))
    return next(tokens for tokens in (*pictures[drawn:], *pictures[:drawn]) if tokens is not own)


def _guessed(asked: Sequence[Asked]) -> dict[str, Score]:
    common = majority(asked)
    return scores(
        (
            type_of(one),
            one.box is None and common[type_of(one)] == (one.question.answer if one.question.true is None else one.question.true),
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
    rows = [f"{'type':<16}{'n':>6}  " + "".join(f"{name:>17}" for name in names) + "   95 % of the model"]
    for kind, score in made["model"].items():
        cells = "".join(f"{made[name][kind].share:>17.3f}" if kind in made[name] else f"{'-':>17}" for name in names)
        rows.append(f"{kind:<16}{score.of:>6}  {cells}   {score.within[0]:.3f} to {score.within[1]:.3f}")
    return "\n".join(rows)
