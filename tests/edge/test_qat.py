"""Learned step sizes."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from edge.qat import QN, QP, StepSizes, best_step, quantized, readings, train_quantized  # noqa: E402
from tests.edge.made import fused, lessons  # noqa: E402


def by_hand(values, step, gradient):
    """Esser et al. 2020, equations 1 to 3 and the gradient scale of section 2.2, in numpy."""
    scaled = values / step
    clipped = np.clip(np.round(scaled), -QN, QP) * step
    of_step = np.where(scaled <= -QN, -QN, np.where(scaled >= QP, QP, np.round(scaled) - scaled))
    inside = (scaled > -QN) & (scaled < QP)
    return clipped, gradient * inside, float((of_step * gradient).sum() / np.sqrt(values.size * QP))


def test_value_and_gradients_are_the_papers():
    chance = np.random.default_rng(0)
    values, gradient = chance.normal(size=(3, 40)) * 2, chance.normal(size=(3, 40))
    step = 0.01  # clips what is beyond 1.27
    wanted, of_values, of_step = by_hand(values, step, gradient)
    given, learned = torch.tensor(values, dtype=torch.float32, requires_grad=True), torch.tensor(step, requires_grad=True)
    made = quantized(given, learned)
    made.backward(torch.tensor(gradient, dtype=torch.float32))
    assert (np.abs(values) > 1.28).any()
    assert np.allclose(made.detach().numpy(), wanted, atol=1e-5) and np.allclose(given.grad.numpy(), of_values, atol=1e-6)
    assert float(learned.grad) == pytest.approx(of_step, rel=1e-3)


def test_each_output_channel_has_a_step_size_of_its_own():
    weight, steps = (
        torch.randn(4, 30, generator=torch.Generator().manual_seed(1)),
        torch.tensor([0.01, 0.02, 0.03, 0.04], requires_grad=True),
    )
    gradient = torch.randn(4, 30, generator=torch.Generator().manual_seed(2))
    quantized(weight, steps[:, None]).backward(gradient)
    for row in range(4):
        _, _, of_step = by_hand(weight[row].numpy(), float(steps[row].detach()), gradient[row].numpy())
        assert float(steps.grad[row]) == pytest.approx(of_step, rel=1e-2, abs=1e-4)


def test_a_step_size_begins_where_the_squared_error_is_least():
    rows = torch.randn(2, 5000, generator=torch.Generator().manual_seed(3))
    begun = best_step(rows)

    def error(row, step):
        return float(((quantized(row, step) - row) ** 2).sum())

    for row, step in zip(rows, begun, strict=True):
        assert all(error(row, step) <= error(row, torch.tensor(share) * row.abs().max() / QP) + 1e-4 for share in (0.3, 0.5, 0.75, 1.0))


@pytest.fixture(scope="module")
def learning(tmp_path_factory):
    folder = tmp_path_factory.mktemp("qat")
    own, whole = lessons(folder), fused()
    whole, learned = train_quantized(own, whole, folder / "qat", 4, tell=lambda line: None)
    return folder, own, whole, learned


def test_layers_that_read_the_same_share_a_step_size(learning):
    _, _, _, learned = learning
    steps = learned.steps()
    assert steps.inputs["text_layers.0.attention.query"] == steps.inputs["text_layers.0.attention.key_value"]
    assert learned.reads_as["heads.gates"] == learned.reads_as["heads.abstain"]
    assert (
        learned.reads_as["fusion.blocks.0.text_reads.attention.query"] != learned.reads_as["fusion.blocks.0.text_reads.attention.key_value"]
    )


def test_step_sizes_are_learned_and_found_again(learning):
    folder, own, _, learned = learning
    assert any(float((one.factor - 1).abs().max().detach()) > 0 for one in learned.weights)
    again = own.read(folder / "qat")
    _, found = train_quantized(own, again, folder / "qat", 4, tell=lambda line: None)
    ours, theirs = learned.steps(), found.steps()
    assert ours.inputs == theirs.inputs and all(np.array_equal(ours.weights[name], theirs.weights[name]) for name in ours.weights)


def test_the_network_is_itself_again_afterwards(learning):
    _, own, whole, learned = learning
    batch = next(own.batches("test"))
    with torch.no_grad():
        whole.network.eval()
        plain = whole.network(whole.network.see(batch.picture), batch.ids, batch.per_picture).answers
        with learned.applied():
            eight = whole.network(whole.network.see(batch.picture), batch.ids, batch.per_picture).answers
        after = whole.network(whole.network.see(batch.picture), batch.ids, batch.per_picture).answers
    assert torch.equal(plain, after) and not torch.equal(plain, eight)
    assert (plain - eight).abs().max() < 0.2 * plain.abs().max()


def test_every_layer_of_the_graphs_has_both(learning):
    _, own, _, learned = learning
    steps = learned.steps()
    assert steps.inputs.keys() == steps.weights.keys() and "image.features" in steps.inputs and "decoder.out" in steps.inputs
    assert all(step > 0 for step in steps.inputs.values()) and "words.adapt" not in steps.inputs
    assert isinstance(learned, StepSizes) and len(list(readings(own, fused()))) == 6
