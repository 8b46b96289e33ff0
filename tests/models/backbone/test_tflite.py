"""A quantized TensorFlow Lite file becomes the float graph that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import flatbuffers
import numpy as np
import pytest
import tflite
from tflite import BuiltinOperator as Op

from models.backbone.runtime import SIDE
from models.backbone.tflite import NAMES, convert
from models.errors import DamagedModel
from models.runtime import open_session

PIXEL, WIDE = 0.5, 4
"""Scale of the picture's integers; channels between the two convolutions."""


class Written:
    """A file of this format, written operator by operator."""

    def __init__(self) -> None:
        self.b = flatbuffers.Builder(1 << 16)
        self.tensors: list[int] = []
        self.buffers = [self._buffer(b"")]
        self.operators: list[int] = []
        self.codes: list[int] = []

    def _buffer(self, data: bytes) -> int:
        held = self.b.CreateByteVector(data)
        tflite.BufferStart(self.b)
        tflite.BufferAddData(self.b, held)
        return tflite.BufferEnd(self.b)

    def _vector(self, numbers: Sequence[int], start, each) -> int:
        start(self.b, len(numbers))
        for number in reversed(numbers):
            each(number)
        return self.b.EndVector()

    def tensor(self, shape: Sequence[int], numbers: np.ndarray | None = None, scales: Sequence[float] = (PIXEL,), along: int = 0) -> int:
        b = self.b
        self.buffers += [] if numbers is None else [self._buffer(numbers.tobytes())]
        scale = b.CreateNumpyVector(np.array(scales, np.float32))
        zero = b.CreateNumpyVector(np.zeros(len(scales), np.int64))
        tflite.QuantizationParametersStart(b)
        tflite.QuantizationParametersAddScale(b, scale)
        tflite.QuantizationParametersAddZeroPoint(b, zero)
        tflite.QuantizationParametersAddQuantizedDimension(b, along)
        quantization, shaped = tflite.QuantizationParametersEnd(b), b.CreateNumpyVector(np.array(shape, np.int32))
        tflite.TensorStart(b)
        tflite.TensorAddShape(b, shaped)
        tflite.TensorAddType(b, tflite.TensorType.INT32 if numbers is not None and numbers.dtype == np.int32 else tflite.TensorType.INT8)
        tflite.TensorAddBuffer(b, 0 if numbers is None else len(self.buffers) - 1)
        tflite.TensorAddQuantization(b, quantization)
        self.tensors.append(tflite.TensorEnd(b))
        return len(self.tensors) - 1

    def run(self, op: int, inputs: Sequence[int], shape: Sequence[int], options: tuple[int, int] | None = None) -> int:
        """options: (their kind, where they were written)"""
        b, out = self.b, self.tensor(shape)
        if op not in self.codes:
            self.codes.append(op)
        read, wrote = (b.CreateNumpyVector(np.array(some, np.int32)) for some in (inputs, [out]))
        tflite.OperatorStart(b)
        tflite.OperatorAddOpcodeIndex(b, self.codes.index(op))
        tflite.OperatorAddInputs(b, read)
        tflite.OperatorAddOutputs(b, wrote)
        if options:
            tflite.OperatorAddBuiltinOptionsType(b, options[0])
            tflite.OperatorAddBuiltinOptions(b, options[1])
        self.operators.append(tflite.OperatorEnd(b))
        return out

    def convolution(self, stride: int, activation: int, padding: int = tflite.Padding.SAME) -> tuple[int, int]:
        b = self.b
        tflite.Conv2DOptionsStart(b)
        tflite.Conv2DOptionsAddPadding(b, padding)
        tflite.Conv2DOptionsAddStrideH(b, stride)
        tflite.Conv2DOptionsAddStrideW(b, stride)
        tflite.Conv2DOptionsAddFusedActivationFunction(b, activation)
        return tflite.BuiltinOptions.Conv2DOptions, tflite.Conv2DOptionsEnd(b)

    def depthwise(self) -> tuple[int, int]:
        b = self.b
        tflite.DepthwiseConv2DOptionsStart(b)
        tflite.DepthwiseConv2DOptionsAddStrideH(b, 1)
        tflite.DepthwiseConv2DOptionsAddStrideW(b, 1)
        tflite.DepthwiseConv2DOptionsAddDepthMultiplier(b, 1)
        return tflite.BuiltinOptions.DepthwiseConv2DOptions, tflite.DepthwiseConv2DOptionsEnd(b)

    def save(self, path: Path, first: int, last: int) -> None:
        b = self.b
        codes = []
        for code in self.codes:
            tflite.OperatorCodeStart(b)
            tflite.OperatorCodeAddDeprecatedBuiltinCode(b, code)
            tflite.OperatorCodeAddBuiltinCode(b, code)
            codes.append(tflite.OperatorCodeEnd(b))
        offset = b.PrependUOffsetTRelative
        tensors = self._vector(self.tensors, tflite.SubGraphStartTensorsVector, offset)
        operators = self._vector(self.operators, tflite.SubGraphStartOperatorsVector, offset)
        inputs, outputs = (b.CreateNumpyVector(np.array([one], np.int32)) for one in (first, last))
        tflite.SubGraphStart(b)
        tflite.SubGraphAddTensors(b, tensors)
        tflite.SubGraphAddInputs(b, inputs)
        tflite.SubGraphAddOutputs(b, outputs)
        tflite.SubGraphAddOperators(b, operators)
        graph = tflite.SubGraphEnd(b)
        graphs = self._vector([graph], tflite.ModelStartSubgraphsVector, offset)
        known = self._vector(codes, tflite.ModelStartOperatorCodesVector, offset)
        buffers = self._vector(self.buffers, tflite.ModelStartBuffersVector, offset)
        tflite.ModelStart(b)
        tflite.ModelAddVersion(b, 3)
        tflite.ModelAddOperatorCodes(b, known)
        tflite.ModelAddSubgraphs(b, graphs)
        tflite.ModelAddBuffers(b, buffers)
        b.Finish(tflite.ModelEnd(b), b"TFL3")
        path.write_bytes(bytes(b.Output()))


def numbers(shape: Sequence[int], seed: int, kind: type = np.int8) -> np.ndarray:
    return np.random.default_rng(seed).integers(-127, 128, shape).astype(kind)


STEM, DEEP, DENSE = numbers((WIDE, 3, 3, 3), 1), numbers((1, 3, 3, WIDE), 2), numbers((NAMES, WIDE), 3)
STEM_BIAS, DEEP_BIAS, DENSE_BIAS = (numbers((many,), 4 + many, np.int32) for many in (WIDE, WIDE, NAMES))
STEM_SCALES, DEEP_SCALES, DENSE_SCALE = (0.001, 0.002, 0.003, 0.004), (0.004, 0.003, 0.002, 0.001), (0.01,)
HALF = SIDE // 2


def network(path: Path, padding: int = tflite.Padding.SAME, last: int = Op.SOFTMAX) -> Path:
    """A convolution, one for each channel and what went into it, added up, averaged, and a dense layer."""
    w = Written()
    inner, small = (1, HALF, HALF, WIDE), ([WIDE], [NAMES])
    image = w.tensor((1, SIDE, SIDE, 3))
    same = w.run(Op.QUANTIZE, [image], (1, SIDE, SIDE, 3))
    stem = [w.tensor(STEM.shape, STEM, STEM_SCALES), w.tensor(small[0], STEM_BIAS, STEM_SCALES)]
    x = w.run(Op.CONV_2D, [same, *stem], inner, w.convolution(2, tflite.ActivationFunctionType.RELU6, padding))
    deep = [w.tensor(DEEP.shape, DEEP, DEEP_SCALES, 3), w.tensor(small[0], DEEP_BIAS, DEEP_SCALES)]
    y = w.run(Op.DEPTHWISE_CONV_2D, [x, *deep], inner, w.depthwise())
    x = w.run(Op.ADD, [x, y], inner)
    x = w.run(Op.RESHAPE, [w.run(Op.AVERAGE_POOL_2D, [x], (1, 1, 1, WIDE))], (1, WIDE))
    dense = [w.tensor(DENSE.shape, DENSE, DENSE_SCALE), w.tensor(small[1], DENSE_BIAS, DENSE_SCALE)]
    x = w.run(Op.FULLY_CONNECTED, [x, *dense], (1, NAMES))
    w.save(path, image, w.run(last, [x], (1, NAMES)))
    return path


def taps(x: np.ndarray, stride: int, before: int) -> np.ndarray:
    """(3, 3, C, H / stride, W / stride): what each of nine weights reads; zeros around, `before` of them above and to the left."""
    padded = np.pad(x, ((0, 0), (before, 2 - before), (before, 2 - before)))
    high, wide = x.shape[1], x.shape[2]
    return np.array([[padded[:, i : i + high : stride, j : j + wide : stride] for j in range(3)] for i in range(3)])


def expected(image: np.ndarray) -> np.ndarray:
    """image: (3, S, S). TensorFlow pads an even side for a stride of two below and to the right only."""
    stem = STEM * np.array(STEM_SCALES)[:, None, None, None]
    x = np.einsum("oijc,ijchw->ohw", stem, taps(image, 2, 0)) + (STEM_BIAS * np.array(STEM_SCALES))[:, None, None]
    x = x.clip(0, 6)
    x = x + np.einsum("ijc,ijchw->chw", DEEP[0] * np.array(DEEP_SCALES), taps(x, 1, 1)) + (DEEP_BIAS * np.array(DEEP_SCALES))[:, None, None]
    return DENSE * DENSE_SCALE[0] @ x.mean((1, 2)) + DENSE_BIAS * DENSE_SCALE[0]


def test_every_layer_is_what_its_integers_stand_for(tmp_path: Path) -> None:
    convert(network(tmp_path / "small.tflite"), tmp_path / "small.onnx")
    image = np.random.default_rng(0).uniform(-1, 1, (3, SIDE, SIDE)).astype(np.float32)
    (logits,) = open_session(tmp_path / "small.onnx").run(["logits"], {"image": image[None]})
    np.testing.assert_allclose(logits[0], expected(image), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "padding", "operator"])
def test_another_file_is_one_sentence(tmp_path: Path, damage: str) -> None:
    path = network(tmp_path / "small.tflite", *((tflite.Padding.VALID,) if damage == "padding" else ()))
    if damage == "operator":
        network(path, last=Op.LOGISTIC)
    if damage in ("cut", "empty", "text"):
        whole = path.read_bytes()
        path.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "text": b"not a network" * 99}[damage])
    with pytest.raises(DamagedModel, match="is not the network that it should be"):
        convert(path, tmp_path / "small.onnx")
