"""Modules of another size than the rest."""

from dataclasses import asdict, replace

import pytest

torch = pytest.importorskip("torch")
from models.vilbert.export import read_checkpoint  # noqa: E402
from models.vilbert.network import Decoder, ViLBERT  # noqa: E402
from models.vilbert.resize import attentions, feed_forwards  # noqa: E402
from models.vilbert.streams import Dimensions  # noqa: E402
from models.vilbert.train import Plan, Trainer  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

SIZES = {"fusion.blocks.0.text_reads.attention": 1, "text_layers.0.forward_net": 24, "heads.joint": 40, "decoder.fusion.1.attention": 1}


def smaller() -> tuple[ViLBERT, Decoder]:
    whole = made.network()
    size = replace(whole.size, sizes=SIZES)
    network = ViLBERT(size, torch.from_numpy(made.table()), whole.name_rows, whole.colour_rows, whole.answer_rows)
    return network.eval(), Decoder(size).eval()


def test_named_modules_have_their_own_size_and_the_others_keep_theirs():
    network, decoder = smaller()
    assert network.get_submodule("fusion.blocks.0.text_reads.attention").query.out_features == 16
    assert network.get_submodule("text_layers.0.forward_net")[1].out_features == 24 and network.heads.joint[2].in_features == 40
    assert decoder.fusion[1].attention.heads == 1 and decoder.fusion[0].attention.heads == 2
    assert attentions(network)["text_layers.0.attention"].heads == 2
    assert "heads.token" in feed_forwards(network) and "geometry.net" not in feed_forwards(network)


def test_a_network_of_such_sizes_answers_and_every_weight_learns():
    network, _ = smaller()
    batch = made.batch()
    outputs = network(network.see(batch.picture), batch.ids, batch.per_picture)
    outputs.answers.sum().backward()
    part = network.get_submodule("text_layers.0.forward_net")[1].weight
    assert outputs.answers.shape == (6, len(made.WORDS.answers)) and float(part.grad.abs().sum()) > 0


def test_a_head_keeps_its_width_when_the_rest_grows_narrower():
    size = Dimensions(10, 5, 7, width=24, heads=2, text_layers=1, blocks=1, table=16, free=4, head=16)
    network = ViLBERT(size, torch.zeros(10, 16), torch.zeros(5, 16), torch.zeros(12, 16), torch.zeros(7, 16))
    assert network.text_layers[0].attention.query.weight.shape == (32, 24)


def test_checkpoints_keep_the_sizes(tmp_path):
    network, decoder = smaller()
    Trainer(network, decoder, made.WORDS, Plan(0), tmp_path).save()
    again, _, saved = read_checkpoint(tmp_path / "checkpoint.pt", made.WORDS, made.table())
    assert asdict(again.size) == asdict(network.size) and saved["dimensions"]["sizes"] == SIZES
    assert all(torch.equal(part, network.state_dict()[name]) for name, part in again.state_dict().items())


def test_a_run_does_not_go_on_with_other_sizes(tmp_path):
    network, decoder = smaller()
    Trainer(network, decoder, made.WORDS, Plan(0), tmp_path).save()
    whole = made.network()
    with pytest.raises(ValueError, match="another network"):
        Trainer(whole, Decoder(whole.size), made.WORDS, Plan(1), tmp_path).resume()
