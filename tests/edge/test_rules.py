import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from edge import quantize, rules
from tests.edge import toys


def graph(zero, scale=0.1, operator="MatMul", opset=17, weight_type=np.int8):
    """x -> Q -> DQ -> operator with a DQ weight -> y"""
    weights = {
        "xs": np.asarray(scale, np.float32),
        "xz": zero,
        "w": np.ones((4, 4), weight_type),
        "ws": np.ones(4, np.float32),
        "wz": np.zeros(4, weight_type),
    }
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "xs", "xz"], ["xq"], name="q", axis=1),
        helper.make_node("DequantizeLinear", ["xq", "xs", "xz"], ["xf"], name="dq", axis=1),
        helper.make_node("DequantizeLinear", ["w", "ws", "wz"], ["wf"], name="dqw", axis=1),
        helper.make_node(operator, ["xf", "wf"], ["y"], name="op"),
    ]
    value = lambda name: helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [4, 4])  # noqa: E731
    made = helper.make_graph(
        nodes, "g", [value("x")], [value("y")], [numpy_helper.from_array(np.asarray(a), n) for n, a in weights.items()]
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", opset)])


GOOD = np.int8(0)


def test_s8s8_with_zero_point_0_breaks_no_rule():
    assert rules.check(graph(GOOD)) == []


@pytest.mark.parametrize(
    ("model", "rule", "sentence"),
    [
        (graph(np.uint8(128)), "type", "QuantizeLinear 'q' is uint8; TensorRT takes INT8 on both sides"),
        (
            graph(np.int8(3)),
            "zero point",
            "QuantizeLinear 'q' has the zero point 3; TensorRT takes 0 only: calibrate with symmetric ranges.",
        ),
        (graph(GOOD, weight_type=np.int32), "bias", "DequantizeLinear 'dqw' makes a bias from INT32, which TensorRT refuses"),
        (graph(np.zeros(4, np.int8), np.ones(4, np.float32)), "axis", "'q' has 4 scales for an activation; give activations one scale"),
        (graph(GOOD, operator="Add"), "not float", "Add 'op' reads INT8; quantize only Conv, Gemm and MatMul."),
        (graph(GOOD, opset=21), "opset", "The graph has opset 21; INT8 graphs load everywhere from 17 to 20"),
    ],
    ids=lambda part: part if isinstance(part, str) and " " not in part else "",
)
def test_each_rule_names_the_node_and_the_remedy(model, rule, sentence):
    found = rules.check(model)
    assert rule in {finding.rule for finding in found}
    assert any(finding.text.startswith(sentence) for finding in found)


def test_dynamic_quantization_is_for_cpus_only(matrices, tmp_path):
    quantize.dynamic(matrices, tmp_path / "small.onnx")
    model = onnx.load(tmp_path / "small.onnx")
    assert rules.check(model, "cpu") == []
    assert {finding.rule for finding in rules.check(model, "tensorrt")} == {"dynamic"}


def test_adds_between_convolutions_may_be_int8_on_a_cpu_and_not_in_a_transformer():
    assert rules.check(graph(np.uint8(3), operator="Add"), "cpu") == []
    transformer = graph(np.uint8(3), operator="Add")
    transformer.graph.node.append(helper.make_node("Softmax", ["y"], ["z"], name="softmax"))
    assert [finding.rule for finding in rules.check(transformer, "cpu")] == ["not float"]


def test_a_float_graph_of_any_opset_breaks_no_rule(tmp_path):
    model = onnx.load(toys.matrices(tmp_path / "toy.onnx"))
    model.opset_import[0].version = 21
    assert rules.check(model) == []


@pytest.mark.parametrize("name", ["detector", "backbone", "drawings"])
def test_the_shipped_convolutions_hold_to_the_rules_of_cpus(name, store, default_models):
    from edge.networks import find

    assert rules.check(onnx.load(find(name).artefact(store)), "cpu") == []
