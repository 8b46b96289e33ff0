"""python -m edge.sparse: magnitude pruning (prune.py) as packed size against accuracy, at once and with training.

The graphs are the shipped kind, dynamic INT8. Unpacked they are as large and as slow as before, however many zeros they hold; both are
measured too, so that it shows.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from edge import artefacts, table
from edge.prune import Magnitude, matrices, packed, zero_smallest, zeros
from edge.recovery import Fused, Lessons, Tell, keep, teach
from models import door
from models.vilbert.commands import MADE_BY, WORK

REACHED = 0.7
"""Of the steps, after which the share of zeros no longer grows."""


@dataclass(frozen=True)
class Sparse:
    judged: table.Judged
    zeros: float
    """Share of all weights of linear layers."""
    packed: int
    """Bytes of the graphs, by gzip."""


def at_once(lessons: Lessons, run: Path, share: float, folder: Path) -> None:
    fused = lessons.read(run)
    for weight in matrices(fused.network, fused.decoder).values():
        zero_smallest(weight, share)
    keep(lessons, fused, folder)


def trained(lessons: Lessons, run: Path, share: float, steps: int, folder: Path, tell: Tell) -> None:
    """By the network as it was."""
    fused, whole = lessons.read(run), lessons.read(run)
    smallest = Magnitude(matrices(fused.network, fused.decoder), share, round(REACHED * steps))
    teach(lessons, fused, folder, steps, whole.network.eval(), tell, smallest)


def measured(lessons: Lessons, runs: dict[str, Path], pictures: int, tell: Tell) -> list[Sparse]:
    """runs: folders of checkpoints, by what they are called; the first is what the others are measured by."""
    rows = [table.Row(label, _graphs(lessons, run), 0, 0) for label, run in runs.items()]
    found = table.judge(rows, pictures, tell)
    fuseds = [lessons.read(run) for run in runs.values()]
    return [Sparse(one, _zeros(fused), packed(_files(one.row.graphs))) for one, fused in zip(found, fuseds, strict=True)]


def _graphs(lessons: Lessons, run: Path) -> Path:
    return artefacts.dynamic(artefacts.plain(lessons, run, run / "fp32"), run / "int8")


def _files(folder: Path) -> list[Path]:
    return [folder / name for name in artefacts.GRAPHS]


def _zeros(fused: Fused) -> float:
    return zeros(matrices(fused.network, fused.decoder))


def markdown(found: Sequence[Sparse]) -> str:
    lines = ["| | zeros % | MB | packed MB | ms | all (95 %) | kept % |", "|---|---|---|---|---|---|---|"]
    for one in found:
        cells = table.cells(one.judged, found[0].judged, [])
        shown = [cells[0], f"{100 * one.zeros:.0f}", cells[3], f"{one.packed / 1e6:.2f}", cells[4], *cells[6:8]]
        lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m edge.sparse", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=WORK, help="folder of table and checkpoints (default: %(default)s)")
    parser.add_argument("--name", default="shipped", help="run in it that is pruned (default: %(default)s)")
    parser.add_argument("--shares", type=shares, default="0.3,0.5,0.7,0.9", help="of zeros, by comma (default: %(default)s)")
    parser.add_argument("--steps", type=int, default=300, help="of training for each share; 0: at once only (default: %(default)s)")
    parser.add_argument(
        "--pictures", type=door.count, default=150, help="simulated pictures that judge, ten questions each (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    with door.sentences(MADE_BY):
        run(options)


def shares(text: str) -> list[float]:
    """The type of --shares; for argparse."""
    try:
        found = [float(share) for share in text.split(",")]
    except ValueError:
        found = []
    if not found or not all(0 < share < 1 for share in found):
        raise argparse.ArgumentTypeError(f"'{text}' must be numbers above 0 and below 1 with commas between")
    return found


def run(options: argparse.Namespace) -> None:
    if options.steps < 0:
        raise ValueError(f"--steps is {options.steps}; it must be 0 or more.")
    torch.set_num_threads(1)
    lessons = Lessons(options.work, np.load(options.work / "table.npy"))
    start, folder = options.work / options.name, options.work / "edge" / "sparse"
    tell: Tell = lambda line: print(line, flush=True)  # noqa: E731
    runs = {"whole": folder / "whole"}
    keep(lessons, lessons.read(start), runs["whole"])
    for share in options.shares:
        runs[f"{share:g} at once"] = folder / f"{share:g}-at-once"
        at_once(lessons, start, share, runs[f"{share:g} at once"])
        if options.steps:
            runs[f"{share:g} trained"] = folder / f"{share:g}-{options.steps}"
            trained(lessons, start, share, options.steps, runs[f"{share:g} trained"], tell)
    told = markdown(measured(lessons, runs, options.pictures, tell))
    (folder / "sparse.md").write_text(told, "utf-8")
    print(told)


if __name__ == "__main__":
    main()
