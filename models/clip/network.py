"""A dual encoder after CLIP (Radford et al. 2021, arXiv:2103.00020) on frozen front ends.

    names  (L) ─ sharpened ─ @ bank ─┐
    things (C) ───────────── @ bank ─┤
    drawn  (K) ───────────── @ bank ─┼─ sum ─ length 1 ─ image vector ─┐
    all of them, grid, middle ── MLP ┘                                 ├─ dot product x exp(scale)
    sentence (S, from MiniLM) ─ projection ─ length 1 ─ text vector ───┘

The banks are the class names themselves, as MiniLM reads them, through the projection of the text tower: before any training the
image vector is the convex combination of the names' vectors (ConSE, Norouzi et al. 2013, arXiv:1312.5650), so that words which no
training caption holds still lie near the pictures of what they mean. Training adds what names do not say: places, weather, actions,
drawings.

Dimension key: B batch, L ImageNet names, C COCO classes, K drawn names, G and M backbone channels, S sentence width, D shared width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.clip.features import DRAWN, GRID, MIDDLE, NAMES, THINGS
from models.clip.names import Banks
from models.minilm.runtime import WIDTH

SHARPEST = math.log(100.0)
"""The paper's bound on the learned scale: above it training becomes unstable."""
LEAST = 1e-5
"""Probability under which a name says nothing."""


@dataclass(frozen=True)
class Dimensions:
    shared: int = 256
    hidden: int = 512
    dropout: float = 0.5


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
    name_bank: Tensor
    thing_bank: Tensor
    drawn_bank: Tensor

    def __init__(self, dims: Dimensions, banks: Banks) -> None:
        super().__init__()
        for name, rows in (("name_bank", banks.names), ("thing_bank", banks.things), ("drawn_bank", banks.drawn)):
            self.register_buffer(name, torch.from_numpy(rows))
        self.sharpness = nn.Parameter(torch.zeros(()))
        self.thing_weight = nn.Parameter(torch.tensor(-0.7))
        self.drawn_weight = nn.Parameter(torch.tensor(-0.7))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for width in (NAMES, GRID, MIDDLE))
        self.inner = nn.Linear(NAMES + GRID + MIDDLE + THINGS + len(DRAWN), dims.hidden)
        self.outer = nn.Linear(dims.hidden, dims.shared)
        self.drop = nn.Dropout(dims.dropout)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.outer.bias)

    def rows(self, text: TextTower) -> tuple[Tensor, Tensor, Tensor]:
        """The banks as the text tower places them, (L, D), (C, D), (K, D), weighed; constants once training is over."""
        things, drawn = text.raw(self.thing_bank), text.raw(self.drawn_bank)
        return text.raw(self.name_bank), things * self.thing_weight.exp(), drawn * self.drawn_weight.exp()

    def forward(self, names: Tensor, things: Tensor, drawn: Tensor, grid: Tensor, middle: Tensor, text: TextTower) -> Tensor:
        """
        names:  (B, L) probabilities; things: (B, C) scores; drawn: (B, K) counts
        grid:   (B, G), middle: (B, M)
        Returns (B, D) of length 1.
        """
        logs = names.clamp(min=LEAST).log()
        name_rows, thing_rows, drawn_rows = self.rows(text)
        named = torch.softmax(logs * self.sharpness.exp(), dim=-1) @ name_rows + things @ thing_rows + drawn @ drawn_rows
        parts = [norm(part) for norm, part in zip(self.norms, (logs, grid, middle), strict=True)]
        felt = self.outer(self.drop(torch.relu(self.inner(self.drop(torch.cat([*parts, things, drawn], dim=-1))))))
        return F.normalize(named + felt, dim=-1)


class DualEncoder(nn.Module):
    def __init__(self, dims: Dimensions, banks: Banks) -> None:
        super().__init__()
        self.text = TextTower(dims)
        self.image = ImageTower(dims, banks)
        self.scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        """Logarithm of what cosines are multiplied by."""

    def forward(self, sentence: Tensor, **picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """
        sentence: (B, S); picture: what the image tower is given
        Returns image vectors (B, D), text vectors (B, D) and the factor of their dot products.
        """
        return self.image(**picture, text=self.text), self.text(sentence), self.scale.clamp(max=SHARPEST).exp()

    @torch.no_grad()
    def begin_with(self, sentences: Tensor) -> None:
        """
        sentences: (N, S), a sample of the language
        The projection begins as its principal components, which keep most of every dot product.
        """
        sentences = torch.cat([sentences, self.image.name_bank, self.image.thing_bank, self.image.drawn_bank])
        self.text.centre.copy_(sentences.mean(0))
        _, _, directions = torch.linalg.svd(sentences - self.text.centre, full_matrices=False)
        self.text.project.weight.copy_(directions[: self.text.project.out_features])
