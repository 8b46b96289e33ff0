"""A TensorFlow.js graph model (a topology as JSON beside its weights) as a float ONNX graph, without TensorFlow.

TensorFlow's NHWC is held as NCHW throughout. Only what lies between the picture and the named outputs is translated, so what a network
does with its answers afterwards may stay in numpy.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import DamagedModel
from models.graph import GraphBuilder

Output = tuple[str, Sequence[int]]
"""A node, and the shape of what it makes."""
STORED = {"float16": np.float16, "float32": np.float32, "int32": np.int32}
SIMPLE = {"AddV2": "Add", "Add": "Add", "Relu": "Relu", "Sigmoid": "Sigmoid", "Mul": "Mul", "Sub": "Sub"}
"""Operations that ONNX has under these names."""


def convert(topology: Path, weights: Path, out: Path, picture: str, shape: Sequence[int], outputs: Mapping[str, Output]) -> None:
    """
    picture: the node in whose place the picture is fed; shape: (1, C, H, W) of it
    outputs: names of the ONNX graph's outputs, each with the node that makes it and its shape, (1, C, H, W) or (1, C)
    Raises DamagedModel for files that are not this network.
    """
    try:
        told = json.loads(topology.read_text())
        converter = Converter(told["modelTopology"]["node"], stored(told, weights.read_bytes()), picture, shape)
        converter.save(out, outputs)
    except (LookupError, ValueError, TypeError, AttributeError, binascii.Error, RecursionError) as error:
        message = f"{topology.name} is not the network that it should be ({error}); fetch it again with `owlish models pull`."
        raise DamagedModel(message) from None


def stored(told: Mapping[str, Any], data: bytes) -> dict[str, np.ndarray]:
    """Every weight by its name, halves as float32."""
    found, at = {}, 0
    for group in told["weightsManifest"]:
        for weight in group["weights"]:
            held = STORED[weight.get("quantization", weight)["dtype"]]
            many = int(np.prod(weight["shape"], dtype=np.int64))
            array = np.frombuffer(data, held, many, at).reshape(weight["shape"])
            found[weight["name"]] = array.astype(np.float32) if array.dtype == np.float16 else array
            at += array.nbytes
    if at != len(data):
        raise ValueError(f"{len(data)} bytes of weights in place of {at}")
    return found


class Converter:
    def __init__(self, nodes: Sequence[Mapping[str, Any]], weights: Mapping[str, np.ndarray], picture: str, shape: Sequence[int]) -> None:
        self._nodes = {node["name"]: node for node in nodes}
        self._weights = weights
        self._g = GraphBuilder("people")
        self._values = {picture: self._g.input("image", list(shape))}
        self._convert: dict[str, Callable[[Mapping[str, Any]], str]] = {
            **{op: partial(self._simple, name) for op, name in SIMPLE.items()},
            **dict.fromkeys(("Conv2D", "_FusedConv2D"), self._convolution),
            **dict.fromkeys(("DepthwiseConv2dNative", "FusedDepthwiseConv2dNative"), self._convolution),
            "_FusedMatMul": self._dense,
            "Mean": lambda node: self._g("Flatten", self._g("GlobalAveragePool", self._value(node["input"][0])), axis=1),
            "MaxPool": self._largest,
            "Minimum": self._at_most,
            "Maximum": self._at_least,
            "Pad": self._padded,
            "ResizeBilinear": self._enlarged,
        }

    def save(self, out: Path, outputs: Mapping[str, Output]) -> None:
        for name, (node, shape) in outputs.items():
            self._g.output(self._value(node), name, shape)
        self._g.save(out)

    def _value(self, name: str) -> str:
        """Of the ONNX value that holds what a node computes; a constant is one number, or one for each channel."""
        if name not in self._values:
            if name in self._weights:
                number = self._weights[name].astype(np.float32)
                self._values[name] = self._g.weight(number.reshape(-1, 1, 1) if number.ndim else number)
            else:
                node = self._nodes[name]
                self._values[name] = self._convert[node["op"]](node)
        return self._values[name]

    def _simple(self, name: str, node: Mapping[str, Any]) -> str:
        return self._g(name, *map(self._value, node["input"]))

    def _convolution(self, node: Mapping[str, Any]) -> str:
        x, kernel, *bias = node["input"]
        weight = self._weights[kernel]
        height, width, channels, many = weight.shape
        group = channels if "Depthwise" in node["op"] else 1
        weight = weight.transpose(2, 3, 0, 1).reshape(channels * many, 1, height, width) if group > 1 else weight.transpose(3, 2, 0, 1)
        y = self._g(
            "Conv",
            self._value(x),
            self._g.weight(weight),
            *(self._g.weight(self._weights[name]) for name in bias[:1]),
            kernel_shape=[height, width],
            strides=_numbers(node, "strides")[1:3],
            auto_pad="SAME_UPPER" if _words(node, "padding") == ["SAME"] else "VALID",
            group=group,
        )
        return self._followed(node, y)

    def _dense(self, node: Mapping[str, Any]) -> str:
        x, matrix, bias = node["input"]
        y = self._g("Gemm", self._value(x), self._g.weight(self._weights[matrix]), self._g.weight(self._weights[bias]))
        return self._followed(node, y)

    def _followed(self, node: Mapping[str, Any], y: str) -> str:
        """By what TensorFlow.js fused into the node after its bias."""
        for name in _words(node, "fused_ops"):
            if name == "Relu6":
                y = self._g("Clip", y, self._g.scalar(0.0), self._g.scalar(6.0))
            elif name == "Relu":
                y = self._g("Relu", y)
            elif name != "BiasAdd":
                raise ValueError(f"the operation {name}")
        return y

    def _at_most(self, node: Mapping[str, Any]) -> str:
        """A ReLU that is cut off is one Clip, as the quantizer knows it."""
        x, most = node["input"]
        return self._g("Clip", self._value(self._nodes[x]["input"][0]), self._g.scalar(0.0), self._g.scalar(float(self._weights[most])))

    def _at_least(self, node: Mapping[str, Any]) -> str:
        """What is no less than zero already."""
        x, least = node["input"]
        if self._weights[least] or self._nodes[x]["op"] != "Minimum":
            raise ValueError(f"a maximum of {self._weights[least]}")
        return self._value(x)

    def _largest(self, node: Mapping[str, Any]) -> str:
        size, strides = (_numbers(node, name)[1:3] for name in ("ksize", "strides"))
        padding = "SAME_UPPER" if _words(node, "padding") == ["SAME"] else "VALID"
        return self._g("MaxPool", self._value(node["input"][0]), kernel_shape=size, strides=strides, auto_pad=padding)

    def _padded(self, node: Mapping[str, Any]) -> str:
        x, paddings = node["input"]
        before, after = self._weights[paddings][[0, 3, 1, 2]].T
        return self._g("Pad", self._value(x), self._g.constant([*before, *after]))

    def _enlarged(self, node: Mapping[str, Any]) -> str:
        """To twice its size, as far as these networks go."""
        x, _ = node["input"]
        doubled = self._g.constant([1.0, 1.0, 2.0, 2.0], np.float32)
        return self._g("Resize", self._value(x), "", doubled, mode="linear", coordinate_transformation_mode="half_pixel")


def _words(node: Mapping[str, Any], name: str) -> list[str]:
    told = node["attr"].get(name, {})
    return [base64.b64decode(word).decode() for word in (told["list"]["s"] if "list" in told else [told["s"]] if "s" in told else [])]


def _numbers(node: Mapping[str, Any], name: str) -> list[int]:
    return [int(number) for number in node["attr"][name]["list"]["i"]]
