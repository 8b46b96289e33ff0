"""Static INT8 of a convolutional network: per channel, calibrated on photos, only Conv and what stays between convolutions.

Used while a model is prepared. Quantizing Add, Softmax or LayerNorm of a transformer costs accuracy; of these networks it does not.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

OPERATORS = ["Conv", "Add", "Clip", "MatMul", "Gemm", "GlobalAveragePool"]


Feeds = dict[str, np.ndarray]
"""Inputs of one run, by name."""


class Samples(CalibrationDataReader):
    def __init__(self, feeds: Iterable[Feeds]) -> None:
        self._feeds = iter(feeds)

    def get_next(self) -> Feeds | None:
        return next(self._feeds, None)


def quantize(
    plain: Path, out: Path, samples: Iterable[Feeds], left_alone: Sequence[str] = (), operators: Sequence[str] = OPERATORS
) -> None:
    """
    plain: an FP32 graph of opset 17; out: the QDQ graph, weights S8 per channel, activations U8
    left_alone: names of nodes that stay in FP32
    operators: of which nodes are quantized; without Add and GlobalAveragePool where they are no part of a chain of convolutions
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
        calibrate_method=CalibrationMethod.MinMax,
    )


def keep_if_faithful(plain: Path, small: Path, agreed: int, of: int, floor: float) -> None:
    """
    agreed, of: on how many of the compared answers the INT8 graph said what FP32 says, on this machine
    floor:      share below which FP32 takes its place (a processor without VNNI may saturate)
    Writes parity.json beside it.
    """
    faithful = agreed >= floor * of
    if not faithful:
        shutil.copyfile(plain, small)
    parity = {"precision": "int8" if faithful else "fp32", "agreed": agreed, "of": of, "floor": floor}
    (small.parent / "parity.json").write_text(json.dumps(parity), "utf-8")
