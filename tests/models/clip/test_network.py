"""Laws of the dual encoder."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.clip.features import DRAWN, GRID, MIDDLE, NAMES, THINGS  # noqa: E402
from models.clip.names import Banks  # noqa: E402
from models.clip.network import SHARPEST, Dimensions, DualEncoder  # noqa: E402
from models.clip.objective import contrastive  # noqa: E402
from models.minilm.runtime import WIDTH  # noqa: E402


@pytest.fixture
def network() -> DualEncoder:
    torch.manual_seed(0)
    made = DualEncoder(
        Dimensions(shared=64, hidden=32, dropout=0.0), Banks(*(unit(count).numpy() for count in (NAMES, THINGS, len(DRAWN))))
    )
    made.begin_with(unit(200))
    return made


def unit(count: int) -> "torch.Tensor":
    return torch.nn.functional.normalize(torch.randn(count, WIDTH), dim=1)


def pictures(count: int, seed: int = 1) -> dict[str, "torch.Tensor"]:
    chance = torch.Generator().manual_seed(seed)
    names = torch.softmax(4 * torch.randn(count, NAMES, generator=chance), dim=1)
    things = torch.rand(count, THINGS, generator=chance) * (torch.rand(count, THINGS, generator=chance) < 0.05)
    drawn = torch.rand(count, len(DRAWN), generator=chance) * (torch.rand(count, len(DRAWN), generator=chance) < 0.02)
    grid, middle = torch.randn(count, GRID, generator=chance), torch.randn(count, MIDDLE, generator=chance)
    return {"names": names, "things": things, "drawn": drawn, "grid": grid, "middle": middle}


def test_vectors_have_length_one_and_the_shape_that_is_written(network):
    image, text, scale = network(**pictures(3), sentence=unit(3))
    assert image.shape == text.shape == (3, 64)
    for vectors in (image, text):
        np.testing.assert_allclose(vectors.detach().norm(dim=1).numpy(), 1, atol=1e-5)
    assert scale.item() == pytest.approx(1 / 0.07, rel=1e-5)


def test_before_training_a_picture_is_where_its_names_are(network):
    """ConSE in numpy: the names' vectors, weighed by their probability."""
    given = {**pictures(2), "things": torch.zeros(2, THINGS), "drawn": torch.zeros(2, len(DRAWN))}
    rows = network.text.raw(network.image.name_bank).detach().numpy()
    expected = given["names"].numpy() @ rows
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    image, _, _ = network(**given, sentence=unit(2))
    np.testing.assert_allclose((image.detach().numpy() * expected).sum(1), 1, atol=1e-3)


def test_no_picture_changes_what_another_becomes(network):
    together, _, _ = network(**pictures(5), sentence=unit(5))
    alone, _, _ = network(**{name: part[2:3] for name, part in pictures(5).items()}, sentence=unit(1))
    np.testing.assert_allclose(together[2].detach().numpy(), alone[0].detach().numpy(), atol=1e-5)


def test_the_gradient_reaches_every_parameter(network):
    torch.nn.init.normal_(network.image.outer.weight, std=0.1)
    contrastive(*network(**pictures(6), sentence=unit(6))).backward()
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_it_learns_four_pairs_by_heart(network):
    given, sentences = pictures(4), unit(4)
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    for _ in range(60):
        loss = contrastive(*network(**given, sentence=sentences))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.02


def test_the_scale_stays_below_its_bound(network):
    torch.nn.init.constant_(network.scale, 9.0)
    assert network(**pictures(2), sentence=unit(2))[2].item() == pytest.approx(np.exp(SHARPEST), rel=1e-5)
