import numpy as np
import onnx
import pytest

import models.quantize
from edge import graphs, quantize, rules
from edge.errors import UnfitGraph, UnfitSamples
from edge.gate import apart, outputs
from tests.edge import toys


@pytest.mark.parametrize("method", quantize.METHODS)
def test_every_calibration_gives_a_graph_that_tensorrt_takes_and_that_says_nearly_the_same(method, matrices, tmp_path):
    found = quantize.ranges(matrices, list(toys.tokens(12)), method)
    quantize.qdq(matrices, tmp_path / "qdq.onnx", found)
    model = onnx.load(tmp_path / "qdq.onnx")
    assert rules.check(model, "tensorrt") == [] and rules.is_quantized(model)
    feeds = list(toys.tokens(4, seed=1))
    assert apart(outputs(matrices, feeds), outputs(tmp_path / "qdq.onnx", feeds)) < 0.08


def test_convolutions_for_tensorrt_have_float_biases_and_scales_a_channel(convolutions, tmp_path):
    found = quantize.ranges(convolutions, list(toys.images(8)), "minmax")
    quantize.qdq(convolutions, tmp_path / "qdq.onnx", found)
    model = onnx.load(tmp_path / "qdq.onnx")
    weights = graphs.arrays(model)
    assert rules.check(model, "tensorrt") == []
    assert all(weights[node.input[2]].dtype == np.float32 for node in model.graph.node if node.op_type == "Conv")
    assert {16, 32, 8} <= {array.size for name, array in weights.items() if name.endswith("_scale")}


def test_layers_that_are_left_stay_in_float(matrices, tmp_path):
    layers = quantize.linears(onnx.load(matrices))
    found = quantize.ranges(matrices, list(toys.tokens(4)), "minmax")
    quantize.qdq(matrices, tmp_path / "qdq.onnx", found, layers[:1])
    model = onnx.load(tmp_path / "qdq.onnx")
    weights = graphs.arrays(model)
    assert len(layers) == 2
    assert [node.name for node in model.graph.node if graphs.linear_weight(node, weights) is not None] == layers[:1]
    quantize.dynamic(matrices, tmp_path / "dynamic.onnx", layers[:1])
    kinds = [node.op_type for node in onnx.load(tmp_path / "dynamic.onnx").graph.node]
    assert kinds.count("MatMulInteger") == 1 and kinds.count("MatMul") == 1


def test_dynamic_quantization_takes_tables_and_weights_along(matrices, tmp_path):
    quantize.dynamic(matrices, tmp_path / "dynamic.onnx")
    assert (tmp_path / "dynamic.onnx").stat().st_size < 0.3 * matrices.stat().st_size


def test_learned_scales_go_into_the_graph(matrices, tmp_path):
    found = quantize.ranges(matrices, list(toys.tokens(4)), "minmax")
    activation = next(node.input[0] for node in onnx.load(matrices).graph.node if node.op_type == "MatMul")
    learned = {
        activation: [{"quant_type": quantize.QuantType.QInt8, "scale": np.array(0.0123, np.float32), "zero_point": np.array(0, np.int8)}]
    }
    quantize.qdq(matrices, tmp_path / "qdq.onnx", found, overrides=learned)
    assert graphs.arrays(onnx.load(tmp_path / "qdq.onnx"))[f"{activation}_scale"] == np.float32(0.0123)


def test_which_networks_are_convolutional(matrices, convolutions):
    assert quantize.is_convolutional(onnx.load(convolutions)) and not quantize.is_convolutional(onnx.load(matrices))


def test_a_graph_of_opset_21_is_refused_before_anything_is_written(tmp_path):
    path = toys.matrices(tmp_path / "toy.onnx")
    model = onnx.load(path)
    model.opset_import[0].version = 21
    onnx.save(model, path)
    with pytest.raises(UnfitGraph, match="has opset 21"):
        quantize.ready(path, tmp_path / "out.onnx")
    assert not (tmp_path / "out.onnx").exists()


def test_no_samples_are_refused():
    with pytest.raises(UnfitSamples, match="the source gave no samples; name one that gives at least one"):
        quantize.checked([])


def test_samples_that_are_not_finite_are_refused_with_their_input():
    good, bad = ({"image": np.arange(100, dtype=np.float32)} for _ in range(2))
    bad["image"] = bad["image"].copy()
    bad["image"][3] = np.nan
    with pytest.raises(UnfitSamples, match="Input 'image' is not finite in 1 of 2 samples; leave those out"):
        quantize.checked([good, bad])


def test_an_input_that_never_changes_is_refused():
    with pytest.raises(UnfitSamples, match=r"Input 'image' is 0\.5 everywhere in 3 samples; calibrate with real inputs"):
        quantize.checked([{"image": np.full((1, 3, 8, 8), 0.5, np.float32)} for _ in range(3)])


def test_ranges_that_are_found_once_give_the_graph_that_a_preparation_makes(convolutions, tmp_path):
    left, found = quantize.linears(onnx.load(convolutions))[:1], quantize.ranges(convolutions, list(toys.images(8)), "minmax", False)
    models.quantize.quantize(convolutions, tmp_path / "there.onnx", toys.images(8), left, quantize.LINEAR)
    quantize.static(convolutions, tmp_path / "here.onnx", found, left)
    here, there = (onnx.load(tmp_path / name) for name in ("here.onnx", "there.onnx"))
    assert list(here.graph.node) == list(there.graph.node)
    numbers, wanted = graphs.arrays(here), graphs.arrays(there)
    assert numbers.keys() == wanted.keys() and all(np.array_equal(numbers[name], wanted[name]) for name in wanted)


def test_a_rate_or_a_length_may_be_constant():
    sound = np.random.default_rng(0).normal(size=512).astype(np.float32)
    assert len(quantize.checked([{"sound": sound, "rate": np.array(16000), "scales": np.ones(3, np.float32)}])) == 1


def test_a_convolution_that_is_left_really_runs_in_float(convolutions, tmp_path):
    """ONNX Runtime would give it INT8 weights with one scale for all channels, between neighbours that are INT8."""
    from edge import census

    middle = quantize.linears(onnx.load(convolutions))[1]
    quantize.static(convolutions, tmp_path / "small.onnx", quantize.ranges(convolutions, list(toys.images(8)), "minmax", False), [middle])
    taken = census.take(tmp_path / "small.onnx")
    assert taken.integer == {"QLinearConv": 2} and sum(taken.floating.values()) == 1
