"""Small photos on which quantization finds the ranges of activations and is then checked; `licences.json` says whose they are."""

from __future__ import annotations

from importlib import resources
from io import BytesIO

import numpy as np


def photos() -> list[np.ndarray]:
    """Each (H, W, 3) uint8 RGB. By habit every other one, from the first, calibrates; the rest check."""
    from PIL import Image

    files = [entry for entry in resources.files("models.calibration").iterdir() if entry.name.endswith(".jpg")]
    return [np.asarray(Image.open(BytesIO(entry.read_bytes())).convert("RGB")) for entry in sorted(files, key=lambda entry: entry.name)]
