"""The frozen SSD graph as ONNX, from the resized picture to raw boxes and logits; anchors and suppression stay in numpy.

TensorFlow's NHWC is held as NCHW throughout; the prediction heads turn back before they are flattened. Batch norm is folded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from models.detector.coco import NAMES
from models.detector.graphdef import Node, read
from models.errors import DamagedModel
from models.graph import GraphBuilder

PICTURE = "Preprocessor/sub"
BOXES, LOGITS = "concat", "concat_1"
SIDE, ANCHORS, CLASSES = 300, 1917, 91

FOLDED: dict[str, Callable[..., np.ndarray]] = {
    "Add": np.add,
    "AddV2": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Rsqrt": lambda x: 1.0 / np.sqrt(x),
}
"""Arithmetic on constants that the freezing left in the graph."""


def convert(frozen: Path, out: Path) -> None:
    """Raises DamagedModel for an operation that this network does not have."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5000))
    converter = Converter(read(frozen))
    g = converter.graph
    g.input("image", [1, 3, SIDE, SIDE])
    g.output(converter.value(BOXES), "boxes", [1, ANCHORS, 4])
    g.output(converter.value(LOGITS), "logits", [1, ANCHORS, CLASSES])
    g.save(out)


def without_unused(path: Path) -> None:
    """
    Takes the background and the ten numbers that COCO does not use out of the class heads of a converted graph, quantized or not. The heads
    are most of the network's work, and these an eighth of them. Of the other classes a graph says the same as before, to the bit.
    """
    model = onnx.load(path)
    graph, used = model.graph, np.array(sorted(NAMES))
    weights = {weight.name: weight for weight in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        if node.op_type == "Reshape" and (width := weights[node.input[1]]).dims == [3] and numpy_helper.to_array(width)[-1] == CLASSES:
            width.CopyFrom(numpy_helper.from_array(np.array([1, -1, len(used)]), width.name))
        if node.op_type != "Conv":
            continue
        parts = [part for name in node.input[1:] for part in (makers[name].input if name in makers else (name,))]
        many = weights[parts[0]].dims[0]
        if many % CLASSES == 0:
            rows = (np.arange(0, many, CLASSES)[:, None] + used).ravel()
            for part in (weights[name] for name in parts if weights[name].dims):
                part.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(numpy_helper.to_array(part)[rows]), part.name))
    logits = next(output for output in graph.output if output.name == "logits")
    logits.type.tensor_type.shape.dim[2].dim_value = len(used)
    del graph.value_info[:]  # which told the old widths
    onnx.save(model, path)


class Converter:
    def __init__(self, nodes: dict[str, Node]) -> None:
        self.graph = GraphBuilder("ssd_mobilenet_v2")
        self._nodes = nodes
        self._values: dict[str, str] = {PICTURE: "image"}

    def value(self, name: str) -> str:
        """Name of the ONNX value that holds what the TensorFlow node computes."""
        name = name.split(":")[0].lstrip("^")
        if name not in self._values:
            node = self._nodes[name]
            self._values[name] = self._convert(node)
        return self._values[name]

    def _convert(self, node: Node) -> str:
        g, op = self.graph, node.op
        if op in ("Identity", "Squeeze"):
            return self.value(node.inputs[0])
        if op in ("Conv2D", "DepthwiseConv2dNative"):
            return self._convolution(node, None)
        if op == "BiasAdd" or op.startswith("FusedBatchNorm"):
            return self._normalized(node)
        if op == "Relu6":
            return g("Clip", self.value(node.inputs[0]), g.scalar(0.0), g.scalar(6.0))
        if op in ("Add", "AddV2") and self._is_constant(node.inputs[1]):
            return self._normalized(node)
        if op in ("Add", "AddV2"):
            return g("Add", *(self.value(name) for name in node.inputs))
        if op == "Reshape":  # a prediction head
            width = 4 if "BoxEncoding" in node.name or node.name.endswith("/Reshape") else CLASSES
            turned = g("Transpose", self.value(node.inputs[0]), perm=[0, 2, 3, 1])
            return g("Reshape", turned, g.constant([1, -1, width]))
        if op == "ConcatV2":
            return g("Concat", *(self.value(name) for name in node.inputs[:-1]), axis=1)
        raise DamagedModel(f"The detector's graph has the operation {op}, which is not of this network.")

    def _normalized(self, node: Node) -> str:
        """What follows a convolution linearly goes into its weights."""
        source = self._source(node.inputs[0])
        if node.op == "BiasAdd":
            bias = self._constant(node.inputs[1])
            return self._convolution(source, (np.ones_like(bias), bias))
        if source.op == "Mul":  # batch norm written out: x * scale + offset
            return self._convolution(self._source(source.inputs[0]), (self._constant(source.inputs[1]), self._constant(node.inputs[1])))
        gain, offset, mean, variance = (self._constant(name) for name in node.inputs[1:5])
        scale = gain / np.sqrt(variance + node.attribute("epsilon", 1e-3))
        return self._convolution(source, (scale, offset - mean * scale))

    def _convolution(self, node: Node, affine: tuple[np.ndarray, np.ndarray] | None) -> str:
        g = self.graph
        weight = self._constant(node.inputs[1]).astype(np.float32)
        height, width, channels, multiplier = weight.shape
        if node.op == "Conv2D":
            weight, group = weight.transpose(3, 2, 0, 1), 1
        else:
            weight, group = weight.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width), channels
        bias = np.zeros(len(weight), np.float32)
        if affine is not None:
            weight, bias = weight * affine[0].reshape(-1, 1, 1, 1), affine[1]
        stride = node.attribute("strides")[1]
        padding = "SAME_UPPER" if node.attribute("padding") == b"SAME" else "VALID"
        inputs = (self.value(node.inputs[0]), g.weight(weight.astype(np.float32)), g.weight(bias.astype(np.float32)))
        return g("Conv", *inputs, kernel_shape=[height, width], strides=[stride, stride], auto_pad=padding, group=group)

    def _source(self, name: str) -> Node:
        node = self._nodes[name.split(":")[0]]
        return self._source(node.inputs[0]) if node.op == "Identity" else node

    def _is_constant(self, name: str) -> bool:
        node = self._source(name)
        return node.op == "Const" or (node.op in FOLDED and all(self._is_constant(part) for part in node.inputs))

    def _constant(self, name: str) -> np.ndarray:
        node = self._source(name)
        if node.op == "Const":
            return node.attribute("value")
        if node.op in FOLDED:
            return FOLDED[node.op](*(self._constant(part) for part in node.inputs))
        raise DamagedModel(f"The detector's weight {name} is computed by {node.op}; a constant is expected.")
