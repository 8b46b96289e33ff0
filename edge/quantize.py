"""Post-training quantization of a float graph.

    dynamic    per channel, S8 weights of seven bits, ranges of the activations found while running: for transformers on CPUs
    static     U8 activations, S8 weights, biases too: for convolutions on CPUs (models/quantize.py, as preparation uses it)
    qdq        S8S8, zero point 0, float biases: what TensorRT takes (explicit quantization; onnxruntime 14229, TensorRT 3360 and 4698)

Only Conv, Gemm and MatMul by a constant are quantized: Add, Softmax and LayerNorm in INT8 cost a transformer 8 to 14 % of its output.
Calibration (min-max, entropy, percentile: Wu et al. 2020, arXiv:2004.09602, section 3.3) sees real inputs; which one is used is decided by
what the graph then says.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationMethod, QuantType, quantize_dynamic
from onnxruntime.quantization.calibrate import TensorsData, create_calibrator
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

from edge import graphs
from edge.errors import UnfitSamples
from models.quantize import Feeds, Samples
from models.quantize import ready as prepare

METHODS = {"minmax": CalibrationMethod.MinMax, "entropy": CalibrationMethod.Entropy, "percentile": CalibrationMethod.Percentile}
LINEAR = ("Conv", "Gemm", "MatMul")
SMALL = 64
"""Values of an input, over all samples, below which it may well be constant: a rate, a length."""
TABLE = 1000
"""Rows from which a float table that is looked up is worth quantizing."""


def checked(samples: Iterable[Feeds]) -> list[Feeds]:
    """All of them. Raises UnfitSamples for none, for numbers that are none, and for an input that never changes."""
    kept = list(samples)
    if not kept:
        raise UnfitSamples("There is nothing to calibrate with: the source gave no samples; name one that gives at least one.")
    for name in kept[0]:
        arrays = [feeds[name] for feeds in kept if feeds[name].size]
        if not arrays or arrays[0].dtype.kind != "f":
            continue
        broken = sum(not np.isfinite(array).all() for array in arrays)
        if broken:
            raise UnfitSamples(f"Input '{name}' is not finite in {broken} of {len(kept)} samples; leave those out, or record them again.")
        values = np.concatenate([array.ravel() for array in arrays])
        if values.size >= SMALL and np.ptp(values) == 0:
            raise UnfitSamples(
                f"Input '{name}' is {values[0]:g} everywhere in {len(kept)} samples; calibrate with real inputs, not with a constant."
            )
    return kept


def ready(plain: Path, out: Path) -> list[str]:
    """The graph as it can be quantized. Returns the names of its linear layers, in order. Raises UnfitGraph."""
    return linears(prepare(graphs.raised(graphs.load(plain), plain), out))


def linears(model: onnx.ModelProto) -> list[str]:
    """Layers that multiply with a constant: what is worth quantizing."""
    weights = graphs.arrays(model)
    return [node.name for node in model.graph.node if graphs.linear_weight(node, weights) is not None]


def is_convolutional(model: onnx.ModelProto) -> bool:
    """Whether most numbers of the linear layers lie in convolutions."""
    weights, many = graphs.arrays(model), {"Conv": 0, "Gemm": 0, "MatMul": 0}
    for node in model.graph.node:
        if (weight := graphs.linear_weight(node, weights)) is not None:
            many[node.op_type] += weight.size
    return many["Conv"] > many["Gemm"] + many["MatMul"]


def dynamic(prepared: Path, out: Path, left: Sequence[str] = ()) -> None:
    """prepared: by `ready`; left: names of layers that stay in float."""
    model = onnx.load(prepared)
    chosen = [node.name for node in model.graph.node if node.op_type in ("MatMul", "Gemm")] + tables(model)
    quantize_dynamic(
        prepared,
        out,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        nodes_to_quantize=[name for name in chosen if name not in left],
        per_channel=True,
        weight_type=QuantType.QInt8,
        reduce_range=True,  # processors without VNNI add pairs of products in 16 bits, which eight-bit weights overflow
        extra_options={"MatMulConstBOnly": True},
    )


def tables(model: onnx.ModelProto) -> list[str]:
    weights = graphs.arrays(model)
    large = {name for name, array in weights.items() if array.dtype == np.float32 and array.ndim == 2 and len(array) >= TABLE}
    return [node.name for node in model.graph.node if node.op_type == "Gather" and node.input[0] in large]


def ranges(prepared: Path, samples: Sequence[Feeds], method: str, symmetric: bool = True) -> TensorsData:
    """
    Of every activation that a linear layer reads or gives. One sample at a time, so that each may have a shape of its own.
    prepared: by `ready`; samples: by `checked`; method: one of METHODS; symmetric: around 0, as `qdq` wants them and `static` does not
    """
    with tempfile.TemporaryDirectory() as scratch:
        options: dict[str, Any] = {"symmetric": symmetric} | ({"percentile": 99.99} if method == "percentile" else {})
        calibrator = create_calibrator(
            prepared, list(LINEAR), str(Path(scratch) / "augmented.onnx"), METHODS[method], extra_options=options
        )
        with redirect_stdout(io.StringIO()):  # it tells of every step
            for feeds in samples:
                calibrator.collect_data(Samples([feeds]))
            return calibrator.compute_data()


def qdq(prepared: Path, out: Path, found: TensorsData, left: Sequence[str] = (), overrides: dict[str, list[dict]] | None = None) -> None:
    """
    prepared: by `ready`; found: by `ranges`; left: names of layers that stay in float
    overrides: scales that were learned, by tensor, as ONNX Runtime's TensorQuantOverrides
    """
    model = onnx.load(prepared)
    quantizer = QDQQuantizer(
        model,
        True,
        False,
        QuantType.QInt8,
        QuantType.QInt8,
        found,
        [name for name in linears(model) if name not in left],
        [],
        list(LINEAR),
        {
            "ActivationSymmetric": True,
            "WeightSymmetric": True,
            "QuantizeBias": False,
            "MatMulConstBOnly": True,
            "OpTypesToExcludeOutputQuantization": list(LINEAR),
            "DedicatedQDQPair": False,
            "TensorQuantOverrides": overrides or {},
        },
    )
    quantizer.quantize_model()
    onnx.save(quantizer.model.model, out)


def static(prepared: Path, out: Path, found: TensorsData, left: Sequence[str] = ()) -> None:
    """
    U8S8 for CPUs, as models.quantize makes it; but the ranges are found once for all choices of `left`, which takes most of the time.
    prepared: by `ready`; found: by `ranges`, not symmetric; left: names of layers that stay in float
    """
    quantizer = QDQQuantizer(onnx.load(prepared), True, False, QuantType.QInt8, QuantType.QUInt8, found, [], list(left), list(LINEAR), {})
    quantizer.quantize_model()
    quantizer.model.save_model_to_file(str(out))
