"""The commands of `python -m models.vilbert` that measure: evaluate, compare, pretrained, report, noise."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from models import door
from models.place import model_dir
from models.vilbert.sets import ALL, SEED

if TYPE_CHECKING:
    from models.vilbert.runtime import Fusion


def add(commands) -> None:
    _evaluate(commands)
    _compare(commands)
    _pretrained(commands)
    _report(commands)
    _noise(commands)


def _evaluate(commands) -> None:
    command = commands.add_parser(
        "evaluate", help="accuracy by type on simulated and rendered pictures and easy-VQA, beside every baseline"
    )
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--weights", type=Path, help="folder of the artefacts (default: the shipped ones)")
    whose.add_argument("--name", help="folder of a run, whose checkpoint is measured as it is, in FP32")
    command.add_argument("--blind", type=Path, help="folder of a network that was trained on questions alone")
    command.add_argument(
        "--pictures", type=door.count, default=150, help="of each set but easy, which is asked whole (default: %(default)s)"
    )
    command.add_argument("--sets", default=",".join(ALL), help="by comma (default: %(default)s)")
    command.set_defaults(run=evaluate)


def evaluate(options: argparse.Namespace) -> None:
    from contextlib import nullcontext

    from models.store import Store
    from models.vilbert import evaluate as judge
    from models.vilbert.frontend import LOOKED, FrontEnd
    from models.vilbert.runtime import Fusion
    from models.vilbert.sets import named_sets

    front, blind = FrontEnd(Store(model_dir()), threshold=LOOKED), Fusion(options.blind) if options.blind else None
    with in_full(options.work, options.name) if options.name else nullcontext(Fusion(options.weights)) as fusion:
        for name, asked in named_sets(options.sets, front, options.work / "drawings", options.pictures):
            print(f"\n{name}\n{judge.table(judge.columns(fusion, asked, blind))}\n{judge.trust(fusion, asked)}", flush=True)


@contextmanager
def in_full(work: Path, name: str) -> Iterator[Fusion]:
    """A run's checkpoint in FP32, calibrated."""
    from models.vilbert.runtime import Fusion
    from models.vilbert.ship import ship

    with TemporaryDirectory() as scratch:
        ship(work / name / "checkpoint.pt", work / "table.npy", Path(scratch), plain=True)
        yield Fusion(Path(scratch))


def _compare(commands) -> None:
    command = commands.add_parser("compare", help="runs beside each other: fusions, or a distilled network, its teacher and its control")
    command.add_argument("runs", nargs="+", help="folders of the runs, the first being what the others are measured by")
    command.add_argument("--pictures", type=door.count, default=150, help="of each set (default: %(default)s)")
    command.set_defaults(run=compare)


def compare(options: argparse.Namespace) -> None:
    from models.vilbert import evaluate as judge
    from models.vilbert.data.noise import TRAINED
    from models.vilbert.sets import simulated_set

    asked = simulated_set(random.Random(SEED), options.pictures, TRAINED)
    found, sizes = {}, []
    for name in options.runs:
        with in_full(options.work, name) as fusion:
            found[name] = judge.scores(
                (one.question.kind, judge.is_right(one, reading, tokens)) for one, reading, tokens in judge.answers(fusion, asked)
            )
            sizes.append(
                f"{name}: {fusion.facts['parameters'] / 1e6:.2f} M parameters, {fusion.facts['steps']} steps, "
                f"{fusion.facts['questions']} questions, {fusion.facts['seconds']} s"
            )
    print("\n".join(sizes))
    print(judge.beside(found))


def _pretrained(commands) -> None:
    command = commands.add_parser("pretrained", help="what each objective of pre-training has taught, with its own picture and another")
    command.add_argument("--name", default="shipped", help="folder of the run (default: %(default)s, of `recover`)")
    command.add_argument("--pictures", type=door.count, default=600, help="simulated ones, a caption each (default: %(default)s)")
    command.set_defaults(run=pretrained)


def pretrained(options: argparse.Namespace) -> None:
    import numpy as np

    from models.vilbert.export import read_checkpoint
    from models.vilbert.pretrained import measured
    from models.vilbert.vocabulary import vocabulary

    words, table = vocabulary(), np.load(options.work / "table.npy")
    network, _, _ = read_checkpoint(options.work / options.name / "checkpoint.pt", words, table)
    print(f"{'right, percent':<18}{'n':>6}{'own':>8}{'another':>10}")
    for name, own, other in measured(network.eval(), words, options.pictures, SEED):
        print(f"{name:<18}{own.of:>6}{100 * own.share:>8.1f}{100 * other.share:>10.1f}", flush=True)


def _report(commands) -> None:
    command = commands.add_parser("report", help="draw every loss and score of a run, as a .png")
    command.add_argument("--name", default="student-s", help="folder of the run")
    command.add_argument("--out", type=Path, default=Path("report.png"))
    command.set_defaults(run=plot)


def plot(options: argparse.Namespace) -> None:
    import json

    from models.chart import Chart, draw
    from models.vilbert.train import HELD

    rows = [json.loads(line) for line in (options.work / options.name / "losses.jsonl").read_text("utf-8").splitlines()]
    names = sorted({name for row in rows for name in row} - {"step", "seen", "seconds", HELD}, key=lambda name: (name != "right", name))
    lines = {name: [(row["step"], row[name]) for row in rows if name in row] for name in (*names, HELD)}
    scores = {told: line for told, line in {"in training": lines["right"], "in held-out wordings": lines[HELD]}.items() if line}
    charts = [Chart("right", "step", "share of answers", scores), *(Chart(name, "step", "loss", {"": lines[name]}) for name in names[1:])]
    draw(charts, options.out, columns=4, size=(330, 240))
    last = rows[-1]
    print(
        f"{len(names)} charts in {options.out}, moving averages over about fifty steps but for the held-out wordings; "
        f"{last['step']} steps, {last['seen']} questions, {last['seconds'] / 60:.0f} minutes."
    )


def _noise(commands) -> None:
    command = commands.add_parser("noise", help="measure the real detector's noise on the annotated photos")
    command.add_argument("--photos", type=Path, required=True, help="folder of the photos")
    command.set_defaults(run=measure_noise)


def measure_noise(options: argparse.Namespace) -> None:
    from models.clip.data import read_picture
    from models.store import Store
    from models.vilbert.data import photos
    from models.vilbert.data.fit import tally
    from models.vilbert.frontend import TRAINED, FrontEnd

    front = FrontEnd(Store(model_dir()), threshold=TRAINED)
    rows = [row for row in photos.read() if (options.photos / row["image"]).exists()]
    if not rows:
        raise ValueError(f"{options.photos} has none of the photos that models/vilbert/data/photos.jsonl names.")
    total = tally((front(read_picture(options.photos / row["image"])), row) for row in rows)
    print(f"{total.things} things of the detector's classes on {total.photos} photos")
    print("\n".join(f"{name:<34}{rate:6.3f}" for name, rate in total.rates().items()))
