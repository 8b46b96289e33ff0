"""Which parts of the fusion matter least: Taylor expansion of the loss (Molchanov et al. 2017, arXiv:1611.06440; 2019, arXiv:1906.10771).

The importance of a head or a channel is the first-order change of the loss if all its weights S became zero, averaged over batches:

    I_S = mean over batches of |sum over w in S of w * dL/dw|

The absolute value is the first paper's; the later one squares the sum (docs/compression.md says what that costs here).

They go in slices, the least important for its parameters first; SLICE channels at a time, and the self-attentions of the image stream lose
a head all at once, because one geometry biases them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from edge.cut import WIDTH, Part

SLICE = 8
"""Channels that go together: what INT8 kernels like, and few enough to choose from."""
LEAST_CHANNELS, LEAST_WIDTH = 8, 48
GIVEN_BACK = 32
"""Slices, the last ones removed, that are looked at again."""
Scores = Mapping[str, Tensor]
"""By part, the importance of each member."""


def importance(weights: Mapping[str, Tensor], parts: Mapping[str, Part], losses: Iterable[Callable[[], Tensor]]) -> Scores:
    """weights: by name, those of the parts; losses: each computes that of one batch."""
    found: dict[str, list[Tensor]] = {name: [] for name in parts}
    for loss in losses:
        for weight in weights.values():
            weight.grad = None
        loss().backward()
        products = {name: weight.detach() * weight.grad for name, weight in weights.items() if weight.grad is not None}
        for name, part in parts.items():
            found[name].append(part.sums(products).abs())
    return {name: torch.stack(batches).mean(0) for name, batches in found.items()}


@dataclass(frozen=True)
class Slice:
    """What may go next of parts that shrink together."""

    names: tuple[str, ...]
    count: int
    """Members that go of each."""
    importance: float
    """For each parameter that goes with them."""


def slices(scores: Scores, parts: Mapping[str, Part]) -> list[Slice]:
    """All that may go, the least important first; of the same parts never one before another that matters less."""
    groups: dict[str, list[str]] = {}
    for name, part in parts.items():
        groups.setdefault(part.with_others or name, []).append(name)
    listed = [one for names in groups.values() for one in _of_group(tuple(names), scores, parts)]
    return sorted(listed, key=lambda one: one.importance)


def _of_group(names: tuple[str, ...], scores: Scores, parts: Mapping[str, Part]) -> Iterable[Slice]:
    heads = names[0].endswith("attention")
    step, least = (1, 1) if heads else (SLICE, LEAST_WIDTH if names[0] == WIDTH else LEAST_CHANNELS)
    ranked = torch.stack([scores[name].sort().values for name in names]).sum(0)
    cost, worst = step * sum(parts[name].each for name in names), 0.0
    for start in range(0, len(ranked) - least - step + 1, step):
        worst = max(worst, float(ranked[start : start + step].sum()) / cost)
        yield Slice(names, step, worst)


def choose(scores: Scores, parts: Mapping[str, Part], fits: Callable[[dict[str, int]], bool]) -> dict[str, Tensor]:
    """
    fits: whether a network with so many members left of each part is small enough
    Returns the members that stay, sorted: as few slices gone as that needs, and what fits of the last given back. Raises ValueError where
    nothing is small enough.
    """
    order = slices(scores, parts)
    if not fits(left(parts, order)):
        raise ValueError("Even without any slice that may go the network is larger than asked for; ask for a larger share.")
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(left(parts, order[:middle])) else (middle + 1, high)
    gone = order[:low]
    for one in gone[: -GIVEN_BACK - 1 : -1]:  # the very last may have been larger than needed
        without = [other for other in gone if other is not one]
        gone = without if fits(left(parts, without)) else gone
    return {name: scores[name].topk(count).indices.sort().values for name, count in left(parts, gone).items()}


def left(parts: Mapping[str, Part], gone: Iterable[Slice]) -> dict[str, int]:
    counts = {name: part.members for name, part in parts.items()}
    for one in gone:
        for name in one.names:
            counts[name] -= one.count
    return counts
