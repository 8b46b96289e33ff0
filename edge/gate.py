"""Whether a smaller graph still says what its float graph says, and which layers have to stay in float so that it does.

A graph passes where at least 99 % of its answers are the float graph's and no kind of question loses more than half a point of accuracy.
Layers are left in float greedily: the one whose quantization alone moves the output most comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx

from edge import accuracy
from edge.networks import MEASURE, Feeds, Network, Outputs
from edge.quantize import linears
from models.runtime import open_session
from models.store import Progress, Store, silent
from models.vilbert.evaluate import Score

AGREEMENT = 0.99
LOST = 0.5
"""Points of accuracy."""
MOST = 8
"""Layers that are left in float at most; with more of them little is won."""
HOPELESS = 0.5
"""Agreement of the wholly quantized graph below which no few layers are to blame, and none are looked for."""

Make = Callable[[Path, Sequence[str]], None]
"""(the graph to write, layers that stay in float)."""


@dataclass(frozen=True)
class Verdict:
    agreed: int
    of: int
    before: Mapping[str, Score] = field(default_factory=dict)
    after: Mapping[str, Score] = field(default_factory=dict)

    @property
    def agreement(self) -> float:
        return self.agreed / max(1, self.of)

    @property
    def lost(self) -> dict[str, float]:
        """Points of accuracy by kind; less than zero where the small graph is right more often."""
        return {kind: 100 * (score.share - self.after[kind].share) for kind, score in self.before.items()}

    @property
    def worst(self) -> tuple[str, float]:
        """The kind that loses most."""
        return max(self.lost.items(), key=lambda pair: pair[1], default=("", 0.0))

    @property
    def passes(self) -> bool:
        return self.of > 0 and self.agreed >= allowed(self.of) and all(self._keeps(kind) for kind in self.before)

    def _keeps(self, kind: str) -> bool:
        """One answer may always be lost: of fewer than 200 it is more than half a point."""
        gone = self.before[kind].right - self.after[kind].right
        return gone <= max(1, LOST / 100 * self.before[kind].of)

    @property
    def told(self) -> str:
        text = f"{self.agreed} of {self.of} answers are the float graph's"
        kind, points = self.worst
        return f"{text}; {kind} loses {points:.1f} points" if kind and points > 0 else text


def allowed(of: int) -> int:
    """Answers that must be the same: 99 %, but one may always differ."""
    return min(of - 1, int(np.ceil(AGREEMENT * of)))


@dataclass(frozen=True)
class Layer:
    name: str
    error: float
    """Relative change of the graph's outputs when this layer alone is quantized."""

    @property
    def told(self) -> str:
        return f"'{self.name}' stays in float: quantized alone it moves the output by {100 * self.error:.1f} %"


class Gate:
    def __init__(self, network: Network, store: Store, reference: Path, count: int = 64, seed: int = MEASURE) -> None:
        """reference: the float graph; count: inputs that are compared, and sentences, pages or pictures with a known truth."""
        self.network, self.reference = network, reference
        self._store, self._count, self._seed = store, count, seed
        self.feeds: list[Feeds] = list(network.feeds(store, count, seed))
        self._said = outputs(reference, self.feeds)
        self._scores: dict[str, Score] | None = None

    def judge(self, graph: Path) -> Verdict:
        pairs = zip(self._said, outputs(graph, self.feeds), strict=True)
        same = [answer for wanted, got in pairs for answer in self.network.agreement(wanted, got)]
        if not len(same) or sum(same) < allowed(len(same)):
            return Verdict(sum(same), len(same))  # the costlier half can save nothing any more
        return Verdict(sum(same), len(same), self._before(), self._accuracy(graph))

    @cached_property
    def elsewhere(self) -> Gate:
        """The same on other inputs: layers that were chosen on the first are not judged by them."""
        return Gate(self.network, self._store, self.reference, self._count, self._seed + 2)

    def _before(self) -> dict[str, Score]:
        if self._scores is None:
            self._scores = self._accuracy(self.reference)
        return self._scores

    def _accuracy(self, graph: Path) -> dict[str, Score]:
        return accuracy.measure(self.network, self._store, graph, self._count, self._seed)


def outputs(graph: Path, feeds: Iterable[Feeds]) -> list[Outputs]:
    session = open_session(graph)
    names = [node.name for node in session.get_outputs()]
    return [dict(zip(names, session.run(names, one), strict=True)) for one in feeds]


def apart(wanted: Sequence[Outputs], got: Sequence[Outputs]) -> float:
    """Mean relative distance over all float outputs; infinite where the shapes differ or a number is none."""
    distances = []
    for one, other in zip(wanted, got, strict=True):
        for name, array in one.items():
            if array.dtype.kind != "f" or not array.size:
                continue
            if array.shape != other[name].shape or not np.isfinite(other[name]).all():
                return float("inf")
            distances.append(float(np.linalg.norm(array - other[name]) / max(1e-9, float(np.linalg.norm(array)))))
    return float(np.mean(distances)) if distances else 0.0


def sensitivity(prepared: Path, make: Make, feeds: Sequence[Feeds], progress: Progress = silent) -> list[Layer]:
    """
    Every linear layer quantized alone, the worst first.
    prepared: the float graph, by quantize.ready; make: quantizes it, save the layers it is told to leave
    """
    layers = linears(onnx.load(prepared))
    wanted, found = outputs(prepared, feeds), []
    with TemporaryDirectory() as scratch:
        for number, name in enumerate(layers):
            progress("Which layers are sensitive", number / len(layers))
            path = Path(scratch) / "one.onnx"
            make(path, [other for other in layers if other != name])
            found.append(Layer(name, apart(wanted, outputs(path, feeds))))
    return sorted(found, key=lambda layer: -layer.error)


@dataclass(frozen=True)
class Choice:
    verdict: Verdict
    left: tuple[Layer, ...] = ()
    """Layers in float, in the order in which they were left."""


def search(gate: Gate, make: Make, prepared: Path, out: Path, progress: Progress = silent, most: int = MOST) -> Choice:
    """Writes `out`: wholly quantized if that passes, else with the fewest of the worst layers in float; the best at hand if none passes."""
    make(out, [])
    best = Choice(gate.judge(out))
    if best.verdict.passes or best.verdict.agreement < HOPELESS:
        return best
    worst = sensitivity(prepared, make, gate.feeds[:4], progress)
    for count in range(1, min(most, len(worst) - 1) + 1):
        progress("Leaving the worst layers in float", count / most)
        left = tuple(worst[:count])
        make(out, [layer.name for layer in left])
        best = Choice(gate.judge(out), left)
        if best.verdict.passes and (best := Choice(gate.elsewhere.judge(out), left)).verdict.passes:
            break
    return best
