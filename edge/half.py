"""Float to FP16: half the size, and the fastest on most GPUs. Inputs and outputs stay float32, so nothing around the graph changes.

What adds up many numbers, or works near FP16's end at 65,504, stays in float: LayerNormalization, Softmax, means and norms. A mask of
-1e9 becomes -65,504, which a float Softmax takes to zero as well.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import onnx

from edge import graphs
from edge.errors import UnfitGraph

KEPT = (
    "LayerNormalization",
    "Softmax",
    "ReduceMean",
    "ReduceSum",
    "ReduceL2",
    "InstanceNormalization",
    "Pow",
    "Sqrt",
    "Log",
    "Exp",
    "CumSum",
    "Range",
    "Resize",
    "RandomNormalLike",
    "NonZero",
    "Max",
    "Min",
    "TopK",
    "Where",
    "Ceil",
)
"""Operators that stay in float: sums and norms lose digits, positions and lengths above 2,048 would be rounded."""


def halve(plain: Path, out: Path) -> None:
    """plain: a float graph. Raises UnfitGraph, also for one that branches: the types inside its branches would not be changed with it."""
    from onnxruntime.transformers.float16 import convert_float_to_float16

    model = graphs.raised(graphs.load(plain), plain)
    if branches := {node.op_type for node in model.graph.node} & {"If", "Loop", "Scan"}:
        raise UnfitGraph(f"{plain.name} has branches ({', '.join(sorted(branches))}), which cannot be FP16; keep it in float.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of every constant that is cut to what FP16 holds
        small = convert_float_to_float16(model, keep_io_types=True, op_block_list=list(KEPT))
    onnx.save(small, out)
