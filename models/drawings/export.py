"""From a trained network to what is shipped.

    drawings.onnx   image (1, 3, 224, 224) float32 in -1..1 -> cells (1, F, 14, 14), opset 17, INT8 but for its two ends

The first one stays in FP32 because it is faster so (three channels fill no vector of integers) and more exact. The last one: its outputs
are logits beside box reaches, and one scale for both would blur the boxes. Sums stay in FP32, too; ranges leave out one value in 100,000.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from models import weights
from models.detector.runtime import HIT, overlap
from models.drawings import easy
from models.drawings.names import names
from models.drawings.render import render
from models.drawings.runtime import ARTEFACT, SIDE, Drawings, Drawn, letterbox, preprocess
from models.drawings.scenes import arrange
from models.errors import ModelError
from models.quantize import quantize
from models.runtime import open_session

OPSET = 17
PERCENTILE = 99.999
FLOOR = 0.97
"""Share of FP32's finds that INT8 must also make, with the same name and colour."""


@dataclass(frozen=True)
class Parity:
    apart: float
    """Largest difference between the network and its FP32 graph."""
    agreed: int
    of: int
    """INT8's finds that are FP32's, of FP32's."""
    bytes: int


def export(network: nn.Module, photos: Sequence[np.ndarray], folder: Path, out: Path = weights.FOLDER) -> Parity:
    """photos: some to calibrate on, beside scenes; folder: of the drawings. Raises ModelError where INT8 says something else than FP32."""
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / ARTEFACT
        apart = write(network, plain)
        shown = ({"image": preprocess(square)} for square in _squares(photos, folder, 5))
        quantize(plain, small, shown, _ends(plain), ("Conv", "GlobalAveragePool"), PERCENTILE)
        agreed, of = agreement(Drawings(plain), Drawings(small), _squares(photos, folder, 6))
        if agreed < FLOOR * of:
            raise ModelError(f"INT8 agrees with FP32 in {agreed} of {of} finds; at least {FLOOR:.0%} are needed. Nothing was written.")
        shutil.copyfile(small, out / ARTEFACT)
    weights.sign(ARTEFACT, out)
    return Parity(apart, agreed, of, (out / ARTEFACT).stat().st_size)


def write(network: nn.Module, path: Path) -> float:
    """The FP32 graph; returns how far its cells are from the network's on noise."""
    noise = torch.rand(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(2)) * 2 - 1
    network = network.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # this exporter needs no further package, and says that it is the older one
        torch.onnx.export(network, (noise,), path, input_names=["image"], output_names=["cells"], opset_version=OPSET, dynamo=False)
    assert onnx.load(path).opset_import[0].version == OPSET
    with torch.no_grad():
        cells = network(noise)[0].numpy()
    return float(np.abs(open_session(path).run(None, {"image": noise.numpy()})[0][0] - cells).max())


def agreement(first: Drawings, second: Drawings, squares: Sequence[np.ndarray]) -> tuple[int, int]:
    """In how many of the first's finds the second has one of the same name and colour at IoU 0.5."""
    pairs = [(first(square), second(square)) for square in squares]
    return sum(sum(_says(other, one, row) for row in range(len(one.scores))) for one, other in pairs), sum(
        len(one.scores) for one, _ in pairs
    )


def _says(drawn: Drawn, other: Drawn, row: int) -> bool:
    near = np.flatnonzero(overlap(other.boxes[row], drawn.boxes) >= HIT) if len(drawn.boxes) else ()
    return any(_meant(drawn, int(found)) == _meant(other, row) for found in near)


def _meant(drawn: Drawn, row: int) -> tuple[str, int]:
    colour = int(drawn.colours[row].argmax()) if drawn.colours[row].sum() > 0.5 else -1
    return names()[drawn.classes[row].argmax()], colour


def _squares(photos: Sequence[np.ndarray], folder: Path, seed: int) -> list[np.ndarray]:
    """Scenes, easy-VQA's training pictures and photos: (224, 224, 3) each."""
    rng = np.random.default_rng(seed)
    scenes = [render(rng, arrange(rng), photos, folder) for _ in range(120)]
    drawn = easy.load("train", folder)
    shown = [drawn.picture(number) for number in rng.integers(len(drawn.pictures), size=20)]
    return [*scenes, *shown, *(letterbox(photos[number])[0] for number in rng.permutation(len(photos))[:20])]


def _ends(graph: Path) -> tuple[str, str]:
    convolutions = [node.name for node in onnx.load(graph).graph.node if node.op_type == "Conv"]
    return convolutions[0], convolutions[-1]
