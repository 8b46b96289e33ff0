import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models.drawings.export import _ends, write  # noqa: E402
from models.drawings.network import DrawingNet  # noqa: E402
from models.drawings.recover import recover  # noqa: E402
from models.errors import DamagedModel  # noqa: E402
from models.quantize import quantize  # noqa: E402


@pytest.fixture(scope="module")
def trained() -> DrawingNet:
    """With normalisations that do something."""
    torch.manual_seed(0)
    network = DrawingNet()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.2)
            torch.nn.init.normal_(module.running_mean, 0, 0.2)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    return network.eval()


@pytest.fixture(scope="module")
def pictures() -> torch.Tensor:
    return torch.rand(8, 3, 224, 224, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_the_network_comes_back_and_its_normalisations_know_the_pictures(trained, pictures, tmp_path):
    write(trained, tmp_path / "plain.onnx")
    found = recover(tmp_path / "plain.onnx", pictures)
    with torch.no_grad():
        said = trained(pictures)
        assert (found.eval()(pictures) - said).abs().max() < 1e-3
        assert (found.train()(pictures) - said).abs().max() < 0.01, "so training does not begin with a jolt"


def test_out_of_eight_bits_it_comes_back_within_their_rounding(trained, pictures, tmp_path):
    plain, small = tmp_path / "plain.onnx", tmp_path / "small.onnx"
    write(trained, plain)
    quantize(plain, small, ({"image": picture[None].numpy()} for picture in pictures), _ends(plain), ("Conv", "GlobalAveragePool"))
    with torch.no_grad():
        said, found = trained(pictures).numpy(), recover(small, pictures).eval()(pictures).numpy()
    assert np.linalg.norm(found - said) < 0.05 * np.linalg.norm(said)


def test_a_graph_of_another_network_is_refused(pictures, tmp_path):
    write(DrawingNet((4, 4, 8, 8)), tmp_path / "other.onnx")
    with pytest.raises(DamagedModel, match="another network"):
        recover(tmp_path / "other.onnx", pictures)
