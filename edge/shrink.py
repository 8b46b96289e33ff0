"""Importance pruning in rounds, each followed by recovery: cut at once, less would be left to recover from (Molchanov et al. 2017).

A cut reads the loss of SEEN small batches, removes what matters least until so many parameters are left, and makes the matrices smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from edge.cut import WIDTH, cut, empty, named, parts, resized, spelt_out, trainable
from edge.importance import choose, importance
from edge.recovery import Fused, Lessons, Tell, teach
from models.halves import autocast
from models.vilbert.lesson import Lesson
from models.vilbert.losses import Losses
from models.vilbert.network import ViLBERT

SEEN = 16
"""Batches whose losses tell what matters."""


@dataclass(frozen=True)
class Round:
    share: float
    """Of the trainable parameters that all began with."""
    steps: int
    """Of recovery."""


def shrink(lessons: Lessons, fused: Fused, most: int) -> Fused:
    """most: trainable parameters that may be left. Raises ValueError where so few are not possible."""
    network, decoder = fused.network.train(), fused.decoder.train()
    known, base = parts(network, decoder), spelt_out(network, decoder)
    scores = importance(named(network, decoder), known, losses_of(lessons, fused))
    kept = choose(scores, known, lambda counts: trainable(*empty(resized(base, counts))) <= most)
    return Fused(*cut(network, decoder, kept), tuple(fused.channels[place] for place in kept[WIDTH].tolist()))


def losses_of(lessons: Lessons, fused: Fused) -> Iterator[Callable[[], Tensor]]:
    lesson = Lesson(fused.network, fused.decoder, Losses(lessons.words), None)
    batches = lessons.batches("importance")
    for _ in range(SEEN):
        batch = next(batches)

        def loss(batch=batch) -> Tensor:
            with autocast():
                return lesson(batch, True)[0]

        yield loss


def shrunk(
    lessons: Lessons, fused: Fused, rounds: Sequence[Round], whole: int, folder: Path, teacher: ViLBERT | None = None, tell: Tell = print
) -> Fused:
    """
    whole: trainable parameters that all began with
    Each round has a folder of its own, so that what was stopped goes on with the round in which it was.
    """
    for number, each in enumerate(rounds):
        own = folder.with_name(f"{folder.name}-{number}")
        if lessons.steps(own):
            fused = lessons.read(own)
        else:
            fused = shrink(lessons, fused, round(each.share * whole))
            tell(f"{own.name}: {trainable(fused.network, fused.decoder)} trainable parameters, width {fused.network.size.width}")
        fused = teach(lessons, fused, own, each.steps, teacher, tell)
    return fused
