"""EfficientNet-Lite3 from its quantized TensorFlow Lite file as a float ONNX graph, without TensorFlow.

image (1, 3, 224, 224), (x - 127) / 128 -> logits (1, 1000)

It was trained at 280 x 280; here it reads the very input of EfficientNet-Lite0, at two thirds of the work.
TensorFlow's NHWC is held as NCHW throughout. Weights are what their integers stand for; what the file rounds between layers is left
out, as the quantizer measures that anew, on photos.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import tflite
from tflite import BuiltinOperator as Op

from models.backbone.runtime import SIDE
from models.errors import DamagedModel
from models.graph import GraphBuilder

NAMES = 1000
STORED = {tflite.TensorType.INT8: np.int8, tflite.TensorType.INT32: np.int32}


def convert(source: Path, out: Path) -> None:
    """Raises DamagedModel for a file that is not this network."""
    try:
        file = tflite.Model.GetRootAs(source.read_bytes(), 0)
        converter = Converter(file)
        converter.save(out)
    except (struct.error, LookupError, ValueError, TypeError, AttributeError) as error:
        raise DamagedModel(f"{source} is not the network that it should be ({error}); fetch it again with `owlish models pull`.") from None


class Converter:
    def __init__(self, file: tflite.Model) -> None:
        self._file, self._graph = file, file.Subgraphs(0)
        self._g = GraphBuilder("efficientnet_lite3")
        self._values = {int(self._graph.Inputs(0)): self._g.input("image", [1, 3, SIDE, SIDE])}
        self._convert: dict[int, Callable[[tflite.Operator], str]] = {
            Op.QUANTIZE: self._same,
            Op.CONV_2D: self._convolution,
            Op.DEPTHWISE_CONV_2D: self._depthwise,
            Op.ADD: lambda operator: self._g("Add", self._value(operator, 0), self._value(operator, 1)),
            Op.AVERAGE_POOL_2D: lambda operator: self._g("GlobalAveragePool", self._value(operator, 0)),
            Op.RESHAPE: lambda operator: self._g("Flatten", self._value(operator, 0), axis=1),
            Op.FULLY_CONNECTED: self._dense,
        }

    def save(self, out: Path) -> None:
        operators = [self._graph.Operators(number) for number in range(self._graph.OperatorsLength())]
        for operator in operators:
            kind = self._file.OperatorCodes(operator.OpcodeIndex()).BuiltinCode()
            if kind == Op.SOFTMAX:
                self._g.output(self._value(operator, 0), "logits", [1, NAMES])
                break
            self._values[int(operator.Outputs(0))] = self._convert[kind](operator)
        else:
            raise ValueError("it has no end")
        self._g.save(out)

    def _value(self, operator: tflite.Operator, position: int) -> str:
        return self._values[int(operator.Inputs(position))]

    def _same(self, operator: tflite.Operator) -> str:
        return self._value(operator, 0)

    def _convolution(self, operator: tflite.Operator) -> str:
        options = _options(operator, tflite.Conv2DOptions())
        return self._convolved(operator, options, self._weight(operator, 1).transpose(0, 3, 1, 2), 1)

    def _depthwise(self, operator: tflite.Operator) -> str:
        weight = self._weight(operator, 1).transpose(3, 0, 1, 2)
        return self._convolved(operator, _options(operator, tflite.DepthwiseConv2DOptions()), weight, len(weight))

    def _convolved(
        self, operator: tflite.Operator, options: tflite.Conv2DOptions | tflite.DepthwiseConv2DOptions, weight: np.ndarray, group: int
    ) -> str:
        """weight: (out, in, height, width)"""
        if options.Padding() != tflite.Padding.SAME:
            raise ValueError("a convolution without padding")
        g = self._g
        y = g(
            "Conv",
            self._value(operator, 0),
            g.weight(weight),
            g.weight(self._weight(operator, 2)),
            kernel_shape=list(weight.shape[2:]),
            strides=[options.StrideH(), options.StrideW()],
            auto_pad="SAME_UPPER",
            group=group,
        )
        if options.FusedActivationFunction() != tflite.ActivationFunctionType.RELU6:
            return y
        return g("Clip", y, g.scalar(0.0), g.scalar(6.0))

    def _dense(self, operator: tflite.Operator) -> str:
        weight, bias = (self._g.weight(self._weight(operator, position)) for position in (1, 2))
        return self._g("Gemm", self._value(operator, 0), weight, bias, transB=1)

    def _weight(self, operator: tflite.Operator, position: int) -> np.ndarray:
        """float32, of the file's shape."""
        tensor = self._graph.Tensors(int(operator.Inputs(position)))
        shape, scaled = tensor.ShapeAsNumpy(), tensor.Quantization()
        numbers = self._file.Buffers(tensor.Buffer()).DataAsNumpy().view(STORED[tensor.Type()]).reshape(shape)
        scales, zeros = scaled.ScaleAsNumpy(), scaled.ZeroPointAsNumpy()
        along = [1] * len(shape)
        along[scaled.QuantizedDimension()] = len(scales)
        return ((numbers - zeros.reshape(along)) * scales.reshape(along)).astype(np.float32)


def _options(operator: tflite.Operator, options: tflite.Conv2DOptions | tflite.DepthwiseConv2DOptions):
    held = operator.BuiltinOptions()
    options.Init(held.Bytes, held.Pos)
    return options
