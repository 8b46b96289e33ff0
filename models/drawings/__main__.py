"""The detector of drawn things, and what names its finds from near: fetch, train, export, names, evaluate."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from rich.progress import Progress as Bars
from rich.progress import TaskID

from models import door, registry, weights
from models.backbone.runtime import Backbone
from models.drawings import easy, evaluate, sources
from models.drawings.closely import NAMER, Closely
from models.drawings.data import Pool, load_photos
from models.drawings.runtime import Drawings
from models.drawings.scenes import SPLITS
from models.place import model_dir
from models.store import Store

BACKBONE = "efficientnet-lite0"
HELD = 2000
"""Pieces of which the names from near learn nothing."""


def main(arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    with door.sentences({"drawings.pt": "train that run first: python -m models.drawings train --run NAME"}):
        {"fetch": fetch, "train": train, "export": export, "names": names, "evaluate": measure}[options.command](options)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m models.drawings", description=__doc__)
    kept = "folder of pictures and checkpoints (default: %(default)s)"
    top.add_argument("--work", type=Path, default=sources.default_folder(), help=kept)
    commands = top.add_subparsers(required=True, dest="command")
    commands.add_parser("fetch", help="fetch the packages and draw the pictures")
    learn = commands.add_parser("train", help="train, or go on where the last run stopped")
    learn.add_argument("--steps", type=door.count, default=3000, help="(default: %(default)s)")
    learn.add_argument("--seed", type=int, default=1)
    learn.add_argument("--run", default="run", help="name of the run, a folder below --work")
    learn.add_argument("--begin", help="what a new run begins with: the averaged weights of another run, or `shipped`")
    learn.add_argument("--rate", type=float, help="of learning, at its highest (default: the recipe's)")
    learn.add_argument("--photos", type=Path, help="folder of .jpg photos that hold nothing drawn: backgrounds and counter-examples")
    judge = commands.add_parser("evaluate", help="measure the shipped weights")
    judge.add_argument("--run", help="measure the checkpoint of this run instead, with the shipped names from near")
    judge.add_argument("--scenes", type=door.count, default=500, help="of each split")
    judge.add_argument("--photos", type=Path, help="folder of .jpg photos in which nothing must be found")
    judge.add_argument("--backgrounds", type=Path, help="folder of .jpg photos to render scenes on")
    ship = commands.add_parser("export", help="write the run's weights to models/weights")
    ship.add_argument("--run", default="run")
    ship.add_argument("--photos", type=Path)
    near = commands.add_parser("names", help="train the names from near and write them to models/weights")
    near.add_argument("--pieces", type=door.count, default=100_000)
    near.add_argument("--seed", type=int, default=1)
    near.add_argument("--photos", type=Path, help="folder of .jpg photos: backgrounds")
    return top


def fetch(options: argparse.Namespace) -> None:
    with Bars() as bars:
        tasks: dict[str, TaskID] = {}

        def progress(label: str, done: float) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=1.0)
            bars.update(tasks[label], completed=done)

        sources.prepare(options.work, progress)
        easy.load("train", options.work, progress)


def train(options: argparse.Namespace) -> None:
    from models.drawings.train import Recipe, Training, shipped, trained

    pool = Pool(load_photos(options.photos), easy.load("train", options.work), options.work)
    recipe = Recipe(steps=options.steps, seed=options.seed, rate=Recipe.rate if options.rate is None else options.rate)
    training = Training(recipe, pool, options.work / options.run)
    if options.begin:
        training.begin_with(shipped(pool) if options.begin == "shipped" else trained(options.work / options.begin))
    with Bars() as bars:
        task = bars.add_task("Training", total=options.steps, completed=training.step)

        def report(step: int, measured: dict[str, float]) -> None:
            bars.update(task, completed=step)
            bars.print(f"step {step}  " + "  ".join(f"{name} {value:.3f}" for name, value in measured.items()))

        training.run(50, report)


def measure(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        detect = _detector(_graph(options, Path(scratch)))
    backgrounds = load_photos(options.backgrounds)
    for split in SPLITS:
        table(f"rendered scenes, {split}", evaluate.on_scenes(detect, split, options.scenes, backgrounds, options.work))
    table("easy-VQA, test", evaluate.on_easy(detect, easy.load("test", options.work)))
    if options.photos:
        table("photos", evaluate.on_photos(detect, load_photos(options.photos)))


def table(title: str, scores: evaluate.Scores) -> None:
    print(title)
    for name, score in scores.items():
        print(f"  {name:22} {score}")


def export(options: argparse.Namespace) -> None:
    from models.drawings.export import export as ship
    from models.drawings.train import trained

    print(ship(trained(options.work / options.run), load_photos(options.photos), options.work))


def names(options: argparse.Namespace) -> None:
    from models.drawings.naming import called, fitted, gathered
    from models.drawings.naming import export as ship

    photos, store = load_photos(options.photos), _store()
    backbone, version = Backbone(store.get(BACKBONE)), store.fingerprint(registry.find(BACKBONE))
    with Bars() as bars:
        task = bars.add_task("Looking", total=options.pieces)
        features, named = gathered(
            options.pieces, options.seed, backbone, version, photos, options.work, lambda done: bars.update(task, completed=done)
        )
    learned, apart = slice(0, -HELD), slice(-HELD, None)
    agreed, of = ship(*fitted(features[learned], named[learned], options.seed), features[apart])
    right = np.mean(np.array(called(weights.verified(NAMER), features[apart])) == named[apart])
    print(f"{len(named[learned])} pieces; of {of} others {100 * right:.1f} % are named right, {agreed} by INT8 as by FP32")


def _graph(options: argparse.Namespace, scratch: Path) -> Path | None:
    """The FP32 graph of the run, or None for the shipped one."""
    if not options.run:
        return None
    from models.drawings.export import write
    from models.drawings.train import trained

    write(trained(options.work / options.run), scratch / "drawings.onnx")
    return scratch / "drawings.onnx"


def _detector(graph: Path | None) -> evaluate.Detect:
    """As the assistant looks: found, then named from near."""
    return Closely(Drawings(graph), Backbone(_store().get(BACKBONE)))


def _store() -> Store:
    return Store(model_dir())


if __name__ == "__main__":
    main()
