"""The detector of drawn things: a small convolutional net that says of each cell what lies there.

    (B, 3, 224, 224) ─/2─ 16 ─/4─ 32 ─/8─ 64 ── residual ─/16─ 128 ── residual, context, residual ── 1x1 ── (B, 118, 14, 14)

One cell answers for a thing whose middle is near its own (FCOS, Tian et al. 2019, arXiv:1904.01355, with one level): is there one, its
name, its colour, and how far its box reaches to the left, top, right and bottom.

Dimension key: B pictures, S = 14 cells a side, N = 100 names, C = 12 colours, F = 1 + N + (C + 1) + 4 numbers a cell.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.drawings.names import COLOURS, names
from models.drawings.runtime import SIDE

NUMBERS = 1 + len(names()) + len(COLOURS) + 1 + 4
WIDTHS = (16, 32, 64, 128)
RARE = -4.0
"""Where training starts: hardly any cell holds a thing."""


def step(wide_in: int, wide_out: int, stride: int = 1) -> nn.Sequential:
    """Convolution of 3 by 3, batch normalisation, ReLU."""
    return nn.Sequential(nn.Conv2d(wide_in, wide_out, 3, stride, 1, bias=False), nn.BatchNorm2d(wide_out), nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, wide: int) -> None:
        super().__init__()
        self.steps = nn.Sequential(step(wide, wide), step(wide, wide))

    def forward(self, cells: Tensor) -> Tensor:
        """cells: (B, wide, S, S) -> the same shape"""
        return cells + self.steps(cells)


class Context(nn.Module):
    """Every cell learns what the whole picture is like: a cup in a photo is not meant, a drawn one is (squeeze as in arXiv:1709.01507)."""

    def __init__(self, wide: int, narrow: int = 32) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(wide, narrow, 1)
        self.spread = nn.Conv2d(narrow, wide, 1)
        for part in self.spread.parameters():
            nn.init.zeros_(part)

    def forward(self, cells: Tensor) -> Tensor:
        """cells: (B, wide, S, S) -> the same shape"""
        whole = nn.functional.adaptive_avg_pool2d(cells, 1)
        return cells + self.spread(torch.relu(self.squeeze(whole)))


class DrawingNet(nn.Module):
    def __init__(self, widths: tuple[int, int, int, int] = WIDTHS) -> None:
        super().__init__()
        first, second, third, last = widths
        self.stem = nn.Sequential(step(3, first, 2), step(first, second, 2), step(second, third, 2), Residual(third))
        self.body = nn.Sequential(step(third, last, 2), Residual(last), Context(last), Residual(last))
        self.head = nn.Conv2d(last, NUMBERS, 1)
        assert self.head.bias is not None
        with torch.no_grad():
            self.head.bias.zero_()
            self.head.bias[0] = RARE

    def forward(self, pictures: Tensor) -> Tensor:
        """pictures: (B, 3, 224, 224) float in -1..1 -> (B, F, S, S)"""
        assert pictures.shape[1:] == (3, SIDE, SIDE), pictures.shape
        return self.head(self.body(self.stem(pictures)))
