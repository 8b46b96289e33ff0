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
from assistant.routing.meaning import Near, open_meaning
from assistant.routing.normal import normal
from assistant.routing.registry import load_registry
from assistant.routing.router import FALLBACK, Router
from assistant.routing.templates import Wording

LIST = Path(__file__).parent / "data" / "routing_dev.tsv"
NOBODY = "-"
MAY_TAKE = 0.02
"""Share of the sentences for nobody that may be taken."""
MAY_ASK = 0.06
"""Share of them that may be taken or asked about."""
LEAST_ASK = 0.15
"""Probability below which asking is a nuisance."""
UNLIKELY = -0.6
"""Nearness below which a sentence is not for a skill, whatever could be read."""
RIDGE = 0.01
STEPS = 50


def labelled(file: Path) -> list[tuple[str, str]]:
    """(sentence, skill) of each line whose skill is installed; # begins a comment, and a line without a tab is for nobody."""
    installed = {NOBODY, *(skill.name for skill in load_registry().skills)}
    lines = (line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    pairs = [(text, skill or NOBODY) for text, _, skill in (line.partition("\t") for line in lines)]
    return [pair for pair in pairs if pair[1] in installed]


def fit(file: Path) -> None:
    pairs = labelled(file)
    meaning, template = [], []
    for known, is_template, right in evidence(pairs):
        (template if is_template else meaning).append((known, right))
    fitted = {"meaning": logistic(meaning), "template": logistic(template)}
    write({**fitted, "act": 0.5, "ask": 0.25})
    act, ask = (threshold(pairs, share) for share in (MAY_TAKE, MAY_ASK))
    write({**fitted, "act": act, "ask": min(max(ask, LEAST_ASK), act)})
    print(calibration.FILE.read_text("utf-8"), end="")
    measure([file], wrong=False)


def evidence(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[float, ...], bool, bool]]:
    """What is known of each sentence and skill where no template decides by itself, whether one fits, and whether the skill was meant."""
    meaning = open_meaning()
    wordings = [one.wording for one in load_registry().loaded if one.wording.sentences]
    skills = [(wording, meaning.learn(wording.skill, wording.sentences)) for wording in wordings]
    for text, skill in pairs:
        wish = normal(text)
        sensed = meaning.sense(wish)
        for wording, learned in skills:
            if len(wish.split()) > 1 and not wording.forbidden(wish):
                near = learned.near(sensed)
                matches = list(wording.grammar.matches(wish))
                if not any(match.strict for match in matches):
                    known = (1.0, near.score) if matches else (1.0, near.score, max(near.intents.values()), missing(wish, wording, near))
                    yield known, bool(matches), wording.skill == skill


def missing(wish: str, wording: Wording, near: Near) -> bool:
    """Only looked for where it may count, as in the router."""
    return near.score > UNLIKELY and bool(wording.meant(wish, near)[2])


def logistic(rows: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """Newton's method; a little ridge keeps it finite."""
    x, y = np.array([row for row, _ in rows]), np.array([right for _, right in rows], float)
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = x.T @ (x * (p * (1 - p))[:, None]) + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, x.T @ (p - y) + RIDGE * weights)
    return [round(float(weight), 3) for weight in weights]


def threshold(pairs: Sequence[tuple[str, str]], share: float) -> float:
    """The least probability that takes no more than this share of what is for nobody."""
    router = Router(load_registry())
    best = sorted((top(router, text) for text, skill in pairs if skill == NOBODY), reverse=True)
    return round(best[int(share * len(best))] + 0.001, 3)


def top(router: Router, text: str) -> float:
    return next((one.score for one in router.route(text).candidates if one.skill != FALLBACK), 0.0)


def write(numbers: dict[str, object]) -> None:
    calibration.FILE.write_text(json.dumps(numbers, indent=2) + "\n", "utf-8")
    calibration.calibration.cache_clear()


def measure(files: Sequence[Path], wrong: bool) -> None:
    begin = time.perf_counter()
    router = Router(load_registry())
    print(f"start {time.perf_counter() - begin:.2f} s")
    for file in files:
        pairs, times, mistakes, asked = labelled(file), [], [], 0
        for text, skill in pairs:
            begin = time.perf_counter()
            routing = router.route(text)
            times.append(time.perf_counter() - begin)
            asked += routing.doubt is not None
            took = routing.chosen.skill if routing.chosen else NOBODY
            if took != skill:
                mistakes.append((skill, took, text, [(one.skill, one.intent, one.score, one.method) for one in routing.candidates[:2]]))
        report(file.name, pairs, mistakes, asked, times)
        for mistake in mistakes if wrong else ():
            print(*mistake, sep="\t")


def report(name: str, pairs: Sequence[tuple[str, str]], mistakes: Sequence[tuple], asked: int, times: Sequence[float]) -> None:
    nobody = sum(skill == NOBODY for _, skill in pairs)
    taken = sum(mistake[0] == NOBODY for mistake in mistakes)
    meant = len(pairs) - nobody
    right = meant - (len(mistakes) - taken)
    p50, p95 = np.percentile(times, (50, 95)) * 1000
    for what, count, of in (("right", right, meant), ("taken", taken, nobody)):
        print(f"{name}: {what} {count}/{of} ({100 * count / max(1, of):.1f} %)")
    print(f"asked back {asked} times; {p50:.1f} ms p50, {p95:.1f} ms p95")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("fit", "measure"))
    parser.add_argument("files", nargs="*", type=Path, default=[LIST])
    parser.add_argument("--wrong", action="store_true", help="Show what went wrong.")
    given = parser.parse_intermixed_args()
    fit(given.files[0]) if given.command == "fit" else measure(given.files, given.wrong)
