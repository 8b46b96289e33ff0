"""How words and image tokens begin: frozen word vectors, Fourier features of boxes, pairwise geometry, and a token's parts summed.

    words    frozen vectors and one learned way from them to the width (ALBERT, Lan et al. 2019, arXiv:1909.11942, section 3.1)
    boxes    ViLBERT gives a region its corners and area (Lu et al. 2019, arXiv:1908.02265, section 2.2); here sines and cosines of them
             (Tancik et al. 2020, arXiv:2006.10739, section 4)
    pairs    how one box lies to another, as a bias of attention (Hu et al. 2018, arXiv:1711.11575, section 3.1)
    a token  the sum of its parts (BERT, Devlin et al. 2018, arXiv:1810.04805, section 3)

Dimension key: B pictures, N image tokens, M names a token, C colours, F backbone features, T words, D width, W width of the word table, H
heads.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.vilbert.blocks import hidden
from models.vilbert.streams import Dimensions, TokenBatch
from models.vilbert.tokens import FEATURES, KINDS, STATISTICS

BANDS = (0.5, 1.0, 2.0)
"""Frequencies of a box's Fourier features, in half turns over the picture."""


class WordEmbedding(nn.Module):
    """Frozen word vectors, one learned way from them to the width; used for words, names, colours and answers alike."""

    table: Tensor

    def __init__(self, table: Tensor, width: int) -> None:
        super().__init__()
        self.register_buffer("table", table)
        self.adapt = nn.Linear(table.shape[1], width)

    def forward(self, ids: Tensor) -> Tensor:
        """ids: (..., T) rows of the table. Returns (..., T, D)."""
        return self.adapt(F.embedding(ids, self.table))

    def means(self, groups: Tensor) -> Tensor:
        """groups: (G, V) averaging matrix over the table, or (G, W) vectors made with it. Returns (G, D)."""
        return self.adapt(groups)


class BoxCode(nn.Module):
    """Box -> Fourier features of corners, centre and size -> width."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.out = nn.Sequential(nn.Linear(8 * (1 + 2 * len(BANDS)), width), nn.LayerNorm(width))

    def forward(self, boxes: Tensor) -> Tensor:
        """boxes: (B, N, 4). Returns (B, N, D)."""
        low, high = boxes[..., :2], boxes[..., 2:]
        base = torch.cat([boxes, (low + high) / 2, high - low], -1) * 2 - 1
        waves = [wave(base * (math.pi * band)) for band in BANDS for wave in (torch.sin, torch.cos)]
        return self.out(torch.cat([base, *waves], -1))


class Geometry(nn.Module):
    """How one token lies to another, as a bias of the image stream's self-attention."""

    def __init__(self, layers: int, heads: int) -> None:
        super().__init__()
        self.shape = (layers, heads)
        self.net = nn.Sequential(nn.Linear(10, 24), nn.ReLU(), nn.Linear(24, layers * heads))

    def forward(self, boxes: Tensor, mask: Tensor) -> Tensor:
        """boxes: (B, N, 4), mask: (B, N). Returns (B, layers, H, N, N), from the token of the row to that of the column."""
        centre, size = (boxes[..., :2] + boxes[..., 2:]) / 2, boxes[..., 2:] - boxes[..., :2]
        step = centre[:, None] - centre[:, :, None]
        far = step.norm(dim=-1, keepdim=True)
        low = torch.maximum(boxes[:, :, None, :2], boxes[:, None, :, :2])
        high = torch.minimum(boxes[:, :, None, 2:], boxes[:, None, :, 2:])
        shared = (high - low).clamp(min=0).prod(-1, keepdim=True)
        area = size.prod(-1).clamp(min=1e-4)
        inside, covers = shared / area[:, :, None, None], shared / area[:, None, :, None]
        pairs = torch.cat([step * 2, torch.tanh(step * 8), step / (far + 0.02), far, inside, covers, (inside * covers).sqrt()], -1)
        batch, count = mask.shape
        bias = self.net(pairs).permute(0, 3, 1, 2).reshape(batch, *self.shape, count, count)
        return bias + hidden(mask)[:, None]


class ImageEmbedding(nn.Module):
    """Names, colours, box, kind, statistics and features of a token, summed."""

    def __init__(self, size: Dimensions) -> None:
        super().__init__()
        width = size.width
        self.tags = nn.Linear(2 * width, width)
        self.tag_norm = nn.LayerNorm(2 * width)
        self.box = BoxCode(width)
        self.kind = nn.Embedding(len(KINDS), width)
        self.statistics = nn.Linear(STATISTICS, width)
        self.feature_norm = nn.LayerNorm(FEATURES)
        self.feature_drop = nn.Dropout(0.2)
        self.features = nn.Linear(FEATURES, width)
        self.norm = nn.LayerNorm(width)

    def forward(self, picture: TokenBatch, names: Tensor, colours: Tensor) -> Tensor:
        """names: (names, D) and colours: (C, D), embedded words. Returns (B, N, D)."""
        named = (F.embedding(picture.names, names) * picture.chances[..., None]).sum(2)
        tags = self.tags(self.tag_norm(torch.cat([named, picture.colours @ colours], -1)))
        seen = self.features(self.feature_drop(self.feature_norm(picture.features)))
        has = (picture.features.abs().amax(-1, keepdim=True) > 0).to(seen.dtype)
        placed = self.box(picture.boxes) + self.kind(picture.kinds) + self.statistics(picture.statistics)
        return self.norm(tags + placed + seen * has)
