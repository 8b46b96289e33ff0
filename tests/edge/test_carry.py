"""Step sizes by layer become scales by tensor."""

import numpy as np
import pytest

pytest.importorskip("torch")
from onnx import TensorProto, helper, numpy_helper, save

from edge.carry import Steps, overrides


def graph(path):
    """Two layers that read `x`, one as MatMul and one as Gemm, and a product of two activations."""
    weights = [numpy_helper.from_array(np.ones(shape, np.float32), name) for name, shape in (("w", (3, 2)), ("v", (4, 3)))]
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["a"], name="/text_layers.0/attention/query/MatMul"),
        helper.make_node("Gemm", ["x", "v"], ["b"], name="/heads/joint/joint.0/Gemm", transB=1),
        helper.make_node("MatMul", ["b", "c"], ["d"], name="/heads/joint/MatMul"),
    ]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in (("x", (1, 3)), ("c", (4, 1)), ("d", (1, 1)))]
    save(helper.make_model(helper.make_graph(nodes, "two", ends[:2], ends[2:], weights)), path)
    return path


def test_each_layer_has_its_scale_for_what_it_reads_and_one_for_each_output(tmp_path):
    names = ("text_layers.0.attention.query", "heads.joint.0")
    steps = Steps(dict.fromkeys(names, 0.5), {names[0]: np.array([0.1, 0.2]), names[1]: np.array([0.1, 0.2, 0.3, 0.4])})
    found = overrides(graph(tmp_path / "two.onnx"), steps)
    assert found.keys() == {"x", "w", "v"} and float(found["x"][0]["scale"]) == 0.5
    assert [(entry["axis"], round(float(entry["scale"]), 3)) for entry in found["w"]] == [(1, 0.1), (1, 0.2)]
    assert [(entry["axis"], round(float(entry["scale"]), 3)) for entry in found["v"]] == [(0, 0.1), (0, 0.2), (0, 0.3), (0, 0.4)]
    assert all(entry["zero_point"] == 0 and entry["zero_point"].dtype == np.int8 for entries in found.values() for entry in entries)


def test_layers_without_step_sizes_are_left_to_calibration(tmp_path):
    assert overrides(graph(tmp_path / "two.onnx"), Steps({}, {})) == {}
