"""Adversarial image tokens: the small change of them that hurts an answer most.

FGSM  x + e sign(dL/dx)                                    Goodfellow et al. 2015, arXiv:1412.6572
PGD   the same in small steps, kept within e of the start   Madry et al. 2018, arXiv:1706.06083

What is continuous in a token is attacked: chances, colours, boxes, statistics, features; all but the features stay within 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from models.vilbert.streams import TokenBatch

ATTACKED = ("chances", "colours", "boxes", "statistics", "features")
Loss = Callable[[TokenBatch], Tensor]
"""A picture -> what the attack makes large, a scalar."""


def fgsm(loss: Loss, picture: TokenBatch, reach: float) -> TokenBatch:
    """reach: how far every number may move."""
    return _stepped(loss, picture, picture, reach, reach)


def pgd(loss: Loss, picture: TokenBatch, reach: float, steps: int = 5) -> TokenBatch:
    moved = picture
    for _ in range(steps):
        moved = _stepped(loss, moved, picture, 2.5 * reach / steps, reach)
    return moved


def _stepped(loss: Loss, picture: TokenBatch, start: TokenBatch, step: float, reach: float) -> TokenBatch:
    leaves = {name: getattr(picture, name).detach().clone().requires_grad_() for name in ATTACKED}
    slopes = torch.autograd.grad(loss(replace(picture, **leaves)), list(leaves.values()), allow_unused=True)
    moved = {}
    for (name, leaf), slope in zip(leaves.items(), slopes, strict=True):
        origin = getattr(start, name)
        to = leaf.detach() + step * (torch.zeros_like(leaf) if slope is None else slope.sign())
        to = torch.minimum(torch.maximum(to, origin - reach), origin + reach)
        # What a token does not have stays absent: no name gets a chance, no simulated token features.
        absent = origin == 0 if name in ("chances", "features") else torch.zeros_like(origin, dtype=torch.bool)
        moved[name] = torch.where(absent, origin, to if name == "features" else to.clamp(0, 1))
    return replace(picture, **moved)
