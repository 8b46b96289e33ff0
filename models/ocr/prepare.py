"""The package carries both graphs ready to run; the alphabet is in the recognizer's own metadata."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    shutil.copyfile(files["PP-OCRv6_det_small.onnx"], out / "finder.onnx")
    shutil.copyfile(files["PP-OCRv6_rec_small.onnx"], out / "recognizer.onnx")
    progress("Preparing the reader of text", 1.0)
