"""Trains the two towers on photos with facts and on rendered scenes: `python -m models.clip train --photos DIR`.

Every step draws a view and a true text of each picture from a generator of its own number, so that an interrupted training goes on
exactly as it would have. The text's projection is held near its beginning: few captions must not bend what MiniLM knows of all words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models import checkpoints
from models.clip.data import Pairs
from models.clip.names import Banks
from models.clip.network import Dimensions, DualEncoder
from models.clip.objective import contrastive

Report = Callable[[int, float], None]
"""Step and loss."""


@dataclass(frozen=True)
class Plan:
    steps: int = 300
    batch: int = 256
    """Pictures of each source a step, at most."""
    rate: float = 5e-4
    text_rate: float = 1.5e-4
    decay: float = 0.05
    hold: float = 10.0
    """Weight of the squared distance of the text's projection from its beginning."""
    captions: float = 0.5
    """How often the text is a whole caption."""
    also_true: float = 0.9
    """Cosine to one of a picture's texts from which another text is taken to be true of it."""
    seed: int = 0
    saved_every: int = 100
    """Steps."""


def train(pairs: Sequence[Pairs], banks: Banks, plan: Plan, dims: Dimensions, checkpoint: Path | None, report: Report) -> DualEncoder:
    """
    pairs:      the sources, of each of which every step sees a part
    checkpoint: where to save and to go on from; None to do neither
    """
    torch.manual_seed(plan.seed)
    network = beginning(pairs, banks, dims)
    training = Training(network, plan)
    step = training.resume(checkpoint)
    while step < plan.steps:
        report(step, training.step(step, pairs))
        step += 1
        if checkpoint and (step % plan.saved_every == 0 or step == plan.steps):
            training.save(checkpoint, step)
    return network.eval()


def beginning(pairs: Sequence[Pairs], banks: Banks, dims: Dimensions) -> DualEncoder:
    """Untrained: ConSE in the space of the names and of all texts."""
    network = DualEncoder(dims, banks)
    network.begin_with(torch.cat([torch.from_numpy(rows) for source in pairs for rows in source.sentences]))
    torch.nn.init.normal_(network.image.outer.weight, std=0.002)
    return network


class Training:
    def __init__(self, network: DualEncoder, plan: Plan) -> None:
        self.network, self.plan = network, plan
        self._start = network.text.project.weight.detach().clone()
        image = {"params": list(network.image.parameters()), "lr": plan.rate, "weight_decay": plan.decay}
        text = {"params": [network.text.project.weight, network.scale], "lr": plan.text_rate, "weight_decay": 0.0}
        self._optimizer = torch.optim.AdamW([image, text])
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(self._optimizer, [plan.rate, plan.text_rate], total_steps=plan.steps)

    def step(self, number: int, pairs: Sequence[Pairs]) -> float:
        rng = np.random.default_rng((self.plan.seed, number))
        torch.manual_seed(self.plan.seed * 1_000_003 + number)
        given, sentences, same = joined([self._drawn(source, rng) for source in pairs], self.plan.also_true)
        self.network.train()
        image, text, scale = self.network(**given, sentence=sentences)
        loss = contrastive(image, text, scale, same) + self.plan.hold * self._bent()
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()
        self._schedule.step()
        return loss.item()

    def _drawn(self, source: Pairs, rng: np.random.Generator) -> Drawn:
        rows = rng.permutation(len(source))[: self.plan.batch]
        seen = rng.integers(source.features.names.shape[1], size=len(rows))
        given = {name: torch.from_numpy(part[rows, seen]) for name, part in source.features.arrays().items()}
        texts = [torch.from_numpy(source.sentences[row]) for row in rows]
        said = [rng.integers(source.captions if rng.random() < self.plan.captions else len(text)) for text in texts]
        return Drawn(given, texts, torch.stack([text[number] for text, number in zip(texts, said, strict=True)]))

    def _bent(self) -> Tensor:
        return ((self.network.text.project.weight - self._start) ** 2).sum() / len(self._start)

    def save(self, file: Path, step: int) -> None:
        parts: dict[str, Any] = {"network": self.network, "optimizer": self._optimizer, "schedule": self._schedule}
        state = {name: part.state_dict() for name, part in parts.items()}
        checkpoints.write({**state, "start": self._start, "step": step, "plan": asdict(self.plan)}, file)

    def resume(self, file: Path | None) -> int:
        """The step to go on with: 0 where there is no checkpoint, or one of another plan."""
        if file is None or not file.is_file():
            return 0
        saved = checkpoints.read(file, ("network", "optimizer", "schedule", "start", "step", "plan"))
        if saved["plan"] != asdict(self.plan):
            return 0
        for name, part in (("network", self.network), ("optimizer", self._optimizer), ("schedule", self._schedule)):
            part.load_state_dict(saved[name])
        self._start = saved["start"]
        return saved["step"]


@dataclass(frozen=True, eq=False)
class Drawn:
    """A part of a source for one step."""

    given: dict[str, Tensor]
    texts: list[Tensor]
    """All that is true of each picture: (texts, S)."""
    chosen: Tensor
    """(B, S)"""


def joined(parts: Sequence[Drawn], also_true: float) -> tuple[dict[str, Tensor], Tensor, Tensor]:
    """The batch: what the image tower is given, the sentences (B, S), and (B, B) which texts are also true of which pictures."""
    given = {name: torch.cat([part.given[name] for part in parts]) for name in parts[0].given}
    chosen = torch.cat([part.chosen for part in parts])
    texts = [text for part in parts for text in part.texts]
    owner = torch.repeat_interleave(torch.arange(len(texts)), torch.tensor([len(text) for text in texts]))
    near = torch.cat(texts) @ chosen.T
    best = torch.full((len(texts), len(chosen)), -1.0).scatter_reduce(0, owner[:, None].expand_as(near), near, "amax")
    return given, chosen, best > also_true
