"""Joins the parts of the network and puts the voices beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    with (out / "voice.onnx").open("wb") as whole:
        for name in sorted(name for name in files if name.startswith("part")):
            with files[name].open("rb") as part:
                shutil.copyfileobj(part, whole, 1 << 20)
    for name, path in files.items():
        if not name.startswith("part"):
            shutil.copyfile(path, out / name)
    progress("Preparing the quality voice", 1.0)
