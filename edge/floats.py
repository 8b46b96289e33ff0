"""An INT8 graph made float again, where only the small artefact is at hand: dynamic quantization, QDQ, and quantized tables.

    MatMulInteger(quantized x, W) * scales  ->  MatMul(x, (W - zero) * scale)      the same for ConvInteger
    Gather(quantized table) * scale         ->  Gather((table - zero) * scale)
    DequantizeLinear(weight)                ->  the float weight
    QuantizeLinear, DequantizeLinear        ->  Clip: a ReLU before them was left to the range of the integers
    Cast(weight in FP16)                    ->  the float weight

The weights keep the rounding that quantization gave them; only the activations are exact again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from edge import graphs
from edge.errors import UnfitGraph

INTEGER = {"MatMulInteger": "MatMul", "ConvInteger": "Conv"}
QUANTIZED = (*INTEGER, "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul")


def dequantize(source: Path, out: Path) -> None:
    """A float graph is copied as it is. Raises UnfitGraph for what is no ONNX graph or is quantized in another way than ours."""
    model = graphs.load(source)
    _Floats(model).run()
    left = sorted({node.op_type for node in model.graph.node if node.op_type in QUANTIZED})
    if left:
        raise UnfitGraph(f"{source.name} cannot be made float again: it holds {', '.join(left)}; make it from the weights' origin instead.")
    onnx.save(model, out)


class _Floats:
    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self.weights = graphs.arrays(model)
        self.producers, self.readers = graphs.producers(model), graphs.readers(model)
        self.renamed: dict[str, str] = {}
        self.added: dict[str, np.ndarray] = {}

    def run(self) -> None:
        nodes = [made for node in self.model.graph.node for made in self._nodes(node)]
        nodes = [node for node in nodes if not any(name in self.renamed for name in node.output)]
        for node in nodes:
            node.input[:] = [self._final(name) for name in node.input]
        graphs.replace_nodes(self.model, nodes)
        for output in self.model.graph.output:  # a name that was passed over, but is what the graph gives
            if output.name in self.renamed:
                self.model.graph.node.append(helper.make_node("Identity", [self._final(output.name)], [output.name]))
        self.model.graph.initializer.extend(numpy_helper.from_array(np.asarray(array), name) for name, array in self.added.items())
        graphs.tidy(self.model)

    def _final(self, name: str) -> str:
        while name in self.renamed:
            name = self.renamed[name]
        return name

    def _nodes(self, node: onnx.NodeProto) -> list[onnx.NodeProto]:
        """What stands in its place."""
        if node.op_type in INTEGER:
            return self._product(node)
        if node.op_type == "DequantizeLinear":
            return self._dequantized(node)
        if node.op_type == "Cast" and self._is_half(node.input[0]):
            self.added[f"{node.input[0]}_float"] = self.weights[node.input[0]].astype(np.float32)
            self.renamed[node.output[0]] = f"{node.input[0]}_float"
            return []
        return [self._clip(node) if node.op_type == "QuantizeLinear" else node]

    def _is_half(self, name: str) -> bool:
        return name in self.weights and self.weights[name].dtype == np.float16

    def _clip(self, node: onnx.NodeProto) -> onnx.NodeProto:
        """To what the integers could hold."""
        scale, zero = self.weights[node.input[1]], self.weights[node.input[2]]
        limits = np.iinfo(zero.dtype)
        ends = []
        for end in (limits.min, limits.max):
            value = np.float32((float(end) - float(zero)) * float(scale))
            ends.append(f"clip_{value!r}")
            self.added[ends[-1]] = np.asarray(value)
        return helper.make_node("Clip", [node.input[0], *ends], [node.output[0]], name=node.name)

    def _product(self, node: onnx.NodeProto) -> list[onnx.NodeProto]:
        """In the product's own place; the Cast and the Mul by the scales behind it are passed over."""
        source, before = self.producers[node.input[0]], []
        read = source.input[0]
        if source.op_type == "Gather":  # rows of a quantized table, multiplied as they are
            scale, zero = self._scale(source.input[0]), self.weights[node.input[2]]
            read = f"{source.output[0]}_float"
            before = [self._gather(source, read, scale, zero, 1)]
        zero = self.weights[node.input[3]] if len(node.input) > 3 else np.zeros((), np.int8)
        weight = self._weight(node.input[1], self._scale(node.input[1]), zero, 0 if node.op_type == "ConvInteger" else -1)
        cast = self._only_reader(node.output[0])
        self.renamed[self._only_reader(cast.output[0]).output[0]] = node.output[0]
        made = helper.make_node(INTEGER[node.op_type], [read, weight], [node.output[0]], name=node.name.removesuffix("_quant"))
        made.attribute.extend(node.attribute)
        return [*before, made]

    def _scale(self, name: str) -> np.ndarray:
        """Of a quantized weight: ONNX Runtime's names tell whose it is."""
        scale = f"{name.removesuffix('_quantized')}_scale"
        if scale not in self.weights:
            raise UnfitGraph(f"The quantized weight '{name}' has no scale of its name, as our quantization gives; make it from its origin.")
        return self.weights[scale]

    def _gather(self, gather: onnx.NodeProto, output: str, scale: np.ndarray, zero: np.ndarray, axis: int) -> onnx.NodeProto:
        table = self._weight(gather.input[0], scale, zero, axis)
        made = helper.make_node("Gather", [table, gather.input[1]], [output], name=f"{gather.name}:{output}")
        made.attribute.extend(gather.attribute)
        return made

    def _only_reader(self, name: str) -> onnx.NodeProto:
        found = self.readers[name]
        if len(found) != 1:
            raise UnfitGraph(
                f"{name} is read {len(found)} times, not once as after our quantization; make the graph from its origin instead."
            )
        return found[0]

    def _dequantized(self, node: onnx.NodeProto) -> list[onnx.NodeProto]:
        scale = self.weights[node.input[1]]
        zero = self.weights[node.input[2]] if len(node.input) > 2 else np.zeros((), np.int8)
        axis = next((attribute.i for attribute in node.attribute if attribute.name == "axis"), 1)
        if node.input[0] in self.weights:
            self.renamed[node.output[0]] = self._weight(node.input[0], scale, zero, axis)
            return []
        gather = self.producers[node.input[0]]
        if gather.op_type == "Gather" and gather.input[0] in self.weights:
            return [self._gather(gather, node.output[0], scale, zero, axis)]
        self.renamed[node.output[0]] = node.input[0]
        return []

    def _weight(self, name: str, scale: np.ndarray, zero: np.ndarray, axis: int) -> str:
        """The float weight's name; quantized ones end in _quantized."""
        plain = name.removesuffix("_quantized") + "_float"
        if plain not in self.added:
            array = self.weights[name]
            shape = [1] * array.ndim
            if np.ndim(scale):
                shape[axis] = -1
            scale, zero = (np.reshape(part, shape) if np.ndim(scale) else np.reshape(part, ()) for part in (scale, zero))
            self.added[plain] = ((array.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
        return plain
