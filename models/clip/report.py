"""The tables of the model card: the shipped towers on pictures they were not trained on, each beside the class-name baseline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from models.backbone.runtime import names
from models.clip import data
from models.clip.data import Means, Pairs
from models.clip.evaluate import class_names, rank, recall_of
from models.clip.features import Features, stacked
from models.clip.names import Banks, bank, prompted, unit
from models.clip.network import Dimensions
from models.clip.runtime import DualEncoder
from models.clip.train import Plan, train
from models.detector.runtime import Detections

HEAD = """| pictures of | by | pictures | texts | text to image @1 | @10 | image to text @1 | @10 |
|---|---|---|---|---|---|---|---|"""
SCENES, SEED = 500, 90_001
"""Rendered scenes for the test, and the seed that training never has."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Pictures, texts, and which text is right for which picture."""

    name: str
    features: Features
    texts: list[str]
    right: np.ndarray
    """(T, N) bool"""


def shipped(folder: Path, captions: Path | None, made: Means, encoder: DualEncoder) -> str:
    """A table, then how often the labels of labelled photos are named right."""
    trials = [*scenes(made), *labelled(folder, made)]
    trials = [captioned(folder, data.read_lines(captions), made), *trials] if captions else trials
    name_bank = bank(names(), made.encode)
    lines = [HEAD]
    for trial in trials:
        for by, images, texts in sides(trial, encoder, name_bank, made):
            lines.append(f"| {trial.name} | {by} | {recall_of(texts @ images.T, trial.right).row()} |")
    return "\n".join([*lines, "", *(chosen(trial, encoder, name_bank, made) for trial in trials if trial.name == LABELLED)])


def sides(trial: Trial, encoder: DualEncoder, name_bank: np.ndarray, made: Means) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    yield "class names", class_names(trial.features, name_bank), prompted(trial.texts, made.encode)
    yield "dual encoder", vectors(trial.features, encoder), encoder.query(trial.texts)


def vectors(features: Features, encoder: DualEncoder) -> np.ndarray:
    return np.stack([encoder.image_of(features[row]) for row in range(len(features))])


def chosen(trial: Trial, encoder: DualEncoder, name_bank: np.ndarray, made: Means) -> str:
    """Of each picture the best of all labels."""
    shares = [
        f"{by} {(rank(images @ texts.T, trial.right.T) == 0).mean():.1%}" for by, images, texts in sides(trial, encoder, name_bank, made)
    ]
    return f"Zero-shot, {len(trial.features)} photos, one of {len(trial.texts)} labels: {', '.join(shares)}."


def captioned(folder: Path, rows: Sequence[dict], made: Means) -> Trial:
    """rows: {"image", "captions"}"""
    pictures = [made.front(data.read_picture(folder / row["image"])) for row in rows]
    texts = [(number, text) for number, row in enumerate(rows) for text in row["captions"]]
    right = np.array([number for number, _ in texts])[:, None] == np.arange(len(rows))
    return Trial("photos, by captions", stacked(pictures), [text for _, text in texts], right)


LABELLED = "photos, by ImageNet or COCO name"


def labelled(folder: Path, made: Means) -> list[Trial]:
    """The photos whose source file is named after a class of ImageNet or COCO; `index.json` has the sources."""
    index = folder / "index.json"
    if not index.is_file():
        return []
    known = {name.strip().lower() for synonyms in (*names(), *Detections.names) for name in synonyms.split(",")}
    found = {row["file"]: label for row in json.loads(index.read_text("utf-8")) if (label := label_of(row["source"])) in known}
    labels, pictures = sorted(set(found.values())), sorted(found)
    features = stacked([made.front(data.read_picture(folder / picture)) for picture in pictures])
    right = np.array([[found[picture] == label for picture in pictures] for label in labels])
    return [Trial(LABELLED, features, labels, right)]


def label_of(source: str) -> str:
    """`screwDriver2.webp` is a screw driver."""
    stem = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", Path(source).stem)
    return " ".join(re.sub(r"[^A-Za-z]+", " ", stem).lower().split())


def scenes(made: Means) -> Iterator[Trial]:
    """Scenes that say the same are each other's right answers."""
    for split, name in (("train", "rendered scenes"), ("identity", "rendered scenes, styles never seen")):
        pairs = data.scene_pairs(SCENES, split, [], made, SEED)
        texts = sorted({said[0] for said in pairs.texts})
        right = np.array([[said[0] == text for said in pairs.texts] for text in texts])
        yield Trial(name, single(pairs), texts, right)


def single(pairs: Pairs) -> Features:
    """The first view of each picture: the whole."""
    return Features(**{name: part[:, 0] for name, part in pairs.features.arrays().items()})


def crossed(pairs: Sequence[Pairs], classes: Banks, plan: Plan, folds: int, made: Means) -> str:
    """The photos in parts, each judged by a network that was trained on the others and never saw it; means over the parts."""
    photos, *others = pairs
    order = np.random.default_rng(plan.seed).permutation(len(photos))
    found: dict[str, list[tuple]] = {}
    for fold in range(folds):
        test = order[fold::folds]
        network = train([photos[np.setdiff1d(order, test)], *others], classes, plan, Dimensions(), None, lambda step, loss: None)
        for by, shares in judged(photos[test], network, classes):
            found.setdefault(by, []).append(shares)
        made.progress("Training on parts", fold + 1, folds)
    size = f"{len(photos) // folds} | {photos.captions * len(photos) // folds}"
    rows = [
        f"| photos, in {folds} parts | {by} | {size} | {' | '.join(f'{100 * s:.1f}' for s in np.mean(all_, 0))} |"
        for by, all_ in found.items()
    ]
    return "\n".join([HEAD, *rows])


def judged(photos: Pairs, network, classes: Banks) -> Iterator[tuple[str, tuple[float, ...]]]:
    sentences = np.concatenate([rows[: photos.captions] for rows in photos.sentences])
    right = np.repeat(np.arange(len(photos)), photos.captions)[:, None] == np.arange(len(photos))
    features = single(photos)
    with torch.no_grad():
        images = network.image(**{name: torch.from_numpy(part) for name, part in features.arrays().items()}, text=network.text).numpy()
        texts = network.text(torch.from_numpy(sentences)).numpy()
    for by, pictures, said in (("class names", class_names(features, classes.names), unit(sentences)), ("dual encoder", images, texts)):
        found = recall_of(said @ pictures.T, right)
        yield by, (*found.text_to_image, *found.image_to_text)
