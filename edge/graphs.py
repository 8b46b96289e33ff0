"""Graphs read, searched and tidied: the little of ONNX that the workshop's modules share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from edge.errors import UnfitGraph
from models import quantize

OPSETS = range(17, 21)
"""17 is the first with LayerNormalization; from 21 on, ONNX Runtime does not load S8S8 QDQ graphs (its issue 25526)."""


def load(path: Path) -> onnx.ModelProto:
    """Raises UnfitGraph where the file is no ONNX graph."""
    if path.exists() and not path.is_file():
        raise UnfitGraph(f"{path} is no file; name an .onnx file.")
    try:
        model = onnx.load(path)
    except FileNotFoundError:
        raise UnfitGraph(f"{path} does not exist; name an .onnx file.") from None
    except Exception as error:  # protobuf's own classes, which differ between its versions
        raise UnfitGraph(f"{path} is no ONNX graph ({type(error).__name__}); export it again, or name an .onnx file.") from error
    if not model.graph.node or not model.opset_import:
        raise UnfitGraph(f"{path} is no ONNX graph (it holds no nodes); export it again, or name an .onnx file.")
    return model


def opset(model: onnx.ModelProto) -> int:
    return next((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), 0)


def raised(model: onnx.ModelProto, path: Path) -> onnx.ModelProto:
    """The same graph at opset 17, where it is older. Raises UnfitGraph for a newer one than can be used, and where raising fails."""
    version = opset(model)
    if version in OPSETS:
        return model
    if version > OPSETS[-1]:
        raise UnfitGraph(
            f"{path.name} has opset {version}; INT8 graphs load everywhere with {OPSETS[0]} to {OPSETS[-1]}: export at opset {OPSETS[0]}."
        )
    try:
        return quantize.raised(model)
    except Exception as error:  # ConvertError, RuntimeError or worse, by operator
        raise UnfitGraph(f"{path.name} has opset {version} and cannot be raised to {OPSETS[0]} ({error}); export it anew.") from error


def arrays(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Weights and constants by name."""
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            found[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return found


def producers(model: onnx.ModelProto) -> dict[str, onnx.NodeProto]:
    return {name: node for node in model.graph.node for name in node.output}


def readers(model: onnx.ModelProto) -> dict[str, list[onnx.NodeProto]]:
    found: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    for node in model.graph.node:
        for name in dict.fromkeys(node.input):
            found[name].append(node)
    return found


def replace_nodes(model: onnx.ModelProto, nodes: Iterable[onnx.NodeProto]) -> None:
    kept = list(nodes)
    del model.graph.node[:]
    model.graph.node.extend(kept)


def tidy(model: onnx.ModelProto) -> None:
    """Without nodes and weights that nothing reads."""
    while True:
        wanted = {name for node in model.graph.node for name in (*node.input, *inner_names(node))} | {v.name for v in model.graph.output}
        kept = [node for node in model.graph.node if any(name in wanted for name in node.output)]
        if len(kept) == len(model.graph.node):
            break
        replace_nodes(model, kept)
    weights = [tensor for tensor in model.graph.initializer if tensor.name in wanted]
    del model.graph.initializer[:]
    model.graph.initializer.extend(weights)


def inner_names(node: onnx.NodeProto) -> set[str]:
    """What the branches of an If or the body of a Loop read of the graph around them."""
    graphs = [attribute.g for attribute in node.attribute if attribute.type == onnx.AttributeProto.GRAPH]
    return {name for graph in graphs for inner in graph.node for name in (*inner.input, *inner_names(inner))}


def linear_weight(node: onnx.NodeProto, weights: dict[str, np.ndarray]) -> np.ndarray | None:
    """The constant that a Conv, Gemm or MatMul multiplies with; None where it multiplies two activations, or is another operator."""
    if node.op_type not in ("Conv", "Gemm", "MatMul") or len(node.input) < 2:
        return None
    return weights.get(node.input[1])
