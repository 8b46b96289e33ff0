"""A dual encoder after CLIP (Radford et al. 2021, arXiv:2103.00020) on frozen front ends.

    names  (L) ─ sharpened ─ @ bank ─┐
    things (C) ───────────── @ bank ─┼─ sum ─ length 1 ─ image vector ─┐
    grid, middle, names, things ─ MLP┘                                 ├─ dot product x exp(scale)
    sentence (S, from MiniLM) ─ projection ─ length 1 ─ text vector ───┘

The two banks are the class names themselves, as MiniLM reads them, through the projection of the text tower: before any training the
image vector is the convex combination of the names' vectors (ConSE, Norouzi et al. 2013, arXiv:1312.5650), so that words which no
training caption holds still lie near the pictures of what they mean. Training adds what names do not say: places, weather, actions,
drawings.

Dimension key: B batch, L ImageNet names, C COCO classes, G and M backbone channels, S sentence width, D shared width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.clip.features import GRID, MIDDLE, NAMES, THINGS
from models.minilm.runtime import WIDTH

SHARPEST = math.log(100.0)
"""The paper's bound on the learned scale: above it training becomes unstable."""
LEAST = 1e-5
"""Probability under which a name says nothing."""


@dataclass(frozen=True)
class Dimensions:
    shared: int = 256
    hidden: int = 256
    dropout: float = 0.3


class TextTower(nn.Module):
    def __init__(self, dims: Dimensions) -> None:
        super().__init__()
        self.centre = nn.Parameter(torch.zeros(WIDTH), requires_grad=False)
        """(S): what all sentences have in common, and nothing tells apart."""
        self.project = nn.Linear(WIDTH, dims.shared, bias=False)

    def raw(self, sentence: Tensor) -> Tensor:
        return self.project(sentence - self.centre)

    def forward(self, sentence: Tensor) -> Tensor:
        """sentence: (B, S). Returns (B, D) of length 1."""
        return F.normalize(self.raw(sentence), dim=-1)


class ImageTower(nn.Module):
    def __init__(self, dims: Dimensions, name_bank: Tensor, thing_bank: Tensor) -> None:
        """name_bank: (L, S), thing_bank: (C, S): the classes as sentence vectors."""
        super().__init__()
        self.register_buffer("name_bank", name_bank)
        self.register_buffer("thing_bank", thing_bank)
        self.sharpness = nn.Parameter(torch.zeros(()))
        self.thing_weight = nn.Parameter(torch.tensor(-0.7))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for width in (NAMES, GRID, MIDDLE))
        self.inner = nn.Linear(NAMES + THINGS + GRID + MIDDLE, dims.hidden)
        self.outer = nn.Linear(dims.hidden, dims.shared)
        self.drop = nn.Dropout(dims.dropout)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.outer.bias)

    def forward(self, names: Tensor, things: Tensor, grid: Tensor, middle: Tensor, text: TextTower) -> Tensor:
        """
        names:  (B, L) probabilities; things: (B, C) scores
        grid:   (B, G), middle: (B, M)
        Returns (B, D) of length 1.
        """
        return self.joined(names, things, grid, middle, text.raw(self.name_bank), text.raw(self.thing_bank))

    def joined(self, names: Tensor, things: Tensor, grid: Tensor, middle: Tensor, name_rows: Tensor, thing_rows: Tensor) -> Tensor:
        """name_rows: (L, D), thing_rows: (C, D): the banks, projected; constants once training is over."""
        logs = names.clamp(min=LEAST).log()
        called = torch.softmax(logs * self.sharpness.exp(), dim=-1) @ name_rows
        held = things @ thing_rows * self.thing_weight.exp()
        parts = [norm(part) for norm, part in zip(self.norms, (logs, grid, middle), strict=True)]
        felt = self.outer(self.drop(torch.relu(self.inner(self.drop(torch.cat([*parts, things], dim=-1))))))
        return F.normalize(called + held + felt, dim=-1)


class DualEncoder(nn.Module):
    def __init__(self, dims: Dimensions, name_bank: Tensor, thing_bank: Tensor) -> None:
        super().__init__()
        self.text = TextTower(dims)
        self.image = ImageTower(dims, name_bank, thing_bank)
        self.scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        """Logarithm of what cosines are multiplied by."""

    def forward(self, names: Tensor, things: Tensor, grid: Tensor, middle: Tensor, sentence: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """sentence: (B, S). Returns image vectors (B, D), text vectors (B, D) and the factor of their dot products."""
        return self.image(names, things, grid, middle, self.text), self.text(sentence), self.scale.clamp(max=SHARPEST).exp()

    @torch.no_grad()
    def begin_with(self, sentences: Tensor) -> None:
        """
        sentences: (N, S), a sample of the language
        The projection begins as its principal components, which keep most of every dot product.
        """
        self.text.centre.copy_(sentences.mean(0))
        _, _, directions = torch.linalg.svd(sentences - self.text.centre, full_matrices=False)
        self.text.project.weight.copy_(directions[: self.text.project.out_features])
