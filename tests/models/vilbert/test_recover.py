"""What went into the graphs comes back out of them."""

import pytest

torch = pytest.importorskip("torch")
from models.errors import CannotKeep, DamagedModel  # noqa: E402
from models.vilbert.export import export, quantize  # noqa: E402
from models.vilbert.losses import used_words  # noqa: E402
from models.vilbert.network import Decoder  # noqa: E402
from models.vilbert.recover import LOST, module_of, rebuild, recover, same_answers  # noqa: E402
from models.vilbert.ship import facts_of, write  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

ROUNDING = 0.02
"""Of the largest weight: half a step of eight bits is 0.004, and what is solved lies a little further."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped")
    network = made.network()
    torch.manual_seed(1)
    decoder = Decoder(network.size).eval()
    with torch.no_grad():  # norms and biases as if they had been trained; two of them equal, as training leaves them
        for part in (*network.parameters(), *decoder.parameters()):
            part += 0.1 * torch.randn_like(part)
        network.image.statistics.bias.copy_(network.image.tags.bias)
    for name, rows in zip(("name_rows", "colour_rows", "answer_rows"), _rows(), strict=True):
        setattr(network, name, rows)
    paths = {}
    for name, path in export(network, decoder, used_words(made.WORDS), folder).items():
        paths[name] = folder / f"{name}.int8.onnx"
        quantize(path, paths[name])
    return network, decoder, [paths[name] for name in ("picture", "question", "caption")]


def _rows():
    from models.vilbert.data.lists import means
    from models.vilbert.vocabulary import COLOURS

    return [torch.from_numpy(means(made.WORDS, items, made.table())) for items in (made.WORDS.names, COLOURS, made.WORDS.answers)]


def test_every_weight_that_a_graph_holds_comes_back_within_its_rounding(shipped):
    network, decoder, paths = shipped
    again, decoder_again = rebuild(network.size, made.table(), made.WORDS, *paths)
    for before, after in ((network, again), (decoder, decoder_again)):
        for name, part in before.named_parameters():
            if name not in LOST and not name.startswith("heads.answer_key"):
                gap = float(((part - after.get_parameter(name)).abs().max() / part.abs().max()).detach())
                assert gap < ROUNDING, f"{name} is {gap:.3f} of its largest number off"


def test_answers_are_told_apart_as_before(shipped):
    """Here words have fewer components than the network is wide, so many answer keys say the same; what they say must be the same."""
    network, _, paths = shipped
    again, _ = rebuild(network.size, made.table(), made.WORDS, *paths)
    with torch.no_grad():
        before, after = (each.heads.answer_key(each.words.means(network.answer_rows)) for each in (network, again))
    assert (before - after).abs().max() < ROUNDING * before.abs().max()


def test_a_run_begins_with_what_is_shipped(shipped, tmp_path):
    network, decoder, paths = shipped
    for path in paths:
        (tmp_path / f"vilbert_{path.name.split('.')[0]}.onnx").write_bytes(path.read_bytes())
    write(tmp_path, facts_of(network, decoder, {"step": 7, "seen": 70, "seconds": 1.0}, made.WORDS, "int8"))
    checkpoint = recover(made.table(), made.WORDS, tmp_path / "run", tmp_path)
    assert torch.load(checkpoint, weights_only=True)["step"] == 7
    assert same_answers(checkpoint, made.table(), tmp_path, pictures=2) >= (19, 20)
    with pytest.raises(CannotKeep, match="holds a run already"):
        recover(made.table(), made.WORDS, tmp_path / "run", tmp_path)


def test_word_vectors_of_another_list_are_refused(shipped):
    network, _, paths = shipped
    with pytest.raises(DamagedModel, match="word vectors differ"):
        rebuild(network.size, made.table() * -1.0, made.WORDS, *paths)


def test_graphs_of_another_size_are_refused(shipped):
    _, _, paths = shipped
    with pytest.raises(DamagedModel, match="another network"):
        rebuild(made.network(blocks=2).size, made.table(), made.WORDS, *paths)


def test_a_node_tells_the_module_that_it_is_of():
    assert module_of("/fusion/blocks.0/text_forward/text_forward.1/MatMul") == "fusion.blocks.0.text_forward.1"
    assert module_of("/decoder/out/MatMul") == "decoder.out"
