"""EfficientNet-Lite0 as INT8 ONNX from the checkpoint's tensors, and Lite3 (tflite.py) from its file.

Lite0: stem, 16 inverted bottlenecks, head. Batch norm is folded. No torch.

image (1, 3, 224, 224) -> stage4 (1, 112, 14, 14), grid (1, 320, 7, 7), logits (1, 1000)
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from models.backbone.checkpoint import read
from models.backbone.runtime import SIDE, preprocess
from models.calibration import photos
from models.graph import GraphBuilder
from models.quantize import keep_if_faithful, quantize
from models.runtime import open_session

ARTEFACT, NAMER = "backbone.onnx", "namer.onnx"
FLOOR = 0.75
"""Share of photos with the same first name; those where FP32 itself hesitates may tip."""

Weights = dict[str, np.ndarray]
EPSILON = 1e-3
STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))
"""Blocks, and the stride of the first (Tan & Le 2019, Table 1); kernels and widths are those of the weights."""


def prepare(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    _prepare(lambda plain: build(read(files["efficientnet-lite0-57934424.pth"]), plain), out / ARTEFACT, "Preparing the backbone", progress)


def prepare_namer(files: Mapping[str, Path], out: Path, progress: Callable[[str, float], None]) -> None:
    """EfficientNet-Lite3, which gives names to the same input."""
    from models.backbone.tflite import convert

    _prepare(lambda plain: convert(files["efficientnet_lite3.tflite"], plain), out / NAMER, "Preparing the network of names", progress)


def _prepare(make: Callable[[Path], None], out: Path, label: str, progress: Callable[[str, float], None]) -> None:
    progress(label, 0.0)
    pictures = [preprocess(picture) for picture in photos()]
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        plain = Path(scratch) / out.name
        make(plain)
        progress(label, 0.3)
        quantize(plain, out, ({"image": picture} for picture in pictures[::2]))
        progress(label, 0.8)
        keep_if_faithful(plain, out, agreement(plain, out, pictures[1::2]), len(pictures[1::2]), FLOOR)
    progress(label, 1.0)


def agreement(plain: Path, small: Path, pictures: Sequence[np.ndarray]) -> int:
    """pictures: as `preprocess` makes them. On how many the two graphs give the same first name."""
    exact, rounded = open_session(plain), open_session(small)
    said = ([session.run(["logits"], {"image": picture})[0].argmax() for session in (exact, rounded)] for picture in pictures)
    return sum(int(one == other) for one, other in said)


def build(weights: Weights, path: Path) -> None:
    g = GraphBuilder("efficientnet_lite0")
    x = g.input("image", [1, 3, SIDE, SIDE])
    x = _relu6(g, _convolution(g, x, weights, "_conv_stem", "_bn0", stride=2))
    block, middle = 0, x
    for stage, (blocks, stride) in enumerate(STAGES):
        for position in range(blocks):
            x = _bottleneck(g, x, weights, f"_blocks.{block}.", stride if position == 0 else 1, keep=position > 0)
            block += 1
        middle = x if stage == 4 else middle
    head = _relu6(g, _convolution(g, x, weights, "_conv_head", "_bn1"))
    pooled = g("Flatten", g("GlobalAveragePool", head), axis=1)
    logits = g("Gemm", pooled, g.weight(weights["_fc.weight"]), g.weight(weights["_fc.bias"]), transB=1)
    g.output(middle, "stage4", [1, 112, 14, 14])
    g.output(x, "grid", [1, 320, 7, 7])
    g.output(logits, "logits", [1, 1000])
    g.save(path)


def _bottleneck(g: GraphBuilder, x: str, weights: Weights, name: str, stride: int, keep: bool) -> str:
    y = x
    if f"{name}_expand_conv.weight" in weights:
        y = _relu6(g, _convolution(g, y, weights, f"{name}_expand_conv", f"{name}_bn0"))
    y = _relu6(g, _convolution(g, y, weights, f"{name}_depthwise_conv", f"{name}_bn1", stride=stride, depthwise=True))
    y = _convolution(g, y, weights, f"{name}_project_conv", f"{name}_bn2")
    return g("Add", x, y) if keep else y


def _convolution(g: GraphBuilder, x: str, weights: Weights, name: str, norm: str, stride: int = 1, depthwise: bool = False) -> str:
    weight = weights[f"{name}.weight"]
    scale = weights[f"{norm}.weight"] / np.sqrt(weights[f"{norm}.running_var"] + EPSILON)
    bias = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale
    return g(
        "Conv",
        x,
        g.weight((weight * scale.reshape(-1, 1, 1, 1)).astype(np.float32)),
        g.weight(bias.astype(np.float32)),
        kernel_shape=list(weight.shape[2:]),
        strides=[stride, stride],
        auto_pad="SAME_UPPER",
        group=len(weight) if depthwise else 1,
    )


def _relu6(g: GraphBuilder, x: str) -> str:
    return g("Clip", x, g.scalar(0.0), g.scalar(6.0))
