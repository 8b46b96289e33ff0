"""`python -m models.clip train|apart|evaluate|cross --photos DIR`: from photos with facts to shipped weights, and what they are worth.

apart trains towers that each leave a part of the photos out; the fusion learns from those what tags are worth on photos never seen.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from rich.progress import Progress as Bars
from rich.progress import TaskID

from models import door
from models.clip import data, report
from models.clip.data import Means, Pairs
from models.clip.export import build_image, export, tag_vectors
from models.clip.features import FrontEnd
from models.clip.names import banks
from models.clip.network import Dimensions
from models.clip.runtime import DualEncoder
from models.clip.tags import APART_TOWERS
from models.clip.train import Plan, train
from models.minilm.runtime import SentenceEncoder
from models.place import model_dir
from models.store import Store

HERE = Path(__file__).parents[1]
FACTS = HERE / "vilbert" / "data" / "photos.jsonl"
APART = sorted((HERE.parent / "bench" / "data").glob("dev_*.jsonl"))
BACKGROUNDS = 60
CHECKED = 500
"""Vectors on which INT8 is compared."""


def main(arguments: list[str] | None = None) -> None:
    options = parsed(arguments)
    with door.sentences({}), means(options) as made:
        COMMANDS[options.command](options, made)


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m models.clip", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--photos", type=Path, required=True, help="folder of the photos that the facts are about")
    parser.add_argument(
        "--facts", type=Path, default=FACTS, help='JSON lines: what is true of each photo to train on, at least {"image", "captions": [..]}'
    )
    parser.add_argument("--apart", type=Path, nargs="*", default=APART, help="JSON lines whose photos must never be trained on")
    parser.add_argument("--captions", type=Path, help="evaluate: JSON lines with captions of photos")
    parser.add_argument("--scenes", type=int, default=6000, help="rendered scenes to train on")
    parser.add_argument("--steps", type=door.count, default=Plan.steps, help="(default: %(default)s)")
    parser.add_argument("--out", type=Path, help="train: folder for the artefacts (default: artefacts in --work)")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--folds", type=door.count, default=5, help="cross and apart: parts into which the photos are divided")
    parser.add_argument("--models", type=Path, default=model_dir(), help="folder of the prepared models")
    parser.add_argument(
        "--work", type=Path, default=user_cache_path("owlish") / "train" / "clip", help="folder of what is kept between runs"
    )
    return parser.parse_args(arguments)


@contextmanager
def means(options: argparse.Namespace) -> Iterator[Means]:
    store = Store(options.models)
    with Bars() as bars:
        tasks: dict[str, TaskID] = {}

        def progress(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total)
            bars.update(tasks[label], completed=done)

        yield Means(FrontEnd(store), SentenceEncoder(store.get("all-minilm-l6-v2")), options.work, progress)


def sources(options: argparse.Namespace, made: Means) -> list[Pairs]:
    """The photos, then the scenes."""
    facts = data.facts_of(options.facts, options.apart)
    photos = data.photo_pairs(options.photos, facts, made, options.seed)
    if not options.scenes:
        return [photos]
    backgrounds = [data.read_picture(options.photos / fact["image"]) for fact in facts[:BACKGROUNDS]]
    return [photos, data.scene_pairs(options.scenes, "train", backgrounds, made, options.seed)]


def train_and_export(options: argparse.Namespace, made: Means) -> None:
    pairs, plan = sources(options, made), plan_of(options)
    show = lambda step, loss: made.progress("Training", step + 1, plan.steps)  # noqa: E731
    network = train(pairs, banks(made.encode), plan, Dimensions(), options.work / "checkpoint.pt", show)
    sentences = np.concatenate(pairs[0].sentences)[:CHECKED]
    out = options.out or options.work / "artefacts"
    out.mkdir(parents=True, exist_ok=True)
    print(json.dumps(export(network, report.single(pairs[0]).arrays(), sentences, tag_vectors(network, made.encode), out)))


def cross(options: argparse.Namespace, made: Means) -> None:
    print(report.crossed(sources(options, made), banks(made.encode), plan_of(options), options.folds, made))


def apart(options: argparse.Namespace, made: Means) -> None:
    """Image towers that have not seen the photos they speak of: what the fusion is trained with."""
    facts = data.facts_of(options.facts, options.apart)
    folder, of = options.work / APART_TOWERS, np.arange(len(facts)) % options.folds
    folder.mkdir(parents=True, exist_ok=True)
    (photos, *others), classes = sources(options, made), banks(made.encode)
    for fold in range(options.folds):
        seen = [photos[np.flatnonzero(of != fold)], *others]
        network = train(seen, classes, plan_of(options), Dimensions(), None, lambda step, loss: None)
        build_image(network, tag_vectors(network, made.encode), folder / f"{fold}.onnx")
        made.progress("Training without a part", fold + 1, options.folds)
    told = {fact["image"]: int(fold) for fact, fold in zip(facts, of, strict=True)}
    (folder / "folds.json").write_text(json.dumps(told) + "\n", "utf-8")


def evaluate(options: argparse.Namespace, made: Means) -> None:
    print(report.shipped(options.photos, options.captions, made, DualEncoder(Store(options.models))))


def plan_of(options: argparse.Namespace) -> Plan:
    return Plan(steps=options.steps, seed=options.seed)


COMMANDS = {"train": train_and_export, "apart": apart, "cross": cross, "evaluate": evaluate}

if __name__ == "__main__":
    main()
