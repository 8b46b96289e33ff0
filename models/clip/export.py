"""From the trained network to what is shipped, without an exporter: the graphs are built from its weights.

    clip.onnx       names (B, L), things (B, C), drawn (B, K), grid (B, G), middle (B, M) -> vector (B, D), tags (B, T), see tags.py
    clip_text.onnx  sentence (B, S) -> vector (B, D); its metadata holds `scale`, what cosines are multiplied by

Both become INT8 (dynamic, per channel) where that says what FP32 says, which a count on real photos decides.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from models import weights
from models.clip.features import DRAWN, GRID, MIDDLE, NAMES, THINGS
from models.clip.names import Encode
from models.clip.network import LEAST, SHARPEST, DualEncoder
from models.clip.runtime import TEXT
from models.clip.tags import IMAGE, SHARPER, prompts
from models.graph import GraphBuilder
from models.minilm.runtime import WIDTH
from models.quantize import keep_if_faithful
from models.runtime import open_session

SAME, FLOOR = 0.98, 0.95
"""Cosine from which two vectors are the same, and the share of them that must be."""

Given = Mapping[str, np.ndarray]


def export(network: DualEncoder, pictures: Given, sentences: np.ndarray, words: Tensor, folder: Path = weights.FOLDER) -> dict[str, dict]:
    """
    pictures, sentences: what INT8 is compared on
    words: (T, D) vectors of the tags, see tag_vectors
    Writes both artefacts and signs them; returns what parity said of each: precision, agreed, of.
    """
    parity = {}
    builds = (
        (IMAGE, lambda path: build_image(network, words, path), pictures),
        (TEXT, lambda path: build_text(network, path), {"sentence": sentences}),
    )
    for name, build, given in builds:
        with tempfile.TemporaryDirectory() as scratch:
            plain, small = Path(scratch) / name, Path(scratch) / f"small-{name}"
            build(plain)
            shrink(plain, small)
            keep_if_faithful(plain, small, *agreement(plain, small, given), FLOOR)
            parity[name] = json.loads(small.with_name("parity.json").read_text("utf-8"))
            tag(small, folder / name, scale=network.scale.clamp(max=SHARPEST).exp().item(), precision=parity[name]["precision"])
        weights.sign(name, folder)
    return parity


@torch.no_grad()
def tag_vectors(network: DualEncoder, encode: Encode) -> Tensor:
    """(T, D): each tag the mean of its prompts, of length 1, times what makes chances of cosines."""
    rows = [network.text(torch.from_numpy(encode(list(said)))).mean(0) for said in prompts()]
    return F.normalize(torch.stack(rows), dim=-1) * network.scale.clamp(max=SHARPEST).exp() * SHARPER


def build_image(network: DualEncoder, words: Tensor, path: Path) -> None:
    tower, g = network.image, GraphBuilder("clip_image")
    widths = {"names": NAMES, "things": THINGS, "drawn": len(DRAWN), "grid": GRID, "middle": MIDDLE}
    names, things, drawn, grid, middle = (g.input(name, ["B", width]) for name, width in widths.items())
    logs = g("Log", g("Max", names, g.scalar(LEAST)))
    sharp = g("Softmax", g("Mul", logs, g.scalar(tower.sharpness.exp().item())), axis=-1)
    parts = [g.layer_norm(part, array(norm.weight), array(norm.bias)) for part, norm in zip((logs, grid, middle), tower.norms, strict=True)]
    inner = g("Relu", g.linear(g("Concat", *parts, things, drawn, axis=-1), array(tower.inner.weight), array(tower.inner.bias)))
    total = g.linear(inner, array(tower.outer.weight), array(tower.outer.bias))
    for part, rows in zip((sharp, things, drawn), tower.rows(network.text), strict=True):
        total = g("Add", total, g("MatMul", part, g.weight(array(rows))))
    vector = unit(g, total)
    g.output(vector, "vector", ["B", tower.outer.out_features])
    g.output(g("MatMul", vector, g.weight(array(words).T)), "tags", ["B", len(words)])
    g.save(path)


def build_text(network: DualEncoder, path: Path) -> None:
    tower, g = network.text, GraphBuilder("clip_text")
    centred = g("Sub", g.input("sentence", ["B", WIDTH]), g.weight(array(tower.centre)))
    g.output(unit(g, g.linear(centred, array(tower.project.weight))), "vector", ["B", tower.project.out_features])
    g.save(path)


def unit(g: GraphBuilder, x: str) -> str:
    return g("Div", x, g("Max", g("ReduceL2", x, axes=[1], keepdims=1), g.scalar(1e-12)))


def array(tensor) -> np.ndarray:
    return tensor.detach().numpy()


def shrink(plain: Path, small: Path) -> None:
    quantize_dynamic(
        plain,
        small,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )


def agreement(plain: Path, small: Path, given: Given) -> tuple[int, int]:
    """(how many vectors of the two graphs are the same, how many there are), one input at a time as in use."""
    count, exact, rounded = len(next(iter(given.values()))), open_session(plain), open_session(small)
    rows = [{name: part[row : row + 1] for name, part in given.items()} for row in range(count)]
    cosines = [float((exact.run(["vector"], row)[0] * rounded.run(["vector"], row)[0]).sum()) for row in rows]
    return sum(cosine >= SAME for cosine in cosines), count


def tag(source: Path, target: Path, **values: object) -> None:
    model = onnx.load(source)
    for name, value in values.items():
        model.metadata_props.add(key=name, value=str(value))
    onnx.save(model, target)
