"""From the frozen TensorFlow graph to detector.onnx (INT8 QDQ) and parity.json, without TensorFlow."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from models import registry
from models.calibration import photos
from models.detector.convert import convert, without_unused
from models.detector.runtime import HIT, Detections, Detector, overlap, preprocess
from models.quantize import keep_if_faithful, quantize
from models.store import Prepared

ARTEFACT = "detector.onnx"
SURE = 0.4
"""Score from which a detection of FP32 must be found again."""
FLOOR = 0.85


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    label = "Preparing the detector"
    progress(label, 0.0)
    pictures = photos()
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        plain = Path(scratch) / ARTEFACT
        convert(files["frozen_inference_graph.pb"], plain)
        progress(label, 0.2)
        quantize(plain, out / ARTEFACT, ({"image": preprocess(picture)} for picture in pictures[::2]))
        for graph in (plain, out / ARTEFACT):
            without_unused(graph)
        progress(label, 0.8)
        keep_if_faithful(plain, out / ARTEFACT, *agreement(plain.parent, out, pictures[1::2]), FLOOR)
    progress(label, 1.0)


def agreement(plain: Path, small: Path, pictures: Sequence[np.ndarray]) -> tuple[int, int]:
    """The sure detections of the graph in folder `plain`: (how many the one in `small` finds again, how many there are)."""
    model = registry.find("ssd-mobilenet-v2-coco")
    exact, rounded = Detector(Prepared(model, plain)), Detector(Prepared(model, small))
    found = [found_again(exact(picture, SURE), rounded(picture)) for picture in pictures]
    return sum(map(sum, found)), sum(map(len, found))


def found_again(wanted: Detections, found: Detections) -> list[bool]:
    """For each of the wanted: whether the same class was found in the same place (HIT)."""
    same = [np.array([label == other for other in found.labels], bool) for label in wanted.labels]
    return [bool((overlap(box, found.boxes[row]) >= HIT).any()) for box, row in zip(wanted.boxes, same, strict=True)]
