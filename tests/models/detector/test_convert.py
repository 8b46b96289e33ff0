"""What nobody reads of the class heads is taken out of a converted graph, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.detector.coco import NAMES
from models.detector.convert import CLASSES, without_unused
from models.graph import GraphBuilder
from models.quantize import quantize
from models.runtime import open_session


def heads(path: Path) -> None:
    """Boxes and class heads over a map of four cells a side, two anchors a cell, as the converted graph ends."""
    random, g = np.random.default_rng(0), GraphBuilder("heads")
    image = g.input("image", [1, 3, 4, 4])
    for name, width in (("boxes", 4), ("logits", CLASSES)):
        weight, bias = random.normal(size=(2 * width, 3, 1, 1)).astype(np.float32), random.normal(size=2 * width).astype(np.float32)
        cells = g("Conv", image, g.weight(weight), g.weight(bias), kernel_shape=[1, 1])
        rows = g("Reshape", g("Transpose", cells, perm=[0, 2, 3, 1]), g.constant([1, -1, width]))
        g.output(rows, name, [1, 32, width])
    g.save(path)


def said(path: Path, image: np.ndarray) -> list[np.ndarray]:
    return open_session(path).run(["boxes", "logits"], {"image": image})


@pytest.mark.parametrize("quantized", [False, True])
def test_the_classes_that_are_read_stay_the_same_to_the_bit(tmp_path: Path, quantized: bool):
    path, image = tmp_path / "heads.onnx", np.random.default_rng(1).uniform(-1, 1, (1, 3, 4, 4)).astype(np.float32)
    heads(path)
    if quantized:
        quantize(path, path, [{"image": image}])
    boxes, logits = said(path, image)
    size = path.stat().st_size
    without_unused(path)
    assert path.stat().st_size < size
    assert (said(path, image)[0] == boxes).all() and (said(path, image)[1] == logits[..., sorted(NAMES)]).all()
