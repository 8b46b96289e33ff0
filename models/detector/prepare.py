"""From the frozen TensorFlow graph to detector.onnx (INT8 QDQ), without TensorFlow."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from models.calibration import photos
from models.detector.convert import convert
from models.detector.runtime import preprocess
from models.quantize import quantize


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    label = "Preparing the detector"
    progress(label, 0.0)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        plain = Path(scratch) / "plain.onnx"
        convert(files["frozen_inference_graph.pb"], plain)
        progress(label, 0.2)
        quantize(plain, out / "detector.onnx", "image", (preprocess(photo) for photo in photos()))
    progress(label, 1.0)
