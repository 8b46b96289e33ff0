"""Quantization-aware training with learned step sizes (LSQ, Esser et al. 2020, arXiv:1902.08153).

    v_hat = round(clip(v / s, -Qn, Qp)) * s,     Qn = 128, Qp = 127
    dv_hat/dv = 1 inside the clip, 0 outside     (straight-through, Bengio et al. 2013, arXiv:1308.3432)
    dv_hat/ds = round(v / s) - v / s inside, -Qn or Qp outside;  times g = 1 / sqrt(N Qp), N the numbers that share s

Weights have a step size for each output channel, what a layer reads has one; layers that read the same tensor share it, because a graph
has one scale for each tensor. The network itself is not changed: its linear layers compute through this module while they are in
training, so checkpoints and exports stay what they were, and the step sizes travel beside them.

A step size is learned as a factor of where it began, because Adam's steps are of one size whatever the gradient's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from edge.carry import Steps
from edge.recovery import Companion, Fused, Lessons, Tell, teach
from models.vilbert.lesson import Lesson
from models.vilbert.losses import Losses
from models.vilbert.network import ViLBERT
from models.vilbert.recover import FOLDED
from models.vilbert.resize import DECODER

QN, QP = 128, 127
TRIED = torch.linspace(0.3, 1.0, 29)
"""Shares of the largest number that a step size may begin with; the one with the least squared error is taken."""
READ = 6
"""Batches from which step sizes begin."""
RATE = 0.3
"""Of the learning rate: what is trained here has been trained before."""
REMEMBERED = 20_000
"""Numbers of a tensor that choose where its step size begins."""


class _Quantized(torch.autograd.Function):
    @staticmethod
    def forward(context, values: Tensor, step: Tensor) -> Tensor:
        """step: a scalar, or broadcast to the values."""
        scaled = values / step
        rounded = scaled.round().clamp(-QN, QP)
        context.save_for_backward(scaled, rounded, step)
        return rounded * step

    @staticmethod
    def backward(context, gradient: Tensor) -> tuple[Tensor, Tensor]:
        scaled, rounded, step = context.saved_tensors
        inside = (scaled > -QN) & (scaled < QP)
        of_step = torch.where(inside, rounded - scaled, rounded) * gradient
        shared = scaled.numel() / step.numel()
        return gradient * inside, of_step.sum_to_size(step.shape) / (shared * QP) ** 0.5


def quantized(values: Tensor, step: Tensor) -> Tensor:
    return _Quantized.apply(values.float(), step)


def best_step(rows: Tensor) -> Tensor:
    """(rows, N) -> (rows,): the step sizes with the least squared error, of those tried."""
    largest = rows.abs().amax(1).clamp(min=1e-6)
    steps = largest * TRIED[:, None] / QP
    errors = torch.stack([(((rows / one[:, None]).round().clamp(-QN, QP) * one[:, None] - rows) ** 2).sum(1) for one in steps])
    return steps.gather(0, errors.argmin(0)[None])[0]


class Learned(nn.Module):
    """One step size, or one for each row of a matrix."""

    start: Tensor

    def __init__(self, start: Tensor) -> None:
        super().__init__()
        self.register_buffer("start", start)
        self.factor = nn.Parameter(torch.ones_like(start))

    @property
    def step(self) -> Tensor:
        return self.start * self.factor.abs().clamp(min=0.05)


def linear_layers(network: nn.Module, decoder: nn.Module) -> dict[str, nn.Linear]:
    """Those that are in the graphs, by name."""
    return {
        prefix + name: layer
        for prefix, module in (("", network), (DECODER, decoder))
        for name, layer in module.named_modules()
        if isinstance(layer, nn.Linear) and f"{prefix}{name}.weight" not in FOLDED
    }


class StepSizes(Companion):
    """Of all linear layers of a fusion."""

    def __init__(self, network: nn.Module, decoder: nn.Module, runs: Iterable[Callable[[], object]]) -> None:
        """runs: each lets the networks read one batch, from which step sizes of what layers read begin, and which layers share one."""
        super().__init__()
        self._layers = linear_layers(network, decoder)
        read = _Read(self._layers)
        with read.listening(), torch.no_grad():
            for run in runs:
                run()
        self.places = {name: place for place, name in enumerate(self._layers)}
        self.weights = nn.ModuleList(Learned(best_step(layer.weight.detach())) for layer in self._layers.values())
        self.reads_as = read.groups()
        values = {group: read.values(group) for group in dict.fromkeys(self.reads_as.values())}
        self.inputs = nn.ModuleDict({_key(group): Learned(best_step(rows[None])[0]) for group, rows in values.items()})

    def of_weight(self, name: str) -> Tensor:
        """(outputs,)"""
        return _step(self.weights[self.places[name]])

    def of_input(self, name: str) -> Tensor:
        return _step(self.inputs[_key(self.reads_as[name])])

    @contextmanager
    def applied(self) -> Iterator[None]:
        """While it lasts, the layers compute with eight bits."""
        for name, layer in self._layers.items():
            layer.forward = self._through(name, layer)  # type: ignore[method-assign, assignment]  # taken back below
        try:
            yield
        finally:
            for layer in self._layers.values():
                del layer.forward

    def steps(self) -> Steps:
        with torch.no_grad():
            inputs = {name: float(self.of_input(name)) for name in self._layers}
            return Steps(inputs, {name: self.of_weight(name).numpy().copy() for name in self._layers})

    def _through(self, name: str, layer: nn.Linear) -> Callable[[Tensor], Tensor]:
        def forward(given: Tensor) -> Tensor:
            weight = quantized(layer.weight, self.of_weight(name)[:, None])
            return F.linear(quantized(given, self.of_input(name)), weight, layer.bias)

        return forward


def _step(learned: nn.Module) -> Tensor:
    assert isinstance(learned, Learned)
    return learned.step


def _key(name: str) -> str:
    return name.replace(".", "/")  # no key of a ModuleDict has a dot


class _Read:
    """Remembers what layers read while it listens."""

    def __init__(self, layers: dict[str, nn.Linear]) -> None:
        self._layers = layers
        self._seen: dict[str, list[Tensor]] = {name: [] for name in layers}
        self._same: dict[str, str] = {}
        self._latest: list[tuple[str, Tensor]] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        handles = [layer.register_forward_pre_hook(self._hook(name)) for name, layer in self._layers.items()]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

    def _hook(self, name: str) -> Callable:
        def hook(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            twin = next((other for other, tensor in self._latest if tensor is given[0]), None)
            self._latest = [*self._latest[-7:], (name, given[0])]  # kept alive, or another tensor may take its place
            self._same[name] = self._same[twin] if twin else self._same.get(name, name)
            values = given[0].detach().float().flatten()
            self._seen[name].append(values[torch.randperm(len(values))[:REMEMBERED]])

        return hook

    def groups(self) -> dict[str, str]:
        """By layer, the first that reads the same tensor."""
        return {name: self._same.get(name, name) for name in self._layers}

    def values(self, group: str) -> Tensor:
        """Some of what all layers of a group read."""
        parts = [part for name, of in self.groups().items() if of == group for part in self._seen[name]]
        return torch.cat(parts) if parts else torch.ones(1)


def train_quantized(
    lessons: Lessons, fused: Fused, folder: Path, steps: int, teacher: ViLBERT | None = None, tell: Tell = print
) -> tuple[Fused, StepSizes]:
    """Trains in place as `teach` does, in eight bits; goes on where it was stopped, and only reads what is done."""
    learned = StepSizes(fused.network, fused.decoder, readings(lessons, fused))
    with learned.applied():
        fused = teach(replace(lessons, rate=RATE * lessons.rate), fused, folder, steps, teacher, tell, learned)
    return fused, learned


def readings(lessons: Lessons, fused: Fused) -> Iterator[Callable[[], object]]:
    """Every other batch with features, which simulated pictures have not, so that the layer that reads them has a step size too."""
    lesson, batches = Lesson(fused.network, fused.decoder, Losses(lessons.words), None), lessons.batches("step sizes")
    for number in range(READ):
        batch = next(batches)
        if number % 2:
            batch = replace(batch, picture=replace(batch.picture, features=torch.randn_like(batch.picture.features).abs()))
        yield partial(lesson, batch, True)
