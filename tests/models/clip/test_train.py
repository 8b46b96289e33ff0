from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.clip.network import Dimensions  # noqa: E402
from models.clip.train import Drawn as Part  # noqa: E402
from models.clip.train import Plan, joined, train  # noqa: E402
from tests.models.clip.made import banks, pairs  # noqa: E402

PLAN = Plan(steps=6, batch=8, saved_every=3)
DIMS = Dimensions(shared=32, hidden=16)


def weights(network) -> dict[str, np.ndarray]:
    return {name: part.numpy() for name, part in network.state_dict().items()}


class Stopped(Exception):
    pass


def test_an_interrupted_training_ends_as_one_that_was_not(tmp_path):
    sources, losses = [pairs(10), pairs(5, seed=3)], []
    whole = train(sources, banks(), PLAN, DIMS, None, lambda step, loss: losses.append(loss))

    def stop(step: int, loss: float) -> None:
        if step == 4:
            raise Stopped

    with pytest.raises(Stopped):
        train(sources, banks(), PLAN, DIMS, tmp_path / "checkpoint.pt", stop)
    again = []
    resumed = train(sources, banks(), PLAN, DIMS, tmp_path / "checkpoint.pt", lambda step, loss: again.append((step, loss)))
    assert [step for step, _ in again] == [3, 4, 5] and [loss for _, loss in again] == losses[3:]
    for name, part in weights(whole).items():
        np.testing.assert_array_equal(weights(resumed)[name], part, err_msg=name)


def test_a_checkpoint_of_another_plan_is_not_gone_on_with(tmp_path):
    steps = []
    for seed in (0, 1):
        train([pairs(4)], banks(), replace(PLAN, seed=seed), DIMS, tmp_path / "checkpoint.pt", lambda step, loss: steps.append(step))
    assert steps == [*range(6), *range(6)]


def test_training_brings_pictures_to_their_texts():
    losses: list[float] = []
    train(
        [pairs(8, views=1, texts=1)],
        banks(),
        Plan(steps=60, hold=0.1, rate=3e-3, text_rate=3e-3),
        DIMS,
        None,
        lambda _, loss: losses.append(loss),
    )
    assert losses[-1] < 0.5 * losses[0]


def test_a_text_is_also_true_where_a_picture_has_one_like_it():
    east, north, near = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0]), torch.tensor([0.98, 0.199])
    first = Part({"names": torch.zeros(1, 3)}, [torch.stack([east, north])], east[None])
    second = Part({"names": torch.ones(1, 3)}, [near[None]], near[None])
    given, chosen, same = joined([first, second], 0.9)
    assert given["names"].tolist() == [[0, 0, 0], [1, 1, 1]] and chosen.shape == (2, 2)
    assert same.tolist() == [[True, True], [True, True]]
    assert joined([first, second], 0.99)[2].tolist() == [[True, False], [False, True]]
