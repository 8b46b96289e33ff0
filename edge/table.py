"""What each row of a chain is worth: size, time, accuracy by type; as text, Markdown, JSON and a picture."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from edge import artefacts
from models.chart import Chart, draw
from models.vilbert.data.noise import TRAINED
from models.vilbert.evaluate import Score, answers, is_right, scores
from models.vilbert.runtime import Fusion
from models.vilbert.sets import KINDS, Asked, simulated_set

SEED = 4242
"""Of the questions that judge; no training and no calibration has it."""
TIMED, ROUNDS = 40, 9


@dataclass(frozen=True)
class Row:
    label: str
    graphs: Path
    trainable: int
    total: int
    """With the frozen word table."""


@dataclass(frozen=True)
class Judged:
    row: Row
    scores: Mapping[str, Score]
    seconds: float
    """Of a further question, one thread: the middle of rotated rounds."""
    size: int
    """Bytes."""


def judge(rows: Sequence[Row], pictures: int, tell=print) -> list[Judged]:
    """Rows of the same graphs are judged once."""
    asked = simulated_set(random.Random(SEED), pictures, TRAINED)
    folders = list(dict.fromkeys(row.graphs for row in rows))
    found: dict[Path, Mapping[str, Score]] = {}
    for folder in folders:
        told = ((one.question.kind, bool(is_right(one, reading, tokens))) for one, reading, tokens in answers(Fusion(folder), asked))
        found[folder] = scores(told)
        tell(f"{folder.name}: {found[folder]['all'].share:.3f} of {len(asked)} questions")
    took = times(folders, asked)
    return [Judged(row, found[row.graphs], took[row.graphs], artefacts.size(row.graphs)) for row in rows]


def times(folders: Sequence[Path], asked: Sequence[Asked]) -> dict[Path, float]:
    """Seconds of a further question about a picture; all graphs in turn, question by question, so that load falls on all alike."""
    fusions = {folder: Fusion(folder) for folder in folders}
    took: dict[Path, list[float]] = {folder: [] for folder in folders}
    for one in asked[:TIMED]:
        for folder, fusion in fusions.items():
            seen = fusion.see(one.tokens)
            fusion.read(seen, one.question.text)
            best = min(_timed(fusion, seen, one) for _ in range(ROUNDS))
            took[folder].append(best)
    return {folder: median(values) for folder, values in took.items()}


def _timed(fusion: Fusion, seen, one: Asked) -> float:
    start = time.perf_counter()
    fusion.read(seen, one.question.text)
    return time.perf_counter() - start


# ---- shown


def header(kinds: Sequence[str]) -> list[str]:
    return ["", "trainable M", "total M", "MB", "ms", "times faster", "all (95 %)", "kept %", *kinds]


def cells(judged: Judged, first: Judged, kinds: Sequence[str]) -> list[str]:
    whole, (low, high) = judged.scores["all"], judged.scores["all"].within
    return [
        judged.row.label,
        f"{judged.row.trainable / 1e6:.2f}",
        f"{judged.row.total / 1e6:.2f}",
        f"{judged.size / 1e6:.2f}",
        f"{1000 * judged.seconds:.2f}",
        f"{first.seconds / judged.seconds:.2f}",
        f"{100 * whole.share:.1f} ({100 * low:.1f} to {100 * high:.1f})",
        f"{100 * whole.share / max(1e-9, first.scores['all'].share):.1f}",
        *(f"{100 * judged.scores[kind].share:.1f}" for kind in kinds),
    ]


def markdown(found: Sequence[Judged]) -> str:
    kinds = [kind for kind in KINDS if kind in found[0].scores]
    counts = " ".join(f"{kind} {found[0].scores[kind].of}" for kind in ("all", *kinds))
    lines = [header(kinds), ["---"] * (8 + len(kinds)), *(cells(one, found[0], kinds) for one in found)]
    return f"Questions: {counts}.\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def text(found: Sequence[Judged]) -> str:
    kinds = [kind for kind in KINDS if kind in found[0].scores]
    lines = [header(kinds), *(cells(one, found[0], kinds) for one in found)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(wide) if not place else cell.rjust(wide) for place, (cell, wide) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )


def as_json(found: Sequence[Judged]) -> str:
    told = [
        {
            "label": one.row.label,
            "trainable": one.row.trainable,
            "total": one.row.total,
            "bytes": one.size,
            "seconds": one.seconds,
            "scores": {kind: asdict(score) for kind, score in one.scores.items()},
        }
        for one in found
    ]
    return json.dumps(told, indent=1) + "\n"


def drawn(found: Sequence[Judged], path: Path) -> None:
    """Accuracy by type along the chain as a PNG, a chart each."""
    kinds = ["all", *(kind for kind in KINDS if kind in found[0].scores)]
    draw([Chart(kind, "step of the chain, 0 is the teacher", "% right", _along(found, kind)) for kind in kinds], path, columns=4)


def _along(found: Sequence[Judged], kind: str) -> dict[str, list[tuple[float, float]]]:
    shares = [100 * one.scores[kind].share for one in found]
    return {"teacher": [(place, shares[0]) for place in range(len(shares))], "chain": list(enumerate(shares))}
