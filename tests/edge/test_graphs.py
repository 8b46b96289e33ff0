from pathlib import Path

import onnx
import pytest

from edge import graphs
from edge.errors import UnfitGraph
from tests.edge import toys


def with_opset(path, version):
    model = onnx.load(path)
    model.opset_import[0].version = version
    return model


def test_what_is_no_graph_is_said_in_one_sentence(tmp_path):
    text = tmp_path / "text.onnx"
    text.write_text("hello")
    (tmp_path / "empty.onnx").write_bytes(b"")
    with pytest.raises(UnfitGraph, match=r"text\.onnx is no ONNX graph .* export it again"):
        graphs.load(text)
    with pytest.raises(UnfitGraph, match="holds no nodes"):
        graphs.load(tmp_path / "empty.onnx")
    with pytest.raises(UnfitGraph, match=r"gone\.onnx does not exist"):
        graphs.load(tmp_path / "gone.onnx")
    for none in (Path("/dev/zero"), tmp_path):  # the first would be read without an end
        with pytest.raises(UnfitGraph, match=f"{none} is no file; name an"):
            graphs.load(none)


def test_opset_21_is_refused_with_what_to_export_at(tmp_path):
    path = toys.matrices(tmp_path / "toy.onnx")
    with pytest.raises(UnfitGraph, match=r"toy\.onnx has opset 21; .* export at opset 17"):
        graphs.raised(with_opset(path, 21), path)


def test_an_older_graph_is_raised_to_opset_17(tmp_path):
    path = toys.convolutions(tmp_path / "toy.onnx")
    assert graphs.opset(graphs.raised(with_opset(path, 13), path)) == 17


def test_tidying_keeps_what_is_read_and_drops_the_rest(tmp_path):
    model = onnx.load(toys.convolutions(tmp_path / "toy.onnx"))
    before = len(model.graph.node), len(model.graph.initializer)
    model.graph.node.append(onnx.helper.make_node("Relu", ["image"], ["unread"]))
    model.graph.initializer.append(onnx.numpy_helper.from_array(graphs.np.zeros(3, "float32"), "unread_weight"))
    graphs.tidy(model)
    assert (len(model.graph.node), len(model.graph.initializer)) == before


def test_only_products_with_a_constant_are_linear_layers(store, default_models):
    model = onnx.load(store.get("silero-vad").path("vad.onnx"))
    weights = graphs.arrays(model)
    kinds = {node.op_type for node in model.graph.node if graphs.linear_weight(node, weights) is not None}
    assert kinds == {"Conv"}
