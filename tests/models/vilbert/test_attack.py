"""Attacks raise the loss, stay within reach, and the stronger one is stronger."""

import pytest

torch = pytest.importorskip("torch")
from models.vilbert.attack import ATTACKED, fgsm, pgd  # noqa: E402
from models.vilbert.lesson import Lesson  # noqa: E402
from models.vilbert.losses import Losses  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

REACH = 0.05


@pytest.fixture(scope="module")
def attacked():
    network, batch, losses = made.network(), made.batch(4, 6), Losses(made.WORDS)

    def loss(picture):
        return losses.questions(network, type(batch)(**{**vars(batch), "picture": picture}))[0]["answer"]

    return loss, batch.picture


def test_a_linear_loss_is_attacked_along_the_sign_of_its_slope(attacked):
    _, picture = attacked
    slope = torch.randn(picture.colours.shape, generator=torch.Generator().manual_seed(0))
    moved = fgsm(lambda one: (one.colours * slope).sum(), picture, REACH)
    assert torch.equal(moved.colours, (picture.colours + REACH * slope.sign()).clamp(0, 1))
    assert torch.equal(moved.boxes, picture.boxes)


def test_the_loss_rises_and_more_with_more_steps(attacked):
    loss, picture = attacked
    clean, once, often = (float(loss(one).detach()) for one in (picture, fgsm(loss, picture, REACH), pgd(loss, picture, REACH, 8)))
    assert clean < once and clean < often and often > 0.9 * once


@pytest.mark.parametrize("attack", [fgsm, pgd])
def test_no_number_moves_further_than_allowed_or_out_of_its_range(attacked, attack):
    loss, picture = attacked
    moved = attack(loss, picture, REACH)
    for name in ATTACKED:
        before, after = getattr(picture, name), getattr(moved, name)
        assert (after - before).abs().max() <= REACH + 1e-6
        assert name == "features" or (after.min() >= 0 and after.max() <= 1)
    assert (moved.chances[picture.chances == 0] == 0).all(), "no name appears from nothing"


def test_of_the_batches_that_train_against_attacks_some_are_harder_and_the_others_as_they_were():
    network, batch = made.network(), made.batch(4, 6)
    clean, hardened = (Lesson(network, made.decoder(network), Losses(made.WORDS), None, attack) for attack in (0.0, 0.3))
    asked = float(clean(batch, captions=False)[1]["answer"])
    told = []
    for seed in range(12):
        torch.manual_seed(seed)
        told.append(float(hardened(batch, captions=False)[1]["answer"]))
    assert min(told) == pytest.approx(asked, abs=1e-5)
    assert 3 <= sum(loss > asked + 1e-4 for loss in told) <= 9
    assert all(part.grad is None for part in network.parameters()), "an attack is no step"
