"""Static INT8 of a convolutional network: per channel, calibrated on photos, only Conv and what stays between convolutions.

Used while a model is prepared. Quantizing Add, Softmax or LayerNorm of a transformer costs accuracy; of these networks it does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

OPERATORS = ["Conv", "Add", "Clip", "MatMul", "Gemm", "GlobalAveragePool"]


class Samples(CalibrationDataReader):
    def __init__(self, name: str, arrays: Iterable[np.ndarray]) -> None:
        self._batches = iter([{name: array} for array in arrays])

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._batches, None)


def quantize(plain: Path, out: Path, input_name: str, samples: Iterable[np.ndarray]) -> None:
    """plain: an FP32 graph of opset 17; out: the QDQ graph, weights S8 per channel, activations U8."""
    quantize_static(
        plain,
        out,
        Samples(input_name, samples),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=OPERATORS,
        per_channel=True,
        weight_type=QuantType.QInt8,
        activation_type=QuantType.QUInt8,
        calibrate_method=CalibrationMethod.MinMax,
    )
