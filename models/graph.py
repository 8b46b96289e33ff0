"""Builds an ONNX graph from numpy weights, node by node, where no exporter (and no torch) is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
"""Up to 20, S8S8 quantized graphs load everywhere; 17 is the first with LayerNormalization."""
IR_VERSION = 8
MOST_BYTES = 1 << 30
"""Of weights within the file; a protobuf ends at 2 GiB, and the quantizer copies it once."""


class GraphBuilder:
    """`x = g("MatMul", x, g.weight(w))`: every call adds a node and returns the name of its output."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []
        self._shared: dict[bytes, str] = {}
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, shape: Sequence[int | str], dtype: int = TensorProto.FLOAT) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, dtype, list(shape)))
        return name

    def output(self, value: str, name: str, shape: Sequence[int | str], dtype: int = TensorProto.FLOAT) -> None:
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, dtype, list(shape)))

    def weight(self, array: np.ndarray) -> str:
        name = f"w{len(self._weights)}"
        self._weights.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def constant(self, value: Any, dtype: type = np.int64) -> str:
        """A small array; equal ones are stored once."""
        array: np.ndarray = np.asarray(value, dtype)
        key = array.tobytes() + str((array.shape, array.dtype)).encode()
        if key not in self._shared:
            self._shared[key] = self.weight(array)
        return self._shared[key]

    def scalar(self, value: float) -> str:
        return self.constant(value, np.float32)

    def __call__(self, op: str, *inputs: str, outputs: int = 1, **attributes: Any) -> Any:
        base = f"{op.lower()}{len(self._nodes)}"
        names = [base] if outputs == 1 else [f"{base}_{part}" for part in range(outputs)]
        self._nodes.append(helper.make_node(op, list(inputs), names, name=base, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray | None = None) -> str:
        """weight: (out, in), as checkpoints store it; bias: (out,)."""
        y = self("MatMul", x, self.weight(weight.T))
        return y if bias is None else self("Add", y, self.weight(bias))

    def layer_norm(self, x: str, gain: np.ndarray, bias: np.ndarray, epsilon: float = 1e-5) -> str:
        return self("LayerNormalization", x, self.weight(gain), self.weight(bias), axis=-1, epsilon=epsilon)

    def gelu(self, x: str) -> str:
        """The exact form; ONNX Runtime fuses it into one kernel."""
        erf = self("Erf", self("Div", x, self.scalar(np.sqrt(2.0))))
        return self("Mul", self("Mul", x, self("Add", erf, self.scalar(1.0))), self.scalar(0.5))

    def save(self, path: Path) -> None:
        """Weights beyond MOST_BYTES go into <name>.data beside it."""
        graph = helper.make_graph(self._nodes, self.name, self._inputs, self._outputs, self._weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="owlish")
        # Built folded and with its shapes: what the quantizer's pre-processing would do, and warns of when it is not said.
        helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
        apart = sum(len(weight.raw_data) for weight in self._weights) > MOST_BYTES
        onnx.save(model, path, save_as_external_data=apart, location=f"{path.name}.data")
        onnx.checker.check_model(path)  # by its path: in memory it may be too large to be checked


def keep_in_halves(path: Path) -> None:
    """
    The graph's float matrices and kernels that FP16 holds to the last bit are stored so, as they were in the checkpoint: half the bytes,
    the same numbers. A Cast makes them float again, once, when a session is opened.
    """
    model = onnx.load(path)
    casts = []
    for weight in model.graph.initializer:
        array = numpy_helper.to_array(weight)
        if array.dtype != np.float32 or array.ndim < 2:  # vectors are small, and a quantizer's scales are found by their names
            continue
        with np.errstate(over="ignore"):  # what is too large for FP16 becomes infinite, and is seen below
            half = array.astype(np.float16)
        if np.array_equal(half, array):
            casts.append(helper.make_node("Cast", [f"{weight.name}_half"], [weight.name], name=f"{weight.name}_cast", to=TensorProto.FLOAT))
            weight.CopyFrom(numpy_helper.from_array(half, f"{weight.name}_half"))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)
