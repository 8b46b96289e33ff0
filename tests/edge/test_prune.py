"""Magnitude pruning."""

import pytest

torch = pytest.importorskip("torch")
from edge.prune import Magnitude, matrices, packed, share_at, zero_smallest, zeros  # noqa: E402
from edge.recovery import teach  # noqa: E402
from tests.edge.made import fused, lessons  # noqa: E402


def test_the_schedule_is_that_of_the_paper():
    assert [share_at(step, 0.8, 10, 30) for step in (0, 10, 30, 99)] == [0.0, 0.0, 0.8, 0.8]
    assert share_at(20, 0.8, 10, 30) == pytest.approx(0.8 + (0.0 - 0.8) * (1 - 10 / 20) ** 3)


def test_the_smallest_go_and_no_others():
    weight = torch.tensor([[0.1, -0.5, 0.3], [2.0, -0.2, 0.05]])
    zero_smallest(weight, 0.5)
    assert weight.flatten().tolist() == pytest.approx([0.0, -0.5, 0.3, 2.0, 0.0, 0.0])


def test_training_ends_with_the_share_that_was_asked_for(tmp_path):
    whole = fused()
    weights = matrices(whole.network, whole.decoder)
    before = {name: weight.detach().clone() for name, weight in weights.items()}
    teach(lessons(tmp_path), whole, tmp_path / "run", 4, tell=lambda line: None, companion=Magnitude(weights, 0.6, 3))
    assert zeros(weights) == pytest.approx(0.6, abs=0.01)
    assert all(not torch.equal(before[name], weight) for name, weight in weights.items())


def test_a_file_with_zeros_packs_smaller(tmp_path):
    sizes = []
    for share in (0.0, 0.8):
        weight = torch.randn(200, 200, generator=torch.Generator().manual_seed(0))
        zero_smallest(weight, share)
        path = tmp_path / f"{share}"
        path.write_bytes(weight.numpy().tobytes())
        sizes.append(packed([path]))
    assert sizes[1] < 0.4 * sizes[0]
