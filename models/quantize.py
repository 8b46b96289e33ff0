"""Static INT8 of a convolutional network: per channel, calibrated on photos, only Conv and what stays between convolutions.

Used while a model is prepared. Quantizing Add, Softmax or LayerNorm of a transformer costs accuracy; of these networks it does not.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from models.graph import IR_VERSION
from models.runtime import PROVIDERS

OPERATORS = ["Conv", "Add", "Clip", "MatMul", "Gemm", "GlobalAveragePool"]


OPSET = 17
"""Older graphs are raised to it: scales for each channel came with 13, LayerNormalization with 17."""
Feeds = dict[str, np.ndarray]
"""Inputs of one run, by name."""


def raised(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph with opset 17, where it is older."""
    newer = onnx.version_converter.convert_version(model, OPSET)
    newer.ir_version = max(newer.ir_version, IR_VERSION)
    newer.metadata_props.extend(entry for entry in model.metadata_props if entry.key not in {kept.key for kept in newer.metadata_props})
    return newer


def ready(model: onnx.ModelProto, out: Path) -> onnx.ModelProto:
    """
    Written and returned as the quantizer wants it: every node named, shapes known, constants folded, batch norms merged into convolutions.
    MatMul and Add stay apart: as one Gemm with a float bias they would run in float on the CPU.
    model: of opset 17 to 20
    """
    with tempfile.TemporaryDirectory() as scratch:
        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath, options.log_severity_level = str(out), 3
        onnx.save(model, Path(scratch) / "model.onnx")
        ort.InferenceSession(str(Path(scratch) / "model.onnx"), options, providers=list(PROVIDERS), disabled_optimizers=["MatMulAddFusion"])
    folded = onnx.shape_inference.infer_shapes(onnx.load(out))  # the quantizer passes over what it knows no type of
    for number, node in enumerate(folded.graph.node):
        node.name = node.name or f"{node.op_type.lower()}_{number}"
    told = {entry.key: entry.value for entry in (*model.metadata_props, *folded.metadata_props)}
    onnx.helper.set_model_props(folded, {**told, "onnx.quant.pre_process": "onnxruntime.quant"})
    onnx.save(folded, out)
    return folded


class Samples(CalibrationDataReader):
    def __init__(self, feeds: Iterable[Feeds]) -> None:
        self._feeds = iter(feeds)

    def get_next(self) -> Feeds | None:
        return next(self._feeds, None)


def quantize(
    plain: Path,
    out: Path,
    samples: Iterable[Feeds],
    left_alone: Sequence[str] = (),
    operators: Sequence[str] = OPERATORS,
    percentile: float | None = None,
) -> None:
    """
    plain: an FP32 graph of opset 17; out: the QDQ graph, weights S8 per channel, activations U8
    left_alone: names of nodes that stay in FP32
    operators: of which nodes are quantized; without Add and GlobalAveragePool where they are no part of a chain of convolutions
    percentile: of an activation's values, which its range holds; without it all of them
    """
    quantize_static(
        plain,
        out,
        Samples(samples),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=list(operators),
        nodes_to_exclude=list(left_alone),
        per_channel=True,
        weight_type=QuantType.QInt8,
        activation_type=QuantType.QUInt8,
        calibrate_method=CalibrationMethod.Percentile if percentile else CalibrationMethod.MinMax,
        extra_options={"CalibPercentile": percentile} if percentile else {},
    )


def keep_if_faithful(plain: Path, small: Path, agreed: int, of: int, floor: float, told: str = "parity.json") -> None:
    """
    agreed, of: on how many of the compared answers the INT8 graph said what FP32 says, on this machine
    floor:      share below which FP32 takes its place
    told:       the file beside it that is written about that
    """
    faithful = agreed >= floor * of
    if not faithful:
        shutil.copyfile(plain, small)
    parity = {"precision": "int8" if faithful else "fp32", "agreed": agreed, "of": of, "floor": floor}
    (small.parent / told).write_text(json.dumps(parity), "utf-8")
