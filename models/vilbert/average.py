"""The mean of two checkpoints of one run: what a later stage learned, without all of what it forgot (Wortsman et al. 2022,
arXiv:2203.05482; Izmailov et al. 2018, arXiv:1803.05407).
"""

from __future__ import annotations

from pathlib import Path

import torch

from models import checkpoints
from models.vilbert.streams import Dimensions

PARTS = ("network", "decoder")


def average(first: Path, second: Path, share: float, out: Path) -> None:
    """
    share: of the second, 0..1; everything but the weights is the second's
    Raises ValueError where the two do not fit, CannotKeep where a checkpoint is in `out` already.
    """
    checkpoints.unused(out)
    if not 0 <= share <= 1:
        raise ValueError(f"--share is {share}; it must be from 0 to 1.")
    before, after = (checkpoints.read(path, (*PARTS, "dimensions", "answers")) for path in (first, second))
    if Dimensions(**before["dimensions"]) != Dimensions(**after["dimensions"]) or list(before["answers"]) != list(after["answers"]):
        raise ValueError(f"{first} and {second} are of different networks or lists; average checkpoints of one run.")
    for part in PARTS:
        pairs = ((name, before[part][name], weights) for name, weights in after[part].items())
        after[part] = {name: torch.lerp(old, new, share) if new.is_floating_point() else new for name, old, new in pairs}
    checkpoints.write(after, out)
