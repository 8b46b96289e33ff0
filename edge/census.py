"""Which kernels really run: counted in the graph that ONNX Runtime makes of a file, not in the file.

A QDQ graph can hold INT8 everywhere and still run in float: MatMul + Add becomes a Gemm with a float bias (MatMulAddFusion), for which
there is no INT8 kernel, and a Conv with a float bias has none either. That is slower than the float graph.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort

from edge import graphs
from edge.errors import UnfitGraph
from edge.rules import Finding, is_quantized
from models.providers import DIRECTML, OPENVINO, TENSORRT
from models.runtime import PROVIDERS, UNWANTED, first_line

INTEGER = (
    "QLinearConv",
    "ConvInteger",
    "QGemm",
    "QLinearMatMul",
    "MatMulInteger",
    "MatMulIntegerToFloat",
    "DynamicQuantizeMatMul",
    "DynamicQuantizeLSTM",
    "QAttention",
)
FLOAT = ("Conv", "FusedConv", "NhwcFusedConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul", "ConvTranspose", "LSTM")
COMPILING = (TENSORRT, OPENVINO, DIRECTML)
"""Providers that make one node of many, so that ONNX Runtime cannot write down what runs."""
FELL = 0.1
"""Share of a quantized graph's linear layers in float from which that is a fall-back and not a choice."""


@dataclass(frozen=True)
class Census:
    integer: dict[str, int]
    """INT8 kernels by name."""
    half: dict[str, int]
    """Those in FP16. A CPU makes float of them while it loads the graph, so there are none there."""
    floating: dict[str, int]
    """Linear kernels in float that multiply with a weight; two activations (attention) are multiplied in float everywhere."""
    fallen: tuple[str, ...]
    """Layers whose weight is stored in INT8 and that run in float."""

    @property
    def told(self) -> str:
        halves = ((f"{name} in FP16", many) for name, many in self.half.items())
        parts = [f"{many} {name}" for name, many in (*self.integer.items(), *halves, *self.floating.items())]
        return ", ".join(parts) or "no linear layers"

    @property
    def precision(self) -> str:
        """The lowest of its multiplications with weights: `int8`, `fp16`, or `float`."""
        return "int8" if self.integer else "fp16" if self.half else "float"


def take(path: Path, providers: Sequence[str] = PROVIDERS) -> Census:
    """Raises UnfitGraph where ONNX Runtime cannot load it."""
    return counted(optimized(path, providers))


def counted(model: onnx.ModelProto) -> Census:
    """model: as ONNX Runtime has optimized it"""
    weights, look = graphs.arrays(model), graphs.producers(model)
    integer, half, floating, fallen = Counter[str](), Counter[str](), Counter[str](), []
    for node in model.graph.node:
        if node.op_type in INTEGER:
            integer[node.op_type] += 1
        elif node.op_type in FLOAT and len(node.input) > 1:
            source = look.get(node.input[1])
            if source is not None and source.op_type == "DequantizeLinear" and source.input[0] in weights:
                fallen.append(node.name or node.output[0])
            if node.input[1] in weights and weights[node.input[1]].dtype == np.float16:
                half[node.op_type] += 1
            elif node.input[1] in weights or (source is not None and source.op_type == "DequantizeLinear"):
                floating[node.op_type] += 1
    return Census(dict(integer), dict(half), dict(floating), tuple(fallen))


def precision(path: Path, provider: str) -> str:
    """What runs on that provider; where it compiles the graph, and shows no kernels, what the file asks of it. Raises UnfitGraph."""
    if provider not in COMPILING:
        return take(path, (provider,)).precision
    asked = graphs.load(path)
    return "int8" if is_quantized(asked) else counted(asked).precision


def optimized(path: Path, providers: Sequence[str] = PROVIDERS) -> onnx.ModelProto:
    """The graph after ONNX Runtime's own optimization."""
    with tempfile.TemporaryDirectory() as scratch:
        options = ort.SessionOptions()
        options.optimized_model_filepath, options.log_severity_level = str(Path(scratch) / "optimized.onnx"), 3
        try:
            ort.InferenceSession(str(path), options, providers=list(providers), disabled_optimizers=list(UNWANTED))
        except Exception as error:  # the runtime raises its own unrelated classes
            raise UnfitGraph(f"{path.name} does not load ({first_line(error)}); make it anew: owlish edge quantize.") from error
        return onnx.load(Path(scratch) / "optimized.onnx")


def check(path: Path, taken: Census) -> list[Finding]:
    """What should run in INT8 and does not."""
    if not is_quantized(graphs.load(path)):
        return []
    total = sum(map(sum, (taken.integer.values(), taken.half.values(), taken.floating.values())))
    named = ", ".join(taken.fallen[:3]) + (", ..." if len(taken.fallen) > 3 else "")
    if not taken.integer:
        text = "No linear layer runs in INT8 on this CPU; use the dynamic graph here, and this one with TensorRT."
        return [Finding("kernels", named, text)]
    if len(taken.fallen) > FELL * total:
        text = (
            f"{len(taken.fallen)} of {total} linear layers with INT8 weights run in float on this CPU ({named}): a float bias has no INT8 "
            "kernel. Use the dynamic graph here, or open this one with disabled_optimizers=['MatMulAddFusion']."
        )
        return [Finding("kernels", named, text)]
    return []
