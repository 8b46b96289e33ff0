"""What each cell should say, and how wrong it is.

    loss = focal(is there) + CE(name) + CE(colour) / 2 + (1 - GIoU(box)), each averaged over the cells that hold a thing

Focal: Lin et al. 2017 (arXiv:1708.02002), exponent 2. GIoU: Rezatofighi et al. 2019 (arXiv:1902.09630).
Dimension key: B pictures, S cells a side, K things of a picture, P cells that hold a thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from models.drawings.names import COLOURS, names
from models.drawings.runtime import CELLS, REACH, STRIDE

HEART, EDGE = 0.5, 0.85
"""Cells within this share of a box answer for the thing; between the two shares they are left alone."""
NONE = len(COLOURS)
"""The colour of what is no shape."""


@dataclass(frozen=True, eq=False)
class Sample:
    """A picture and what is in it."""

    pixels: np.ndarray
    """(224, 224, 3) uint8 RGB"""
    boxes: np.ndarray
    """(K, 4) float32 in pixels"""
    names: np.ndarray
    """(K,) int64"""
    colours: np.ndarray
    """(K,) int64, NONE for pictures"""
    unsure: np.ndarray
    """(U, 4) float32: where nothing is asked"""


@dataclass(frozen=True, eq=False)
class Targets:
    there: Tensor
    """(B, S, S): 1 a thing, 0 none, -1 not asked"""
    names: Tensor
    """(B, S, S) int64"""
    colours: Tensor
    """(B, S, S) int64"""
    boxes: Tensor
    """(B, S, S, 4) in pixels"""


def targets(samples: list[Sample]) -> Targets:
    rows = [_cells(sample) for sample in samples]
    there, called, shades, boxes = (np.stack(column) for column in zip(*rows, strict=True))
    return Targets(torch.from_numpy(there), torch.from_numpy(called), torch.from_numpy(shades), torch.from_numpy(boxes))


def _cells(sample: Sample) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    there = np.zeros((CELLS, CELLS), np.float32)
    called, shades = np.zeros((CELLS, CELLS), np.int64), np.full((CELLS, CELLS), NONE, np.int64)
    boxes = np.zeros((CELLS, CELLS, 4), np.float32)
    for box in [*sample.unsure, *sample.boxes]:
        there[_within(box, EDGE)] = -1
    for number in np.argsort(-_areas(sample.boxes), kind="stable"):  # small things take cells from large ones
        box = sample.boxes[number]
        cells = _within(box, HEART)
        cells[_cell((box[1] + box[3]) / 2), _cell((box[0] + box[2]) / 2)] = True
        there[cells], called[cells], shades[cells], boxes[cells] = 1, sample.names[number], sample.colours[number], box
    return there, called, shades, boxes


def _within(box: np.ndarray, share: float) -> np.ndarray:
    """(S, S) bool: cells whose centre lies in the middle share of the box."""
    centres = (np.arange(CELLS) + 0.5) * STRIDE
    x, y, half_wide, half_high = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return (np.abs(centres - y) <= share * half_high)[:, None] & (np.abs(centres - x) <= share * half_wide)[None]


def _cell(middle: float) -> int:
    return int(np.clip(middle // STRIDE, 0, CELLS - 1))


def _areas(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def losses(cells: Tensor, wanted: Targets) -> dict[str, Tensor]:
    """cells: (B, F, S, S) of the network. Returns there, name, colour and box; their sum is what training lowers."""
    held = wanted.there == 1
    many = held.sum().clamp(min=1)
    rows = cells.permute(0, 2, 3, 1)[held]
    last = 1 + len(names())
    return {
        "there": focal(cells[:, 0], wanted.there) / many,
        "name": F.cross_entropy(rows[:, 1:last], wanted.names[held], reduction="sum", label_smoothing=0.02) / many,
        "colour": 0.5 * F.cross_entropy(rows[:, last:-4], wanted.colours[held], reduction="sum") / many,
        "box": (1 - giou(_boxes(rows[:, -4:], held), wanted.boxes[held])).sum() / many,
    }


def focal(logits: Tensor, there: Tensor) -> Tensor:
    """logits, there: (B, S, S); cells of -1 are left out. Returns the sum."""
    asked = there >= 0
    logits, there = logits[asked], there[asked]
    plain = F.binary_cross_entropy_with_logits(logits, there, reduction="none")
    return ((1 - torch.exp(-plain)) ** 2 * plain).sum()


def _boxes(reaches: Tensor, held: Tensor) -> Tensor:
    """reaches: (P, 4) logarithms of the cells that hold a thing. Returns corners (P, 4) in pixels."""
    rows, columns = held.nonzero(as_tuple=True)[1:]
    x, y = (columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE
    left, top, right, bottom = (reaches.clamp(*REACH).exp() * STRIDE).unbind(1)
    return torch.stack([x - left, y - top, x + right, y + bottom], 1)


def giou(first: Tensor, second: Tensor) -> Tensor:
    """first, second: (P, 4) corners. Returns (P,) in -1..1."""
    low, high = torch.maximum(first[:, :2], second[:, :2]), torch.minimum(first[:, 2:], second[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    joined = (first[:, 2:] - first[:, :2]).prod(1) + (second[:, 2:] - second[:, :2]).prod(1) - shared
    hull = (torch.maximum(first[:, 2:], second[:, 2:]) - torch.minimum(first[:, :2], second[:, :2])).prod(1)
    return shared / joined.clamp(min=1e-6) - (hull - joined) / hull.clamp(min=1e-6)
