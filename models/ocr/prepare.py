"""From the package's graphs to finder.onnx (INT8), recognizer.onnx and parity.json; the alphabet is in the recognizer's own metadata.

The recognizer stays in FP32: in INT8 it reads 4 of 60 lines otherwise, even with its six worst layers in float (docs/edge.md).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
import onnx

from models.calibration.samples import written
from models.detector.runtime import overlap
from models.ocr.finder import fitted, rectangles
from models.quantize import keep_if_faithful, quantize, raised, ready
from models.runtime import open_session

ARTEFACT = "finder.onnx"
CALIBRATED, CHECKED = 6, 6
"""Pages whose ranges are taken, and pages on which the lines of FP32 must be found."""
FLOOR = 0.95
SAME = 0.5
"""IoU from which a line is found again."""


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    label = "Preparing the reader of text"
    progress(label, 0.0)
    shutil.copyfile(files["PP-OCRv6_rec_small.onnx"], out / "recognizer.onnx")
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        plain = Path(scratch) / ARTEFACT
        ready(raised(onnx.load(files["PP-OCRv6_det_small.onnx"])), plain)
        progress(label, 0.2)
        quantize(plain, out / ARTEFACT, ({"x": page} for page in pages(0, CALIBRATED)), operators=["Conv"])
        progress(label, 0.7)
        keep_if_faithful(plain, out / ARTEFACT, *agreement(plain, out / ARTEFACT), FLOOR)
    progress(label, 1.0)


def pages(seed: int, count: int) -> Iterator[np.ndarray]:
    """As the finder takes them."""
    return (fitted(page) for page, _, _ in islice(written(seed), count))


def agreement(plain: Path, small: Path) -> tuple[int, int]:
    """(how many lines of the first graph the second finds, how many there are)."""
    sessions = [open_session(path) for path in (plain, small)]
    pairs = ([session.run(None, {"x": page})[0][0, 0] for session in sessions] for page in pages(1, CHECKED))
    found = [again for exact, rounded in pairs for again in lines_again(exact, rounded)]
    return sum(found), len(found)


def lines_again(wanted: np.ndarray, got: np.ndarray) -> list[bool]:
    """wanted, got: (h, w) probabilities of text. For each line of the first, whether the second has one in its place."""
    boxes = np.array([around(corners) for corners in rectangles(got)], np.float32).reshape(-1, 4)
    return [bool((overlap(around(corners), boxes) >= SAME).any()) for corners in rectangles(wanted)]


def around(corners: np.ndarray) -> np.ndarray:
    """(4,): the upright box of turned corners (4, 2)."""
    return np.concatenate([corners.min(0), corners.max(0)]).astype(np.float32)
