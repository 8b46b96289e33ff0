import onnx
import pytest

torch = pytest.importorskip("torch")

from edge import manifest  # noqa: E402
from edge.errors import NotFaithful, UnfitGraph  # noqa: E402
from edge.export import Signature, export  # noqa: E402


def network():
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.GELU(), torch.nn.LayerNorm(16), torch.nn.Linear(16, 4))


STATIC = Signature(("x",), ("y",), {})


@pytest.mark.parametrize("opset", [17, 18, 20])
def test_one_file_of_the_opset_that_was_asked_for_equal_to_the_network(tmp_path, capsys, opset):
    apart = export(network(), [torch.randn(2, 8)], STATIC, tmp_path / "toy.onnx", opset, source="a test", licence="MIT")
    assert apart < 1e-5 and f"toy.onnx: opset {opset}, parity" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["toy.json", "toy.onnx"]
    told = manifest.read(tmp_path / "toy.onnx")
    assert (told.opset, told.licence, told.inputs[0].shape) == (opset, "MIT", (2, 8))


def test_shapes_vary_only_where_that_is_asked(tmp_path):
    export(network(), [torch.randn(2, 8)], Signature(("x",), ("y",), {"x": {0: "rows"}, "y": {0: "rows"}}), tmp_path / "toy.onnx")
    assert manifest.read(tmp_path / "toy.onnx").inputs[0].shape == ("rows", 8)


@pytest.mark.parametrize("opset", [16, 21])
def test_another_opset_is_refused_before_anything_is_written(tmp_path, opset):
    with pytest.raises(UnfitGraph, match=f"Opset {opset} was asked for; INT8 graphs load everywhere from 17 to 20: export at 17"):
        export(network(), [torch.randn(2, 8)], STATIC, tmp_path / "toy.onnx", opset)
    assert not list(tmp_path.iterdir())


class Restless(torch.nn.Module):
    """Says something else each time, as a forgotten dropout would."""

    def forward(self, x):
        return x + torch.rand_like(x)


def test_a_graph_that_differs_from_its_network_is_not_written(tmp_path):
    with pytest.raises(NotFaithful, match=r"toy\.onnx differs from the network by .*, more than 1e-04; nothing was written"):
        export(Restless(), [torch.randn(2, 8)], STATIC, tmp_path / "toy.onnx")
    assert not list(tmp_path.glob("toy*"))


def test_the_weights_are_in_the_same_file(tmp_path):
    export(network(), [torch.randn(2, 8)], STATIC, tmp_path / "toy.onnx")
    model = onnx.load(tmp_path / "toy.onnx", load_external_data=False)
    assert all(tensor.data_location != onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer)
