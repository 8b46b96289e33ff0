import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models import weights  # noqa: E402
from models.drawings.closely import FEATURES, NAMER  # noqa: E402
from models.drawings.names import names  # noqa: E402
from models.drawings.naming import called, export, fitted, write  # noqa: E402
from models.errors import ModelError  # noqa: E402


@pytest.fixture(scope="module")
def shown() -> tuple[np.ndarray, np.ndarray]:
    """Features that lie around one point a name, for three names, on scales as unlike as the backbone's."""
    rng = np.random.default_rng(3)
    named = rng.integers(3, size=600)
    scales = np.exp(rng.uniform(-3, 3, FEATURES))
    return ((rng.normal(size=(3, FEATURES))[named] + 0.5 * rng.normal(size=(600, FEATURES))) * scales).astype(np.float32), named


def test_the_layer_learns_and_is_shipped_in_int8(shown, tmp_path):
    features, named = shown
    agreed, of = export(*fitted(features[:500], named[:500], 1), features[500:], tmp_path)
    assert agreed >= 0.98 * of == 98
    assert np.mean(np.array(called(weights.verified(NAMER, tmp_path), features[500:])) == named[500:]) > 0.95
    assert (tmp_path / NAMER).stat().st_size < 1.3 * FEATURES * len(names())


def test_the_graph_says_what_the_layer_says(shown, tmp_path):
    features, named = shown
    middle, spread, layer = fitted(features, named, 1)
    write(middle, spread, layer, tmp_path / "plain.onnx")
    with torch.no_grad():
        expected = layer(torch.from_numpy((features - middle) / spread)).argmax(1)
    assert called(tmp_path / "plain.onnx", features) == expected.tolist()


def test_what_int8_calls_otherwise_is_not_shipped(tmp_path):
    """Names that differ by a hair in every feature do not survive eight bits."""
    torch.manual_seed(0)
    layer = torch.nn.Linear(FEATURES, len(names()))
    torch.nn.init.normal_(layer.weight, 1, 1e-4)
    features = np.random.default_rng(1).normal(size=(50, FEATURES)).astype(np.float32)
    with pytest.raises(ModelError, match="Nothing was written"):
        export(np.zeros(FEATURES, np.float32), np.ones(FEATURES, np.float32), layer, features, tmp_path)
    assert not (tmp_path / NAMER).exists()


def test_gathering_goes_on_where_it_stopped(monkeypatch, prepared, tmp_path):
    """What lies there already is not looked at again; other photos are other pieces."""
    from models.backbone.runtime import Backbone
    from models.drawings import naming

    monkeypatch.setattr(naming, "CHUNK", 4)
    monkeypatch.setattr(naming, "SHAPED", 1.0)  # no pictures have to be fetched
    backbone, told = Backbone(prepared("efficientnet-lite0")), []
    features, named = naming.gathered(8, 1, backbone, "v1", (), tmp_path, told.append)
    files = sorted(tmp_path.glob("names-*/*.npz"))
    written = [file.stat().st_mtime_ns for file in files]
    again = naming.gathered(8, 1, backbone, "v1", (), tmp_path, told.append)
    assert features.shape == (8, FEATURES) and set(named) <= set(range(len(names()))) and told == [4, 8, 4, 8]
    assert np.array_equal(again[0], features) and [file.stat().st_mtime_ns for file in files] == written
    naming.gathered(4, 1, backbone, "v2", (), tmp_path, told.append)
    assert len(list(tmp_path.iterdir())) == 2
