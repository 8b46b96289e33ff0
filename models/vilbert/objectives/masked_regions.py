"""Masked regions (ViLBERT, arXiv:1908.02265, section 2.2): of 15 % of the regions the names, colours and features are hidden, and the
network tells the detector's class distribution from the rest of the picture and the caption.

    L = KL(p_detector || softmax(h N^T)),  N the vectors of the names
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from models.vilbert.streams import TokenBatch

SHARE = 0.15


def mask_regions(picture: TokenBatch, countable: Tensor, generator: torch.Generator | None = None) -> tuple[TokenBatch, Tensor]:
    """countable: (B, N) bool, the regions. Returns the picture with some hidden, and (B, N) bool which."""
    chosen = countable & (torch.rand(countable.shape, generator=generator, device=countable.device) < SHARE)
    shown = (~chosen)[..., None].to(picture.chances.dtype)
    hidden = replace(
        picture,
        names=picture.names * (~chosen)[..., None],
        chances=picture.chances * shown,
        colours=picture.colours * shown,
        features=picture.features * shown,
    )
    return hidden, chosen


def masked_regions_loss(guesses: Tensor, vectors: Tensor, names: Tensor, chances: Tensor) -> Tensor:
    """guesses: (M, W), vectors: (names, W), names and chances: (M, k) of the hidden regions."""
    if len(names) == 0:
        return guesses.sum() * 0.0
    log_shares = (guesses.float() @ vectors.T).log_softmax(-1).gather(1, names)
    shares = chances / chances.sum(-1, keepdim=True).clamp(min=1e-6)
    return (shares * (shares.clamp(min=1e-6).log() - log_shares)).sum(-1).mean()
