"""Magnitude pruning: the smallest weights of each matrix become zero (Han et al. 2015, arXiv:1506.02626), more of them as training goes on
(Zhu and Gupta 2017, arXiv:1710.01878):

    share(t) = final * (1 - (1 - (t - first) / (last - first))^3)

The matrices stay as large as they were: ONNX Runtime multiplies zeros as fast as other numbers. What it gives is a file that packs smaller.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from edge.recovery import Companion
from models.vilbert.recover import FOLDED
from models.vilbert.resize import DECODER


def share_at(step: int, final: float, first: int, last: int) -> float:
    done = min(1.0, max(0.0, (step - first) / max(1, last - first)))
    return final * (1 - (1 - done) ** 3)


def matrices(network: nn.Module, decoder: nn.Module) -> dict[str, Tensor]:
    """Weights of the linear layers that are matrices in the graphs, by name; others are folded into constants there."""
    found = {
        f"{prefix}{name}.weight": layer.weight
        for prefix, module in (("", network), (DECODER, decoder))
        for name, layer in module.named_modules()
        if isinstance(layer, nn.Linear)
    }
    return {name: weight for name, weight in found.items() if name not in FOLDED}


def zero_smallest(weight: Tensor, share: float) -> None:
    """In place: that share of the matrix, the nearest to zero."""
    count = round(share * weight.numel())
    if count:
        with torch.no_grad():
            weight.view(-1)[weight.abs().flatten().topk(count, largest=False).indices] = 0.0


def zeros(weights: Mapping[str, Tensor]) -> float:
    """Share of all weights that are exactly zero."""
    return sum(int((weight == 0).sum()) for weight in weights.values()) / sum(weight.numel() for weight in weights.values())


class Magnitude(Companion):
    """Zeroes after each step; what is zero is the smallest, and so it stays, unless the step made it large."""

    def __init__(self, weights: Mapping[str, Tensor], final: float, last: int, first: int = 0) -> None:
        """final: share of zeros from step `last` on."""
        super().__init__()
        self._weights = list(weights.values())  # in a list: they are the network's to save
        self.final, self.first, self.last = final, first, last

    def after(self, step: int) -> None:
        share = share_at(step, self.final, self.first, self.last)
        for weight in self._weights:
            zero_smallest(weight, share)


def packed(paths: Iterable[Path]) -> int:
    """Bytes of all files, each packed by gzip."""
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)
