import numpy as np
import onnx
import pytest

import models.quantize
from edge import floats, quantize
from edge.errors import UnfitGraph
from edge.gate import apart, outputs
from edge.rules import is_quantized
from models.graph import keep_in_halves
from tests.edge import toys


def test_a_dynamic_graph_made_float_agrees_with_it_and_with_what_it_was(matrices, tmp_path):
    small, again = tmp_path / "small.onnx", tmp_path / "again.onnx"
    quantize.dynamic(matrices, small)
    floats.dequantize(small, again)
    assert is_quantized(onnx.load(small)) and not is_quantized(onnx.load(again))
    feeds = list(toys.tokens(4))
    plain, said, float_again = (outputs(path, feeds) for path in (matrices, small, again))
    assert apart(said, float_again) < 0.02
    assert apart(plain, float_again) < 0.03


def test_a_qdq_graph_made_float_keeps_the_limits_that_its_integers_had(convolutions, tmp_path):
    """The quantizer leaves ReLU6 to the range of the integers, so that dropping those would drop it."""
    small, again = tmp_path / "small.onnx", tmp_path / "again.onnx"
    models.quantize.quantize(convolutions, small, toys.images(8))
    assert not {"Clip"} & {node.op_type for node in onnx.load(small).graph.node}
    floats.dequantize(small, again)
    assert not is_quantized(onnx.load(again))
    feeds = list(toys.images(4, seed=1))
    assert apart(outputs(small, feeds), outputs(again, feeds)) < 0.03


def test_weights_that_are_stored_in_halves_are_float_again_and_scales_are_found(matrices, tmp_path):
    plain, small, again = (tmp_path / f"{name}.onnx" for name in ("plain", "small", "again"))
    model = onnx.load(matrices)
    for weight in model.graph.initializer:
        if weight.data_type == onnx.TensorProto.FLOAT:
            rounded = onnx.numpy_helper.to_array(weight).astype(np.float16).astype(np.float32)
            weight.CopyFrom(onnx.numpy_helper.from_array(rounded, weight.name))
    onnx.save(model, plain)
    quantize.dynamic(plain, small, quantize.linears(model)[:1])
    keep_in_halves(small)
    assert onnx.TensorProto.FLOAT16 in {weight.data_type for weight in onnx.load(small).graph.initializer}
    floats.dequantize(small, again)
    assert onnx.TensorProto.FLOAT16 not in {weight.data_type for weight in onnx.load(again).graph.initializer}
    feeds = list(toys.tokens(2))
    assert apart(outputs(small, feeds), outputs(again, feeds)) < 0.02


def test_s8s8_goes_back_to_float_too(matrices, tmp_path):
    small, again = tmp_path / "small.onnx", tmp_path / "again.onnx"
    found = quantize.ranges(matrices, list(toys.tokens(8)), "minmax")
    quantize.qdq(matrices, small, found)
    floats.dequantize(small, again)
    feeds = list(toys.tokens(4, seed=1))
    assert apart(outputs(small, feeds), outputs(again, feeds)) < 0.03


def test_a_float_graph_stays_as_it_is(matrices, tmp_path):
    floats.dequantize(matrices, tmp_path / "again.onnx")
    feeds = list(toys.tokens(2))
    assert apart(outputs(matrices, feeds), outputs(tmp_path / "again.onnx", feeds)) == 0


def test_what_another_tool_quantized_is_refused_with_the_remedy(tmp_path):
    node = onnx.helper.make_node("QLinearMatMul", ["a", "s", "z", "b", "s", "z", "s", "z"], ["y"])
    weights = [
        onnx.numpy_helper.from_array(array, name)
        for name, array in {"s": np.float32(1), "z": np.uint8(0), "b": np.zeros((2, 2), np.uint8)}.items()
    ]
    value = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.UINT8, [2, 2])  # noqa: E731
    graph = onnx.helper.make_graph([node], "other", [value("a")], [value("y")], weights)
    onnx.save(onnx.helper.make_model(graph), tmp_path / "other.onnx")
    with pytest.raises(UnfitGraph, match="holds QLinearMatMul; make it from the weights' origin"):
        floats.dequantize(tmp_path / "other.onnx", tmp_path / "out.onnx")
