import numpy as np
import pytest

torch = pytest.importorskip("torch")

from models.drawings.network import DrawingNet  # noqa: E402
from models.drawings.objective import NONE, Sample, focal, giou, losses, targets  # noqa: E402
from models.drawings.runtime import CELLS, SIDE, preprocess  # noqa: E402

NOTHING = np.zeros((0, 4), np.float32)


def sample(*boxes, unsure=NOTHING):
    many, pixels = len(boxes), np.zeros((SIDE, SIDE, 3), np.uint8)
    return Sample(pixels, np.array(boxes, np.float32).reshape(-1, 4), np.arange(many), np.full(many, NONE), np.array(unsure, np.float32))


def test_the_cell_under_a_small_things_middle_answers_for_it():
    wanted = targets([sample((33, 65, 47, 79))])
    assert wanted.there[0].eq(1).nonzero().tolist() == [[4, 2]]
    assert wanted.boxes[0, 4, 2].tolist() == [33, 65, 47, 79]


def test_cells_at_the_edge_of_a_thing_are_not_asked():
    wanted = targets([sample((32, 32, 144, 144))])
    assert {-1.0, 0.0, 1.0} == set(wanted.there.unique().tolist())
    assert wanted.there[0, 0, 0] == 0


def test_where_two_things_meet_the_smaller_one_is_meant():
    wanted = targets([sample((40, 40, 60, 60), (0, 0, 100, 100))])
    assert wanted.names[0, 3, 3] == 0 and wanted.names[0, 2, 2] == 1


def test_nothing_is_asked_about_what_is_half_cut_off():
    wanted = targets([sample(unsure=[(0, 0, 224, 224)])])
    assert (wanted.there[0, 3:11, 3:11] == -1).all()


def test_focal_loss_is_its_formula():
    logits = torch.tensor([[[0.3, -1.2], [2.0, 0.5]]])
    there = torch.tensor([[[1.0, 0.0], [-1.0, 1.0]]])
    sure = 1 / (1 + np.exp(-np.array([0.3, 1.2, 0.5])))
    assert focal(logits, there).item() == pytest.approx((-((1 - sure) ** 2) * np.log(sure)).sum(), rel=1e-5)


@pytest.mark.parametrize(("other", "expected"), [((0, 0, 10, 10), 1.0), ((5, 0, 15, 10), 1 / 3), ((20, 0, 30, 10), -1 / 3)])
def test_giou_is_its_formula(other, expected):
    assert giou(torch.tensor([[0.0, 0, 10, 10]]), torch.tensor([other], dtype=torch.float32)).item() == pytest.approx(expected)


def test_the_gradient_reaches_every_parameter_and_the_loss_falls():
    torch.manual_seed(0)
    pixels = np.full((SIDE, SIDE, 3), 230, np.uint8)
    pixels[40:90, 40:90] = (200, 20, 20)
    network, wanted = DrawingNet((4, 8, 12, 24)), targets([sample((40, 40, 90, 90))])
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    shown, went = torch.from_numpy(preprocess(pixels)), []
    for step in range(15):
        optimizer.zero_grad()
        loss = sum(losses(network(shown), wanted).values())
        loss.backward()
        # what leads into weights that start at nothing learns from the second step on
        assert step == 0 or all(weight.grad is not None and weight.grad.abs().sum() > 0 for weight in network.parameters())
        optimizer.step()
        went.append(loss.item())
    assert went[-1] < 0.4 * went[0]


def test_the_network_answers_for_every_cell():
    assert DrawingNet((4, 4, 4, 8))(torch.zeros(2, 3, SIDE, SIDE)).shape[2:] == (CELLS, CELLS)
