"""How many multiplications a graph really does for an input: counted in the graph that ONNX Runtime makes of it, with the shapes that it
computes there, INT8 and float apart.

Counted are convolutions, products of matrices and LSTMs: one multiplication with its addition is one MAC. What lies in branches (If, Loop)
is not seen.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort

from edge.census import INTEGER, optimized

Shape = tuple[int, ...]
Feeds = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Work:
    integer: int
    """MACs in INT8,"""
    floating: int
    """and in float."""
    weights: int
    """Bytes of all weights."""

    @property
    def total(self) -> int:
        return self.integer + self.floating


def count(path: Path, feeds: Feeds) -> Work:
    """feeds: one input. Raises UnfitGraph where ONNX Runtime cannot load it."""
    model = optimized(path)
    nodes = [node for node in model.graph.node if node.op_type in RULES]
    shapes = observed(model, {name for node in nodes for name in (*node.input, *node.output) if name}, feeds)
    macs = {True: 0, False: 0}
    for node in nodes:
        inputs, outputs = ([shapes.get(name, ()) for name in names] for names in (node.input, node.output))
        macs[node.op_type in INTEGER] += RULES[node.op_type](node, inputs, outputs[0])
    return Work(macs[True], macs[False], sum(len(item.raw_data) for item in model.graph.initializer))


def observed(model: onnx.ModelProto, names: set[str], feeds: Feeds) -> dict[str, Shape]:
    """The shape of each value, from one run in which all of them are outputs."""
    shapes = {item.name: tuple(item.dims) for item in model.graph.initializer}
    given = {item.name for item in model.graph.output}
    made = {name for node in model.graph.node for name in node.output}
    wanted = sorted(names & made)
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in wanted if name not in given)
    with tempfile.TemporaryDirectory() as scratch:
        onnx.save(model, Path(scratch, "seen.onnx"))
        options = ort.SessionOptions()
        options.graph_optimization_level, options.log_severity_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL, 3
        session = ort.InferenceSession(Path(scratch, "seen.onnx"), options, providers=["CPUExecutionProvider"])
        values = session.run(wanted, dict(feeds)) if wanted else []
    shapes |= {name: tuple(np.shape(value)) for name, value in zip(wanted, values, strict=True)}
    return {**shapes, **{name: np.shape(value) for name, value in feeds.items()}}


# ---- what each operator does


def _matmul(node: onnx.NodeProto, inputs: list[Shape], output: Shape) -> int:
    turned = any(item.name == "transA" and item.i for item in node.attribute)
    return math.prod(output) * inputs[0][-2 if turned else -1]


def _convolution(weight: int) -> Callable[[onnx.NodeProto, list[Shape], Shape], int]:
    """weight: which input holds it, (out, in / groups, ...)"""
    return lambda node, inputs, output: math.prod(output) * math.prod(inputs[weight][1:])


def _transposed(node: onnx.NodeProto, inputs: list[Shape], output: Shape) -> int:
    """Its weight is (in, out / groups, ...)."""
    return math.prod(inputs[0]) * math.prod(inputs[1][1:])


def _lstm(node: onnx.NodeProto, inputs: list[Shape], output: Shape) -> int:
    """Input (T, B, I); weights (D, 4H, I) and (D, 4H, H)."""
    return math.prod(inputs[0][:2]) * (math.prod(inputs[1]) + math.prod(inputs[2]))


RULES: dict[str, Callable[[onnx.NodeProto, list[Shape], Shape], int]] = {
    **dict.fromkeys(("MatMul", "FusedMatMul", "Gemm", "FusedGemm", "MatMulInteger", "MatMulIntegerToFloat"), _matmul),
    **dict.fromkeys(("DynamicQuantizeMatMul", "QGemm", "QLinearMatMul"), _matmul),
    **dict.fromkeys(("Conv", "FusedConv", "NhwcFusedConv", "ConvInteger"), _convolution(1)),
    "QLinearConv": _convolution(3),
    "ConvTranspose": _transposed,
    "LSTM": _lstm,
    "DynamicQuantizeLSTM": _lstm,
}
