"""The graphs say what the network says, whatever its fusion, and the run time finishes answers as training does."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
from models.vilbert.data.batches import assemble  # noqa: E402
from models.vilbert.data.examples import Example, simulated  # noqa: E402
from models.vilbert.export import export, quantize  # noqa: E402
from models.vilbert.losses import Losses, used_words  # noqa: E402
from models.vilbert.runtime import ARTEFACTS, Fusion  # noqa: E402
from models.vilbert.ship import write  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

ASKED = 6


@pytest.fixture(scope="module")
def example() -> Example:
    return simulated(random.Random(5), 1, ASKED)[0]


def shipped(folder, fusion: str, *, plain: bool):
    network, used = made.network(fusion), used_words(made.WORDS)
    decoder = made.decoder(network)
    (folder / "plain").mkdir(parents=True)
    for path in export(network, decoder, used, folder / "plain").values():
        path.rename(folder / path.name) if plain else quantize(path, folder / path.name)
    said = [made.WORDS.words[row] for row in used.tolist()]
    write(folder, {"temperature": 1.0, "abstain_temperature": 1.0, "lists": made.WORDS.digest, "caption_words": said})
    return network, decoder, Fusion(folder)


@pytest.mark.parametrize("fusion", ["coattention", "concatenation", "average"])
def test_a_graph_answers_points_and_abstains_as_its_network(fusion, example, tmp_path):
    network, _, running = shipped(tmp_path, fusion, plain=True)
    with torch.no_grad():
        _, outputs, logits = Losses(made.WORDS).questions(network, assemble([example], made.WORDS))
    picture = running.see(example.tokens)
    for row, question in enumerate(example.questions):
        reading = running.read(picture, question.text)
        assert np.allclose(reading.chances, logits[row].softmax(-1).numpy(), atol=1e-3)
        assert np.allclose(reading.marks, outputs.grounding[row].numpy(), atol=1e-3)
        assert reading.knowable == pytest.approx(1 - float(outputs.abstain[row].sigmoid()), abs=1e-3)
        assert reading.true == pytest.approx(float(outputs.matching[row].sigmoid()), abs=1e-3)


def test_eight_bits_say_nearly_the_same(example, tmp_path):
    _, _, plain = shipped(tmp_path / "plain", "coattention", plain=True)
    _, _, small = shipped(tmp_path / "small", "coattention", plain=False)
    sizes = [sum((tmp_path / name / file).stat().st_size for file in ARTEFACTS) for name in ("plain", "small")]
    first, second = plain.see(example.tokens), small.see(example.tokens)
    gaps = [np.abs(plain.read(first, q.text).chances - small.read(second, q.text).chances).sum() / 2 for q in example.questions]
    assert sizes[1] < 0.5 * sizes[0] and max(gaps) < 0.1


def test_attention_spends_no_time_on_shapes(tmp_path):
    """All but the lengths is known when a graph is written: computed anew for each question, it was a quarter of the question's time."""
    network = made.network("coattention")
    for path in export(network, made.decoder(network), used_words(made.WORDS), tmp_path).values():
        kinds = {node.op_type for node in onnx.load(path).graph.node if "/attention/" in node.name}
        assert "Softmax" in kinds and not kinds & {"Shape", "Gather", "Concat", "Slice", "Squeeze", "Unsqueeze"}, path.name


def test_hidden_tokens_do_not_change_what_is_left(example, tmp_path):
    """A question that may not see a token reads as if the token were not there."""
    _, _, running = shipped(tmp_path, "coattention", plain=True)
    picture = running.see(example.tokens)
    reading = running.reading(picture, running.ids("what is this"), hidden=[len(example.tokens) - 1])
    assert reading.pointer[-1] == pytest.approx(0, abs=1e-6) and reading.grounding[-1] == pytest.approx(0, abs=1e-6)


def test_the_caption_graph_says_what_the_decoder_says(example, tmp_path):
    network, decoder, running = shipped(tmp_path, "coattention", plain=True)
    used, batch = used_words(made.WORDS), assemble([example], made.WORDS)
    start = running.facts["caption_words"].index("[CLS]")
    with torch.no_grad():
        streams = network.see(batch.picture)
        states = decoder(network.words(used[[start]])[None], streams.tokens, streams.mask)
        wanted = states[:, -1] @ network.words.table[used].T
    inputs = {"tokens": running.see(example.tokens).tokens, "mask": np.ones((1, len(example.tokens)), bool), "words": np.array([[start]])}
    assert np.allclose(running._captioner.run(None, inputs)[0], wanted.numpy(), atol=1e-3)
