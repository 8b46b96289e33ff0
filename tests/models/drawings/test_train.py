"""What training tells and keeps, with a few made-up pictures."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models import checkpoints  # noqa: E402
from models.drawings.data import sample_of  # noqa: E402
from models.drawings.runtime import SIDE  # noqa: E402
from models.drawings.train import CHECKPOINT, Recipe, Training, trained  # noqa: E402
from models.errors import CannotKeep, DamagedModel  # noqa: E402

torch.set_num_threads(1)


class Plain:
    """A pool of grey pictures without anything drawn."""

    def batch(self, rng, count, fresh):
        return [sample_of(np.full((SIDE, SIDE, 3), rng.integers(256), np.uint8), []) for _ in range(count)]


def training(folder, steps):
    return Training(Recipe(steps=steps, batch=2, bf16=False, rate=0.0), Plain(), folder)


def test_the_last_words_of_a_run_are_means_of_the_steps_that_they_are_about(tmp_path):
    told = {}
    training(tmp_path / "one", 3).run(50, lambda step, measured: told.update({step: measured}))
    training(tmp_path / "other", 3).run(1, lambda step, measured: told.update({-step: measured}))
    assert told[3]["there"] == pytest.approx(np.mean([told[-step]["there"] for step in (1, 2, 3)]), rel=0.01)
    assert told[3]["pictures/s"] < 10 * max(told[-step]["pictures/s"] for step in (1, 2, 3))


def test_a_run_goes_on_where_it_stopped_and_is_one_process_at_a_time(tmp_path):
    training(tmp_path, 1).run(50, lambda *told: None)
    again = training(tmp_path, 2)
    assert again.step == 1
    with checkpoints.alone(tmp_path), pytest.raises(CannotKeep, match="Another process"):
        again.run(50, lambda *told: None)


def test_a_damaged_checkpoint_is_one_sentence(tmp_path):
    (tmp_path / CHECKPOINT).write_bytes(b"damaged")
    for opened in (lambda: training(tmp_path, 1), lambda: trained(tmp_path)):
        with pytest.raises(DamagedModel, match="is no checkpoint"):
            opened()
