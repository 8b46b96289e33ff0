"""What a graph must hold to, so that it loads where it is sent: each finding is one sentence that names the node and the remedy.

    opset                   17 to 20 for INT8: from 21 on, S8S8 QDQ does not load (onnxruntime 25526)
    not float               Add, Softmax, LayerNormalization in INT8 cost 8 to 14 % of a transformer's output
and for TensorRT's explicit quantization:
    dynamic                 no DynamicQuantizeLinear, MatMulInteger, ConvInteger (TensorRT 4698)
    type, zero point        activations and weights INT8 with zero point 0
    bias                    no DequantizeLinear of INT32 (onnxruntime 14229, TensorRT 3360)
    axis                    a scale for each channel only on weights
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import onnx

from edge import graphs
from edge.graphs import OPSETS

Target = Literal["cpu", "tensorrt"]
DYNAMIC = ("DynamicQuantizeLinear", "MatMulInteger", "ConvInteger")
FLOAT_ONLY = ("Add", "Softmax", "LayerNormalization")


@dataclass(frozen=True)
class Finding:
    rule: str
    node: str
    text: str
    """One sentence: what the node does, and what to do about it."""


def check(model: onnx.ModelProto, target: Target = "tensorrt") -> list[Finding]:
    """All that breaks a rule; a float graph can break only the opset's."""
    look = _Look(model)
    found = [*_opset(model), *(finding for node in model.graph.node for finding in _general(node, look, target))]
    if target == "tensorrt":
        found += [finding for node in model.graph.node for finding in _tensorrt(node, look)]
    return found


def is_quantized(model: onnx.ModelProto) -> bool:
    return any(node.op_type in (*DYNAMIC, "QuantizeLinear", "DequantizeLinear") for node in model.graph.node)


class _Look:
    def __init__(self, model: onnx.ModelProto) -> None:
        self.weights, self.producers, self.readers = graphs.arrays(model), graphs.producers(model), graphs.readers(model)
        self.convolutional = not any(node.op_type in ("Softmax", "LayerNormalization") for node in model.graph.node)


def _opset(model: onnx.ModelProto) -> Iterator[Finding]:
    version = graphs.opset(model)
    if is_quantized(model) and version not in OPSETS:
        text = (
            f"The graph has opset {version}; INT8 graphs load everywhere from {OPSETS[0]} to {OPSETS[-1]}: export it at opset {OPSETS[0]}."
        )
        yield Finding("opset", "", text)


def _general(node: onnx.NodeProto, look: _Look, target: Target) -> Iterator[Finding]:
    """In convolutional networks Add stays INT8 on the CPU: it does not cost accuracy there, and keeps the chain of kernels whole."""
    if node.op_type not in FLOAT_ONLY or (target == "cpu" and look.convolutional):
        return
    if any(_is_dequantized(name, look) for name in node.input[:2]) and node.op_type in FLOAT_ONLY:
        yield Finding("not float", node.name, f"{node.op_type} '{node.name}' reads INT8; quantize only Conv, Gemm and MatMul.")


def _is_dequantized(name: str, look: _Look) -> bool:
    """An activation that was INT8 (not a weight that is stored so)."""
    node = look.producers.get(name)
    return node is not None and node.op_type == "DequantizeLinear" and node.input[0] not in look.weights and not _is_looked_up(node, look)


def _is_looked_up(node: onnx.NodeProto, look: _Look) -> bool:
    """A row of a table that is stored as INT8."""
    source = look.producers.get(node.input[0])
    return source is not None and source.op_type == "Gather"


def _tensorrt(node: onnx.NodeProto, look: _Look) -> Iterator[Finding]:
    if node.op_type in DYNAMIC:
        text = f"{node.op_type} '{node.name}' is dynamic quantization, which TensorRT refuses; make the static one: owlish edge quantize."
        yield Finding("dynamic", node.name, text)
    if node.op_type not in ("QuantizeLinear", "DequantizeLinear"):
        return
    yield from _number_type(node, look)
    scale = look.weights.get(node.input[1])
    if scale is not None and scale.size > 1 and not _is_weight(node, look):
        text = f"'{node.name}' has {scale.size} scales for an activation; give activations one scale, and only weights one a channel."
        yield Finding("axis", node.name, text)


def _number_type(node: onnx.NodeProto, look: _Look) -> Iterator[Finding]:
    zero = look.weights.get(node.input[2]) if len(node.input) > 2 and node.input[2] else None
    kind = zero.dtype if zero is not None else _stored(node, look)
    if kind == np.int32:
        text = f"DequantizeLinear '{node.name}' makes a bias from INT32, which TensorRT refuses; quantize with QuantizeBias=False."
        yield Finding("bias", node.name, text)
    elif kind != np.int8:
        text = f"{node.op_type} '{node.name}' is {kind}; TensorRT takes INT8 on both sides: quantize activations and weights as QInt8."
        yield Finding("type", node.name, text)
    elif zero is not None and np.any(zero != 0):
        text = f"{node.op_type} '{node.name}' has the zero point {zero.flat[0]}; TensorRT takes 0 only: calibrate with symmetric ranges."
        yield Finding("zero point", node.name, text)


def _stored(node: onnx.NodeProto, look: _Look) -> np.dtype:
    """Without a zero point: of a weight its own, of an activation what the standard says."""
    weight = look.weights.get(node.input[0])
    return weight.dtype if weight is not None else np.dtype(np.uint8)


def _is_weight(node: onnx.NodeProto, look: _Look) -> bool:
    if node.input[0] in look.weights:
        return True
    source = look.producers.get(node.input[0])
    return source is not None and source.op_type == "QuantizeLinear" and source.input[0] in look.weights
