"""What is cut out is gone, and what is left computes as if it had been masked."""

import pytest

torch = pytest.importorskip("torch")
from edge.cut import WIDTH, cut, empty, named, parts, spelt_out, trainable, with_columns  # noqa: E402
from models.vilbert.losses import Losses  # noqa: E402
from tests.edge.made import fused  # noqa: E402
from tests.models.vilbert import made  # noqa: E402


def answered(network):
    with torch.no_grad():
        return Losses(made.WORDS).questions(network.eval(), made.batch())[2]


def others(known, name, gone):
    return {name: torch.tensor([place for place in range(known[name].members) if place not in gone])}


def test_a_removed_head_answers_as_a_masked_one():
    whole = fused()
    name = "fusion.blocks.0.text_reads.attention"
    cut_one, _ = cut(whole.network, whole.decoder, others(parts(whole.network, whole.decoder), name, {0}))
    attention = whole.network.get_submodule(name)
    with torch.no_grad():
        attention.out.weight[:, : attention.head] = 0.0
    assert cut_one.get_submodule(name).heads == 1
    assert torch.allclose(answered(cut_one), answered(whole.network), atol=1e-5)


def test_a_removed_channel_answers_as_a_masked_one():
    whole = fused()
    name = "fusion.blocks.0.image_layer.forward_net"
    cut_one, _ = cut(whole.network, whole.decoder, others(parts(whole.network, whole.decoder), name, {3, 5, 60}))
    with torch.no_grad():
        whole.network.get_submodule(name)[3].weight[:, [3, 5, 60]] = 0.0
    assert cut_one.get_submodule(name)[1].out_features == 61
    assert torch.allclose(answered(cut_one), answered(whole.network), atol=1e-5)


def test_the_image_streams_heads_go_with_their_geometry():
    whole = fused()
    known = parts(whole.network, whole.decoder)
    names = [name for name, part in known.items() if part.with_others]
    kept = {name: torch.tensor([place]) for name, place in zip(names, (0, 1), strict=True)}
    cut_one, _ = cut(whole.network, whole.decoder, kept)
    for name, gone in zip(names, (1, 0), strict=True):
        attention = whole.network.get_submodule(name)
        with torch.no_grad():
            attention.out.weight[:, gone * attention.head : (gone + 1) * attention.head] = 0.0
    assert cut_one.geometry.shape == (2, 1)
    assert torch.allclose(answered(cut_one), answered(whole.network), atol=1e-5)


def test_a_narrower_network_has_the_chosen_channels_of_every_layer():
    whole, kept = fused(), torch.tensor([0, 1, 2, 7, *range(10, 30)])
    network, decoder = cut(whole.network, whole.decoder, {WIDTH: kept})
    old = whole.network
    assert network.size.width == 24 and torch.equal(network.text_norm.weight, old.text_norm.weight[kept])
    both = torch.cat([kept, kept + 32])
    assert torch.equal(network.image.tags.weight, old.image.tags.weight[kept][:, both])
    tail = torch.arange(4 * 32, old.heads.referents.out.in_features)
    columns = torch.cat([*(kept + 32 * number for number in range(4)), tail])
    assert torch.equal(network.heads.referents.out.weight, old.heads.referents.out.weight[both][:, columns])
    assert torch.equal(decoder.out.weight, whole.decoder.out.weight[:, kept])
    assert answered(network).shape == answered(old).shape


def test_sizes_can_be_counted_without_memory():
    whole = fused()
    size = spelt_out(whole.network, whole.decoder)
    assert trainable(*empty(size)) == trainable(whole.network, whole.decoder)
    assert {name: weight.shape for name, weight in named(*empty(size)).items()} == {
        name: weight.shape for name, weight in named(whole.network, whole.decoder).items()
    }


def test_what_goes_with_a_member_is_what_the_network_loses():
    whole = fused()
    known = parts(whole.network, whole.decoder)
    for name in ("text_layers.0.attention", "heads.joint", "decoder.fusion.0.forward_net"):
        smaller = cut(whole.network, whole.decoder, others(known, name, {0}))
        assert trainable(whole.network, whole.decoder) - trainable(*smaller) == known[name].each


def test_fewer_columns_of_the_word_table_answer_as_if_the_rest_were_zero():
    whole = fused()
    narrower, decoder = with_columns(whole.network, whole.decoder, 10)
    assert narrower.size.table == narrower.words.table.shape[1] == decoder.out.out_features == 10
    for rows in (whole.network.words.table, whole.network.name_rows, whole.network.colour_rows, whole.network.answer_rows):
        rows[:, 10:] = 0.0
    assert torch.allclose(answered(narrower), answered(whole.network), atol=1e-5)


def test_columns_that_a_table_does_not_have_are_one_sentence():
    whole = fused()
    with pytest.raises(ValueError, match="999 columns of the word table were asked for; it has"):
        with_columns(whole.network, whole.decoder, 999)
