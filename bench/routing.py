"""Routing: fits the probabilities, and measures what is routed right and what is taken that was not meant.

    python -m bench.routing fit                       # writes assistant/routing/calibration.json from bench/data/routing_dev.tsv
    python -m bench.routing measure [FILE.tsv ...]    # lines of `sentence<TAB>skill`, - for what no skill should take; --wrong shows them

The classifiers learn from the skills' own sentences and the background; the development list only sets how their scores are read.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.routing import calibration
from assistant.routing.decision import Routing
from assistant.routing.meaning import Near, open_meaning
from assistant.routing.normal import normal
from assistant.routing.registry import FALLBACK, load_registry
from assistant.routing.router import Router
from assistant.routing.templates import Wording
from bench.routing_baselines import NOBODY, by_nearest, by_templates
from models import door
from models.vilbert.evaluate import Score

LIST = Path(__file__).parent / "data" / "routing_dev.tsv"
MAY_TAKE = 0.01
"""Share of the sentences for nobody that may be taken: half of what is aimed at, for there is worse than what is on the list."""
MAY_ASK = 0.06
"""Share of them that may be taken or asked about."""
LEAST_ACT = 0.6
"""However few of those on the list would be taken at less: to take what was not meant costs more than to ask."""
LEAST_ASK = 0.15
"""Probability below which asking is a nuisance."""
UNLIKELY = -0.6
"""Nearness below which a sentence is not for a skill, whatever could be read."""
RIDGE = 0.01
STEPS = 50
Judged = tuple[tuple[float, ...], bool]
"""What is known of a sentence and a skill, and whether the skill was meant."""


def labelled(file: Path) -> list[tuple[str, str]]:
    """(sentence, skill) of each line whose skill is installed; # begins a comment, and a line without a tab is for nobody."""
    installed = {NOBODY, *(skill.name for skill in load_registry().skills)}
    lines = (line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    pairs = [(text, skill or NOBODY) for text, _, skill in (line.partition("\t") for line in lines)]
    return [pair for pair in pairs if pair[1] in installed]


def fit(file: Path) -> None:
    pairs = labelled(file)
    meaning: list[Judged] = []
    template: list[Judged] = []
    for known, is_template, right in evidence(pairs):
        (template if is_template else meaning).append((known, right))
    fitted = {"meaning": logistic(meaning), "template": logistic(template)}
    write({**fitted, "act": 0.5, "ask": 0.25})
    best = tops(pairs)
    act, ask = (round(best[int(share * len(best))] + 0.001, 3) for share in (MAY_TAKE, MAY_ASK))
    act = max(act, LEAST_ACT)
    write({**fitted, "act": act, "ask": min(max(ask, LEAST_ASK), act)})
    print(calibration.FILE.read_text("utf-8"), end="")


def evidence(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[float, ...], bool, bool]]:
    """What is known of each sentence and skill where no template decides by itself, whether one fits, and whether the skill was meant."""
    meaning = open_meaning()
    wordings = [one.wording for one in load_registry().loaded if one.wording.sentences]
    skills = [(wording, meaning.learn(wording.skill, (*wording.sentences, *wording.unlike))) for wording in wordings]
    for text, skill in pairs:
        wish = normal(text)
        sensed = meaning.sense(wish)
        for wording, learned in skills:
            if len(wish.split()) > 1 and not wording.forbidden(wish):
                near = wording.as_asked(wish, learned.near(sensed))
                matches = list(wording.grammar.matches(wish))
                if not any(match.strict for match in matches):
                    known = (1.0, near.score) if matches else (1.0, near.score, max(near.intents.values()), missing(wish, wording, near))
                    yield known, bool(matches), wording.skill == skill


def missing(wish: str, wording: Wording, near: Near) -> bool:
    """Only looked for where it may count, as in the router."""
    return near.score > UNLIKELY and bool(wording.meant(wish, near)[2])


def logistic(rows: Sequence[Judged]) -> list[float]:
    """Newton's method; a little ridge keeps it finite."""
    x, y = np.array([row for row, _ in rows]), np.array([right for _, right in rows], float)
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = x.T @ (x * (p * (1 - p))[:, None]) + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, x.T @ (p - y) + RIDGE * weights)
    return [round(float(weight), 3) for weight in weights]


def tops(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """How probable it is at best that each sentence for nobody was meant for a skill, the highest first."""
    router = Router(load_registry())
    return sorted((top(router, text) for text, skill in pairs if skill == NOBODY), reverse=True)


def top(router: Router, text: str) -> float:
    return next((one.score for one in router.route(text).candidates if one.skill != FALLBACK), 0.0)


def write(numbers: dict[str, object]) -> None:
    calibration.FILE.write_text(json.dumps(numbers, indent=2) + "\n", "utf-8")
    calibration.calibration.cache_clear()


def measure(files: Sequence[Path], wrong: bool) -> None:
    begin = time.perf_counter()
    registry = load_registry()
    router = Router(registry)
    print(f"start {time.perf_counter() - begin:.2f} s")
    baselines = {"templates": by_templates(registry), "nearest": by_nearest(registry)}
    for file in files:
        pairs = labelled(file)
        routings, times = routed(router, pairs)
        took = {"router": [one.chosen.skill if one.chosen else NOBODY for one in routings]}
        took |= {name: [engine(text) for text, _ in pairs] for name, engine in baselines.items()}
        print(f"{file.name}: percent (95 % interval)", *table([skill for _, skill in pairs], took), sep="\n")
        p50, p95 = np.percentile(times, (50, 95)) * 1000
        meant = sum(doubted(one) == skill != NOBODY for one, (_, skill) in zip(routings, pairs, strict=True))
        asked = sum(one.doubt is not None for one in routings)
        print(f"asked back {asked} times, {meant} of them about the skill that was meant")
        print(f"{p50:.1f} ms p50, {p95:.1f} ms p95 of processor time")
        for (text, skill), one in zip(pairs, routings, strict=True) if wrong else ():
            if (one.chosen.skill if one.chosen else NOBODY) != skill:
                print(skill, text, [(top.skill, top.intent, top.score, top.method, top.near) for top in one.candidates[:2]], sep="\t")


def routed(router: Router, pairs: Sequence[tuple[str, str]]) -> tuple[list[Routing], list[float]]:
    """The routings, and the processor time of each, s."""
    found, times = [], []
    for text, _ in pairs:
        begin = time.process_time()
        found.append(router.route(text))
        times.append(time.process_time() - begin)
    return found, times


def doubted(routing: Routing) -> str:
    return routing.doubt.skill if routing.doubt else NOBODY


def table(meant: Sequence[str], took: dict[str, list[str]]) -> Iterator[str]:
    """A row a skill: how many of its sentences it got; then all of them, and how much was taken of what is for nobody."""
    yield f"{'':<14}{'n':>5}" + "".join(f"{name:>24}" for name in took)
    skills = sorted(set(meant) - {NOBODY})
    for name, chosen in [*((skill, [skill]) for skill in skills), ("right", skills)]:
        at = [row for row, skill in enumerate(meant) if skill in chosen]
        yield row_of(name, [[skills_taken[row] == meant[row] for row in at] for skills_taken in took.values()])
    at = [row for row, skill in enumerate(meant) if skill == NOBODY]
    yield row_of("taken", [[skills_taken[row] != NOBODY for row in at] for skills_taken in took.values()])


def row_of(name: str, hits: Sequence[Sequence[bool]]) -> str:
    cells = []
    for one in hits:
        score = Score(name, sum(one), len(one))
        low, high = (100 * edge for edge in score.within)
        cells.append(f"{100 * score.share:.1f} ({low:.1f} to {high:.1f})")
    return f"{name:<14}{len(hits[0]):>5}" + "".join(f"{cell:>24}" for cell in cells)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m bench.routing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("fit", "measure"))
    parser.add_argument("files", nargs="*", type=door.file, default=[LIST])
    parser.add_argument("--wrong", action="store_true", help="Show what went wrong.")
    given = parser.parse_intermixed_args()
    fit(given.files[0]) if given.command == "fit" else measure(given.files, given.wrong)
