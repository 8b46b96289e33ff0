"""The loss against the formula of the paper, computed slowly."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.clip.objective import contrastive  # noqa: E402


def slow(image: np.ndarray, text: np.ndarray, scale: float, same: np.ndarray | None = None) -> float:
    """L = -sum(log(exp(s(i, j)) / sum(exp(s(i, k))))), once from each side, one pair after the other."""
    count, total = len(image), 0.0
    for rows, columns, skipped in ((image, text, same), (text, image, None if same is None else same.T)):
        for i in range(count):
            score = [scale * sum(a * b for a, b in zip(rows[i], columns[k], strict=True)) for k in range(count)]
            kept = [k for k in range(count) if k == i or skipped is None or not skipped[i, k]]
            total -= math.log(math.exp(score[i]) / sum(math.exp(score[k]) for k in kept))
    return total / (2 * count)


def vectors(count: int, width: int, seed: int) -> np.ndarray:
    made = np.random.default_rng(seed).standard_normal((count, width))
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.mark.parametrize(("count", "scale"), [(1, 1.0), (2, 14.3), (7, 1.0), (16, 30.0)])
def test_it_is_the_formula_of_the_paper(count, scale):
    image, text = vectors(count, 5, 0), vectors(count, 5, 1)
    loss = contrastive(torch.from_numpy(image), torch.from_numpy(text), torch.tensor(scale, dtype=torch.float64))
    assert float(loss) == pytest.approx(slow(image, text, scale), abs=1e-9)


def test_a_text_that_is_also_true_is_no_wrong_answer():
    image, text = vectors(6, 5, 2), vectors(6, 5, 3)
    same = np.random.default_rng(4).random((6, 6)) < 0.3
    loss = contrastive(torch.from_numpy(image), torch.from_numpy(text), torch.tensor(9.0, dtype=torch.float64), torch.from_numpy(same))
    assert float(loss) == pytest.approx(slow(image, text, 9.0, same), abs=1e-9)


def test_pairs_that_match_cost_nothing_and_swapped_ones_much():
    alike = torch.eye(4)
    assert float(contrastive(alike, alike, torch.tensor(50.0))) < 1e-6
    assert float(contrastive(alike, alike.roll(1, 0), torch.tensor(50.0))) == pytest.approx(50.0, abs=0.1)


def test_chance_costs_the_logarithm_of_the_batch():
    level = torch.nn.functional.normalize(torch.ones(32, 8), dim=1)
    assert float(contrastive(level, level, torch.tensor(14.3))) == pytest.approx(math.log(32), abs=1e-4)
