"""Training after a step of the chain: by a teacher (models/vilbert/distil.py) or by labels alone; goes on where it was stopped.

The loop, losses and data are those of `python -m models.vilbert train`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models import checkpoints
from models.vilbert.data.batches import Batch
from models.vilbert.data.mixture import sources
from models.vilbert.data.sources import mixed
from models.vilbert.distil import Distillation
from models.vilbert.export import read_checkpoint
from models.vilbert.network import Decoder, ViLBERT
from models.vilbert.train import Plan, Trainer
from models.vilbert.vocabulary import Vocabulary, vocabulary

Tell = Callable[[str], None]
CHANNELS = "channels.json"
"""Beside a checkpoint: which of the first network's width is left."""
CHECKPOINT, COMPANION = "checkpoint.pt", "companion.pt"


@dataclass(frozen=True)
class Fused:
    """A fusion with its caption decoder."""

    network: ViLBERT
    decoder: Decoder
    channels: tuple[int, ...]
    """Of the width of the network that all began with, those that are left."""


@dataclass(frozen=True)
class Lessons:
    """What all training of a chain has in common."""

    work: Path
    table: np.ndarray
    pictures: int = 8
    """Of a step."""
    questions: int = 12
    """Of a picture."""
    rate: float = 1e-3
    """The highest."""
    seed: int = 0

    @property
    def words(self) -> Vocabulary:
        return vocabulary()

    def batches(self, purpose: str, first: int = 0) -> Iterator[Batch]:
        """From the step with this number on; each purpose reads pictures of its own, the same with a teacher and without."""
        rng = random.Random(f"{self.seed}/{purpose}/{first}")
        return mixed(rng, self.words, sources(self.work), self.pictures, self.questions)

    def read(self, folder: Path) -> Fused:
        network, decoder, _ = read_checkpoint(folder / CHECKPOINT, self.words, self.table)
        known = folder / CHANNELS
        channels = json.loads(known.read_text("utf-8")) if known.exists() else range(network.size.width)
        return Fused(network, decoder, tuple(channels))

    def steps(self, folder: Path) -> int:
        """That a folder's checkpoint has behind it; 0 where there is none."""
        path = folder / CHECKPOINT
        return checkpoints.read(path, ("step",))["step"] if path.exists() else 0


def keep(lessons: Lessons, fused: Fused, folder: Path) -> None:
    """As a run that has not begun to train."""
    Trainer(fused.network, fused.decoder, lessons.words, Plan(0), folder).save()
    (folder / CHANNELS).write_text(json.dumps(fused.channels), "utf-8")


class Companion(nn.Module):
    """What goes along with training: numbers of its own that are trained too, and what it does after each step."""

    def after(self, step: int) -> None:
        """step: how many have been made."""


def teach(
    lessons: Lessons,
    fused: Fused,
    folder: Path,
    steps: int,
    teacher: ViLBERT | None = None,
    tell: Tell = print,
    companion: Companion | None = None,
) -> Fused:
    """
    teacher: of the width that the channels belong to; None: by labels alone
    Trains in place, keeps checkpoints in the folder, and goes on from the one that is there.
    """
    plan = Plan(steps, lessons.rate, warm_up=max(1, min(100, steps // 10)), seed=lessons.seed, save_every=max(1, min(250, steps // 4)))
    trainer = Trainer(fused.network.train(), fused.decoder.train(), lessons.words, plan, folder, lesson_of(teacher, fused, lessons))
    if companion is not None:
        _go_along(companion, trainer)
    trainer.resume()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CHANNELS).write_text(json.dumps(fused.channels), "utf-8")
    if trainer.state.step < steps:
        batches = lessons.batches(folder.name, trainer.state.step)
        trainer.run(batches, tell=lambda line: tell(f"{folder.name}: {line}"), every=max(1, min(100, steps // 5)))
    return fused


def _go_along(companion: Companion, trainer: Trainer) -> None:
    own, path = list(companion.parameters()), trainer.folder / COMPANION
    if own:
        trainer.state.optimizer.add_param_group({"params": own, "weight_decay": 0.0})
    if path.exists():
        companion.load_state_dict(checkpoints.read(path, companion.state_dict()))

    def after(*_: object) -> None:
        step = trainer.state.step + 1
        companion.after(step)
        if step % trainer.plan.save_every == 0 or step == trainer.plan.steps:
            checkpoints.write(companion.state_dict(), path)

    trainer.state.optimizer.register_step_post_hook(after)


def lesson_of(teacher: ViLBERT | None, fused: Fused, lessons: Lessons) -> Distillation | None:
    if teacher is None:
        return None
    words = lessons.words
    return Distillation(teacher, fused.network, torch.tensor(words.of_names), torch.tensor(words.of_colours), fused.channels)
