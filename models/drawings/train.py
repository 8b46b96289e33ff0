"""Trains the detector of drawn things: seeded, resumable, with a weight average that is what gets shipped."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models import checkpoints, weights
from models.drawings.data import Pool
from models.drawings.network import DrawingNet
from models.drawings.objective import losses, targets
from models.drawings.recover import recover
from models.drawings.runtime import ARTEFACT, preprocess
from models.halves import autocast

CHECKPOINT, LOG = "drawings.pt", "drawings.jsonl"
KEPT = ("step", "network", "averaged", "optimizer")
"""What a checkpoint must have."""


@dataclass(frozen=True)
class Recipe:
    steps: int = 3000
    batch: int = 48
    fresh: int = 14
    """Newly made pictures of each batch; the rest are seen again."""
    rate: float = 2.5e-3
    warm: int = 200
    decay: float = 0.02
    average: float = 0.998
    """Share that the averaged weights keep at every step."""
    seed: int = 1
    bf16: bool = True


class Training:
    def __init__(self, recipe: Recipe, pool: Pool, folder: Path) -> None:
        """folder: of checkpoint and log; an earlier run there is continued."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.pool, self.folder = recipe, pool, folder
        self.network = DrawingNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # in none of torch's overloads
        self.averaged = deepcopy(self.network).eval()
        self.optimizer = torch.optim.AdamW(_groups(self.network, recipe.decay), lr=recipe.rate)
        self.step = 0
        if (folder / CHECKPOINT).is_file():
            self._resume()

    def begin_with(self, network: nn.Module) -> None:
        """Where nothing has been trained yet."""
        if self.step == 0:
            self.network.load_state_dict(network.state_dict())
            self.averaged.load_state_dict(network.state_dict())

    def run(self, every: int, report: Callable[[int, dict[str, float]], None]) -> None:
        """
        report: is handed the step and what was measured since the one before; a checkpoint is kept each time, every so many steps
        Raises CannotKeep while another process trains in the folder.
        """
        with checkpoints.alone(self.folder):
            self._run(every, report)

    def _run(self, every: int, report: Callable[[int, dict[str, float]], None]) -> None:
        sums: dict[str, float] = {}
        begun, since = time.perf_counter(), self.step
        while self.step < self.recipe.steps:
            for name, value in self._advance().items():
                sums[name] = sums.get(name, 0.0) + value
            if self.step % every == 0 or self.step == self.recipe.steps:
                took, steps = time.perf_counter() - begun, self.step - since
                measured = {**{name: value / steps for name, value in sums.items()}, "pictures/s": steps * self.recipe.batch / took}
                self._keep(measured)
                report(self.step, measured)
                sums, begun, since = {}, time.perf_counter(), self.step

    def _advance(self) -> dict[str, float]:
        rng = np.random.default_rng((self.recipe.seed, self.step))  # a resumed run makes the pictures that it would have made
        samples = self.pool.batch(rng, self.recipe.batch, self.recipe.fresh)
        pictures = torch.from_numpy(np.stack([sample.pixels for sample in samples])).permute(0, 3, 1, 2)
        for group in self.optimizer.param_groups:
            group["lr"] = rate_at(self.step, self.recipe)
        with autocast(wanted=self.recipe.bf16):
            cells = self.network.train()(pictures.float().mul_(2 / 255).sub_(1))  # as preprocess() does it, without its copies
        parts = losses(cells.float(), targets(samples))
        self.optimizer.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        self._average()
        return {name: value.item() for name, value in parts.items()}

    @torch.no_grad()
    def _average(self) -> None:
        """Early on the average forgets faster, so that the first steps do not linger."""
        share = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        for mean, value in zip(self.averaged.state_dict().values(), self.network.state_dict().values(), strict=True):
            mean.lerp_(value, 1 - share) if mean.is_floating_point() else mean.copy_(value)

    def _keep(self, measured: dict[str, float]) -> None:
        state = {
            "step": self.step,
            "recipe": asdict(self.recipe),
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        checkpoints.write(state, self.folder / CHECKPOINT)
        with (self.folder / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps({"step": self.step, **{name: round(value, 4) for name, value in measured.items()}}) + "\n")

    def _resume(self) -> None:
        state = checkpoints.read(self.folder / CHECKPOINT, KEPT)
        self.step = state["step"]
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])


def rate_at(step: int, recipe: Recipe) -> float:
    """Linear warming, then half a cosine down to a hundredth."""
    if step < recipe.warm:
        return recipe.rate * (step + 1) / recipe.warm
    done = min(1.0, (step - recipe.warm) / max(1, recipe.steps - recipe.warm))
    return recipe.rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


def _groups(network: nn.Module, decay: float) -> list[dict]:
    """Decay for kernels only, not for normalisation and biases."""
    kernels = [weight for weight in network.parameters() if weight.ndim > 1]
    others = [weight for weight in network.parameters() if weight.ndim <= 1]
    return [{"params": kernels, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]


def trained(folder: Path) -> DrawingNet:
    """The averaged network of the folder's checkpoint."""
    network = DrawingNet()
    network.load_state_dict(checkpoints.read(folder / CHECKPOINT, KEPT)["averaged"])
    return network.eval()


def shipped(pool: Pool) -> DrawingNet:
    """The shipped network, as far as its graph tells. Raises ModelError."""
    samples = [sample for seed in range(6) for sample in pool.batch(np.random.default_rng((seed, 0)), 48, 14)]
    return recover(weights.verified(ARTEFACT), torch.from_numpy(np.concatenate([preprocess(sample.pixels) for sample in samples])))
