"""What the objectives of pre-training are measured by."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
from models.vilbert.pretrained import measured  # noqa: E402
from tests.models.vilbert import made  # noqa: E402


def test_a_network_that_has_learned_nothing_knows_no_words_no_regions_and_no_pairs() -> None:
    rows = list(measured(made.network(), made.WORDS, 40, seed=1))
    assert [name for name, _, _ in rows] == ["masked words", "masked regions", "matching", "contrastive"]
    assert all(own.of == other.of > 0 for _, own, other in rows)
    found = {name: own.share for name, own, _ in rows}
    assert found["masked words"] < 0.1 and found["masked regions"] < 0.2 and found["contrastive"] < 0.2


def test_one_that_takes_every_pair_for_a_match_is_right_of_true_ones_alone() -> None:
    network = made.network()
    with torch.no_grad():
        network.heads.matching.bias.fill_(100.0)
    (matching,) = [(own.share, other.share) for name, own, other in measured(network, made.WORDS, 10, seed=1) if name == "matching"]
    assert matching == (1.0, 0.0)
