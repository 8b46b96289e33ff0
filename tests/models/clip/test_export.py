"""The graphs built from the weights against the network itself."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models import weights  # noqa: E402
from models.clip.export import FLOOR, build_image, build_text, export, tag_vectors  # noqa: E402
from models.clip.features import DRAWN, GRID, MIDDLE, NAMES, THINGS  # noqa: E402
from models.clip.names import unit  # noqa: E402
from models.clip.network import Dimensions, DualEncoder  # noqa: E402
from models.clip.runtime import TEXT  # noqa: E402
from models.clip.tags import IMAGE, groups, tags  # noqa: E402
from models.minilm.runtime import WIDTH  # noqa: E402
from models.runtime import open_session  # noqa: E402
from tests.models.clip.made import banks, features  # noqa: E402


@pytest.fixture(scope="module")
def network() -> DualEncoder:
    torch.manual_seed(0)
    made = DualEncoder(Dimensions(), banks())
    made.begin_with(torch.from_numpy(sentences(300)))
    torch.nn.init.normal_(made.image.outer.weight, std=0.02)
    return made.eval()


def sentences(count: int) -> np.ndarray:
    return unit(np.random.default_rng(5).standard_normal((count, WIDTH)))


def told(network: DualEncoder) -> torch.Tensor:
    return tag_vectors(network, lambda texts: sentences(len(texts)))


def test_the_graphs_compute_what_torch_computes(network, tmp_path):
    given, said = features(4).arrays(), sentences(4)
    with torch.no_grad():
        image, text, _ = network(**{name: torch.from_numpy(part) for name, part in given.items()}, sentence=torch.from_numpy(said))
    words = told(network)
    build_image(network, words, tmp_path / "image.onnx")
    build_text(network, tmp_path / "text.onnx")
    vector, chances = open_session(tmp_path / "image.onnx").run(["vector", "tags"], given)
    np.testing.assert_allclose(vector, image.numpy(), atol=1e-4)
    np.testing.assert_allclose(chances, (image @ words.T).numpy(), atol=1e-3)
    np.testing.assert_allclose(open_session(tmp_path / "text.onnx").run(["vector"], {"sentence": said})[0], text.numpy(), atol=1e-4)


def test_int8_says_what_fp32_says_and_is_signed(network, tmp_path):
    for name, parity in export(network, features(40).arrays(), sentences(40), told(network), tmp_path).items():
        print(f"{name}, INT8 against FP32: {parity['agreed']}/{parity['of']}")
        assert parity["precision"] == "int8" and parity["agreed"] >= FLOOR * parity["of"]
        session = open_session(weights.verified(name, tmp_path))
        assert session.get_modelmeta().custom_metadata_map["precision"] == "int8"
    assert float(open_session(tmp_path / TEXT).get_modelmeta().custom_metadata_map["scale"]) == pytest.approx(1 / 0.07, rel=1e-4)
    assert (tmp_path / IMAGE).stat().st_size < 2_500_000


def test_a_picture_without_anything_certain_has_a_vector_too(network, tmp_path):
    build_image(network, told(network), tmp_path / "image.onnx")
    widths = {"names": NAMES, "things": THINGS, "drawn": len(DRAWN), "grid": GRID, "middle": MIDDLE}
    (vector,) = open_session(tmp_path / "image.onnx").run(
        ["vector"], {name: np.zeros((1, width), np.float32) for name, width in widths.items()}
    )
    assert np.isfinite(vector).all()


def test_every_tag_is_once_in_its_group_and_all_have_a_vector(network):
    assert all(len(set(words)) == len(words) for words in groups().values())
    vectors = told(network)
    assert vectors.shape == (len(tags()), Dimensions().shared)
    lengths = vectors.norm(dim=-1)
    assert torch.allclose(lengths, lengths[0].expand_as(lengths), rtol=1e-4)
