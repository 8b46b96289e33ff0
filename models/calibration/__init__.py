"""Small photos on which quantization finds the ranges of activations and is then checked; `licences.json` says whose they are."""

from __future__ import annotations

from importlib import resources

import numpy as np


def photos() -> list[np.ndarray]:
    """Each (H, W, 3) uint8 RGB. By habit every other one, from the first, calibrates; the rest check."""
    from PIL import Image

    folder = resources.files("models.calibration")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jpg"))
    return [np.asarray(Image.open(folder / name).convert("RGB")) for name in names]
