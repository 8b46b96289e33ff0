"""Learned step sizes go into the quantized graph: each layer's, under the names that its tensors have there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx

from models.vilbert.recover import module_of

Overrides = dict[str, list[dict]]
"""ONNX Runtime's TensorQuantOverrides, by tensor."""


@dataclass(frozen=True)
class Steps:
    """Learned step sizes by layer."""

    inputs: Mapping[str, float]
    weights: Mapping[str, np.ndarray]
    """(outputs,)"""


def overrides(prepared: Path, steps: Steps) -> Overrides:
    """prepared: a float graph whose nodes are named by their modules, as the exporter does."""
    graph = onnx.load(prepared, load_external_data=False).graph
    constants = {item.name for item in graph.initializer}
    found: Overrides = {}
    for node in graph.node:
        name = module_of(node.name)
        if node.op_type in ("MatMul", "Gemm") and name in steps.weights and node.input[1] in constants:
            found.setdefault(node.input[0], [_entry(steps.inputs[name])])
            found[node.input[1]] = [{**_entry(step), "axis": _outputs(node)} for step in steps.weights[name]]
    return found


def _entry(step: float) -> dict:
    return {"scale": np.array(step, np.float32), "zero_point": np.array(0, np.int8)}


def _outputs(node: onnx.NodeProto) -> int:
    """The axis of a layer's weights on which its outputs lie."""
    return 0 if node.op_type == "Gemm" and any(item.name == "transB" and item.i for item in node.attribute) else 1
