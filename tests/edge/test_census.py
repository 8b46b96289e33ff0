import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from edge import census, graphs, half, quantize
from edge.errors import UnfitGraph
from edge.networks import find
from models.providers import CPU, TENSORRT
from tests.edge import toys


def test_dynamic_linears_run_in_int8(matrices, tmp_path):
    quantize.dynamic(matrices, tmp_path / "small.onnx")
    taken = census.take(tmp_path / "small.onnx")
    assert sum(taken.integer.values()) == 2 and not taken.floating and not taken.fallen
    assert census.check(tmp_path / "small.onnx", taken) == []


def test_qdq_linears_with_a_bias_fall_back_to_float_and_that_is_a_finding(tmp_path):
    """The MatMulAddFusion trap: of two-dimensional rows, INT8 in the file is a float Gemm in the kernel."""
    plain, path = toys.matrices(tmp_path / "toy.onnx", batch=()), tmp_path / "qdq.onnx"
    quantize.ready(plain, tmp_path / "ready.onnx")
    feeds = [{"tokens": one["tokens"][0]} for one in toys.tokens(4)]
    quantize.qdq(tmp_path / "ready.onnx", path, quantize.ranges(tmp_path / "ready.onnx", feeds, "minmax"))
    taken = census.take(path)
    assert taken.floating
    finding = census.check(path, taken)[0]
    assert finding.rule == "kernels" and "on this CPU" in finding.text and "dynamic graph" in finding.text


def test_convolutions_of_a_cpu_run_in_int8(convolutions, tmp_path):
    quantize.static(convolutions, tmp_path / "small.onnx", quantize.ranges(convolutions, list(toys.images(4)), "minmax", symmetric=False))
    taken = census.take(tmp_path / "small.onnx")
    assert taken.integer == {"QLinearConv": 3} and taken.told == "3 QLinearConv"


def test_a_float_graph_has_nothing_to_fall_back_from(matrices):
    taken = census.take(matrices)
    assert not taken.integer and census.check(matrices, taken) == []


@pytest.mark.parametrize("name", ["detector", "backbone", "sentence", "vilbert-question", "whisper-tiny.en/decoder", "clip-image"])
def test_the_shipped_int8_graphs_really_run_int8(name, store, default_models):
    path = find(name).artefact(store)
    assert census.check(path, census.take(path)) == []


def test_fp16_is_told_where_it_runs_and_a_cpu_makes_float_of_it(convolutions, tmp_path):
    half.halve(convolutions, tmp_path / "half.onnx")
    kept = census.counted(graphs.load(tmp_path / "half.onnx"))  # as a GPU leaves the graph
    assert kept.half == {"Conv": 3} and kept.precision == "fp16" and kept.told == "3 Conv in FP16"
    assert census.precision(tmp_path / "half.onnx", CPU) == "float" and not census.take(tmp_path / "half.onnx").half


def test_a_provider_that_compiles_the_graph_runs_what_the_file_asks_for(convolutions, tmp_path):
    half.halve(convolutions, tmp_path / "half.onnx")
    quantize.qdq(convolutions, tmp_path / "qdq.onnx", quantize.ranges(convolutions, list(toys.images(4)), "minmax"))
    found = [census.precision(path, TENSORRT) for path in (convolutions, tmp_path / "half.onnx", tmp_path / "qdq.onnx")]
    assert found == ["float", "fp16", "int8"]


def test_what_does_not_load_is_said(tmp_path):
    node = helper.make_node("NoSuchOperator", ["x"], ["y"])
    value = lambda name: helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1])  # noqa: E731
    graph = helper.make_graph([node], "g", [value("x")], [value("y")], [numpy_helper.from_array(np.zeros(1, np.float32), "w")])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), tmp_path / "odd.onnx")
    with pytest.raises(UnfitGraph, match=r"odd\.onnx does not load"):
        census.take(tmp_path / "odd.onnx")
