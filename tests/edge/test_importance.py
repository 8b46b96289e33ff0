"""Taylor importance."""

import pytest

torch = pytest.importorskip("torch")
from edge.cut import WIDTH, empty, named, parts, resized, spelt_out, trainable  # noqa: E402
from edge.importance import SLICE, choose, importance, left, slices  # noqa: E402
from models.vilbert.lesson import Lesson  # noqa: E402
from models.vilbert.losses import Losses  # noqa: E402
from tests.edge.made import fused  # noqa: E402
from tests.models.vilbert import made  # noqa: E402


@pytest.fixture(scope="module")
def measured():
    whole = fused()
    lesson = Lesson(whole.network, whole.decoder, Losses(made.WORDS), None)
    losses = [lambda seed=seed: lesson(made.batch(seed=seed), False)[0] for seed in (1, 2)]
    known = parts(whole.network, whole.decoder)
    return whole, known, losses, importance(named(whole.network, whole.decoder), known, losses)


def slope(whole, losses, weights, change):
    """The slow reference: how the loss changes as weights shrink by a little. change: by parameter, the places that shrink."""
    little, found = 1e-3, []
    for loss in losses:
        ends = []
        for sign in (1, -1):
            before = {name: weights[name].detach().clone() for name in change}
            with torch.no_grad():
                for name, places in change.items():
                    weights[name][places] *= 1 + sign * little
            ends.append(loss().item())
            with torch.no_grad():
                for name, old in before.items():
                    weights[name].copy_(old)
        found.append(abs(ends[0] - ends[1]) / (2 * little))
    return sum(found) / len(found)


def test_a_heads_importance_is_the_change_of_the_loss_as_its_weights_shrink(measured):
    whole, _, losses, scores = measured
    name, head, inner = "fusion.blocks.0.image_reads.attention", 16, 32
    own, both = slice(head, 2 * head), [*range(head, 2 * head), *range(inner + head, inner + 2 * head)]
    places = {"query.weight": own, "query.bias": own, "key_value.weight": both, "key_value.bias": both, "out.weight": (slice(None), own)}
    change = {f"{name}.{parameter}": place for parameter, place in places.items()}
    weights = named(whole.network, whole.decoder)
    assert float(scores[name][1]) == pytest.approx(slope(whole, losses, weights, change), rel=0.05, abs=2e-4)


def test_a_channels_importance_is_the_change_of_the_loss_as_its_weights_shrink(measured):
    whole, _, losses, scores = measured
    name = "heads.joint"
    channel = int(scores[name].argmax())
    change = {f"{name}.0.weight": channel, f"{name}.0.bias": channel, f"{name}.2.weight": (slice(None), channel)}
    weights = named(whole.network, whole.decoder)
    assert float(scores[name][channel]) == pytest.approx(slope(whole, losses, weights, change), rel=0.05, abs=2e-4)


def test_what_no_loss_reads_has_no_importance(measured):
    """The steps here read no captions, so nothing is known of their decoder."""
    _, known, _, scores = measured
    unread = [name for name in known if name.startswith("decoder")]
    assert unread and all(float(scores[name].max()) == 0 for name in unread)


def test_slices_of_a_part_go_in_the_order_of_their_importance(measured):
    _, known, _, scores = measured
    order = [one for one in slices(scores, known) if one.names == ("heads.joint",)]
    assert [one.importance for one in order] == sorted(one.importance for one in order) and all(one.count == SLICE for one in order)
    assert left(known, order[:2])["heads.joint"] == known["heads.joint"].members - 2 * SLICE


def test_no_more_is_chosen_than_is_needed(measured):
    whole, known, _, scores = measured
    base, most = spelt_out(whole.network, whole.decoder), int(0.9 * trainable(whole.network, whole.decoder))

    def count(counts):
        return trainable(*empty(resized(base, counts)))

    kept = choose(scores, known, lambda counts: count(counts) <= most)
    assert 0.98 * most < count({name: len(members) for name, members in kept.items()}) <= most
    assert all(torch.equal(members, members.sort().values) for members in kept.values()) and len(kept[WIDTH]) == 32


def test_less_than_is_fixed_cannot_be_chosen(measured):
    _, known, _, scores = measured
    with pytest.raises(ValueError, match="larger share"):
        choose(scores, known, lambda counts: False)
