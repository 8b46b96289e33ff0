"""A tiny fusion in a folder of checkpoints, and lessons to train it with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from edge.recovery import Fused, Lessons
from models.vilbert.data.lists import means
from models.vilbert.network import Decoder
from models.vilbert.train import Plan, Trainer
from models.vilbert.vocabulary import COLOURS
from tests.models.vilbert import made

torch.set_num_threads(1)  # more of them wait for each other where the machine is busy


def lessons(work: Path) -> Lessons:
    work.mkdir(parents=True, exist_ok=True)
    np.save(work / "table.npy", made.table())
    return Lessons(work, made.table(), pictures=2, questions=3)


def fused(**sizes: int) -> Fused:
    network = made.network(**sizes)
    items = (made.WORDS.names, COLOURS, made.WORDS.answers)
    for key, rows in zip(("name_rows", "colour_rows", "answer_rows"), items, strict=True):
        setattr(network, key, torch.from_numpy(means(made.WORDS, rows, made.table())))
    torch.manual_seed(1)
    return Fused(network, Decoder(network.size).eval(), tuple(range(network.size.width)))


def teacher(work: Path, **sizes: int) -> Lessons:
    """A checkpoint `teacher` in the folder, hardly trained."""
    own, whole = lessons(work), fused(**sizes)
    trainer = Trainer(whole.network.train(), whole.decoder.train(), made.WORDS, Plan(2, half=False), work / "teacher")
    trainer.run(own.batches("test"), tell=lambda line: None)
    return own
