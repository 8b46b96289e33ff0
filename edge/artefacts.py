"""A checkpoint of the fusion as graphs that the run time opens: FP32, dynamic INT8 (for CPUs), QDQ (for TensorRT). Each is a folder."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from edge import quantize as post
from edge.carry import Steps, overrides
from edge.recovery import CHECKPOINT, Lessons
from edge.samples import Feeds, each, recorded
from models.vilbert.data.batches import assemble
from models.vilbert.data.examples import simulated
from models.vilbert.export import export, quantize, read_checkpoint
from models.vilbert.losses import Losses, used_words
from models.vilbert.network import ViLBERT
from models.vilbert.runtime import ARTEFACTS, Fusion
from models.vilbert.ship import facts_of, write
from models.vilbert.tokens import Tokens

GRAPHS = ARTEFACTS[:3]
FACTS = ARTEFACTS[3]
CALIBRATION, PICTURES, QUESTIONS = 31_000, 24, 4
"""Seed of the simulated pictures that calibrate, how many, and questions of each."""


def plain(lessons: Lessons, checkpoint: Path, out: Path) -> Path:
    """FP32. Returns the folder."""
    network, decoder, saved = read_checkpoint(checkpoint / CHECKPOINT, lessons.words, lessons.table)
    out.mkdir(parents=True, exist_ok=True)
    export(network, decoder, used_words(lessons.words), out)
    write(out, facts_of(network, decoder, saved, lessons.words, "fp32"))
    return out


def dynamic(folder: Path, out: Path) -> Path:
    """As the shipped ones are made."""
    out.mkdir(parents=True, exist_ok=True)
    for name in GRAPHS:
        quantize(folder / name, out / name)
    return _described(folder, out, "int8")


def qdq(folder: Path, out: Path, steps: Steps | None = None) -> Path:
    """steps: learned; without them, and for what no training knows, the calibration's."""
    out.mkdir(parents=True, exist_ok=True)
    fed = feeds(folder)
    for name in GRAPHS:
        with TemporaryDirectory() as scratch:
            ready = Path(scratch) / name
            post.ready(folder / name, ready)
            found = post.ranges(ready, post.checked(fed[name]), "minmax")
            post.qdq(ready, out / name, found, overrides=overrides(ready, steps) if steps else None)
    return _described(folder, out, "qdq")


def _described(folder: Path, out: Path, precision: str) -> Path:
    facts = json.loads((folder / FACTS).read_text("utf-8"))
    write(out, {**facts, "precision": precision})
    return out


def feeds(folder: Path) -> dict[str, list[Feeds]]:
    """What each graph reads of simulated pictures."""
    fusion, examples = Fusion(folder), simulated(random.Random(CALIBRATION), PICTURES, QUESTIONS)
    pairs = [(example.tokens, question.text) for example in examples for question in example.questions]
    seen = list(each(recorded(fusion, "_picture", fusion.see, [featured(example.tokens, row) for row, example in enumerate(examples)])))
    asked = list(each(recorded(fusion, "_question", lambda pair: fusion.read(fusion.see(pair[0]), pair[1]), pairs)))
    told = list(each(recorded(fusion, "_captioner", lambda tokens: fusion.caption(fusion.see(tokens)), [pair[0] for pair in pairs[::16]])))
    return dict(zip(GRAPHS, (seen, asked, told[::3]), strict=True))


def featured(tokens: Tokens, seed: int) -> Tokens:
    """With features as wide as a photo's: simulated pictures have none, and a scale for zeros would cut real ones off."""
    values = np.random.default_rng(seed).normal(size=tokens.features.shape)
    return replace(tokens, features=np.abs(values).astype(np.float32))


def size(folder: Path) -> int:
    """Bytes of the graphs."""
    return sum((folder / name).stat().st_size for name in GRAPHS)


def same_answers(lessons: Lessons, network: ViLBERT, folder: Path) -> tuple[int, int]:
    """How many simulated questions the graphs answer as the network does in torch, and of how many."""
    losses, fusion, same, of = Losses(lessons.words), Fusion(folder), 0, 0
    for example in simulated(random.Random(CALIBRATION + 1), PICTURES, QUESTIONS):
        with torch.no_grad():
            _, _, logits = losses.questions(network, assemble([example], lessons.words))
        picture = fusion.see(example.tokens)
        said = [fusion.read(picture, question.text).answer for question in example.questions]
        same += sum(lessons.words.answers[row] == answer for row, answer in zip(logits.argmax(-1).tolist(), said, strict=True))
        of += len(said)
    return same, of
