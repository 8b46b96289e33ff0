"""Where models lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def model_dir() -> Path:
    """OWLISH_MODELS, or the user's cache folder: prepared models, which can always be made anew."""
    return Path(os.environ.get("OWLISH_MODELS") or Path(platformdirs.user_cache_dir("owlish")) / "models")


def choices_file() -> Path:
    """OWLISH_CHOICES, or choices.json beside the prepared models: what `owlish edge tune` has measured and chosen. Need not exist."""
    return Path(os.environ.get("OWLISH_CHOICES") or model_dir() / "choices.json")
