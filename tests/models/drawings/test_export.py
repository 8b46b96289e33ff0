import pytest

torch = pytest.importorskip("torch")

from models.drawings.export import _ends, write  # noqa: E402
from models.drawings.network import DrawingNet  # noqa: E402


def test_the_graph_says_what_the_network_says(tmp_path):
    torch.manual_seed(1)
    assert write(DrawingNet((4, 4, 8, 8)), tmp_path / "drawings.onnx") < 1e-4
    first, last = _ends(tmp_path / "drawings.onnx")
    assert "stem.0" in first and "head" in last
