"""Laws of the fusion network."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.vilbert.blocks import FUSIONS, Attention, CoAttention, hidden  # noqa: E402
from models.vilbert.heads import finish  # noqa: E402
from models.vilbert.losses import WEIGHTS, Losses  # noqa: E402
from models.vilbert.vocabulary import FIRST_NUMBER, NUMBERS  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

torch.set_num_threads(1)


def outputs(network, batch, picture=None, ids=None):
    with torch.no_grad():
        return network(network.see(picture or batch.picture), batch.ids if ids is None else ids, batch.per_picture)


def test_padded_words_and_image_tokens_change_no_answer():
    network, batch = made.network(), made.batch()
    plain = outputs(network, batch)
    padded = outputs(
        network, batch, made.longer(batch.picture, 5), torch.cat([batch.ids, torch.zeros(len(batch.ids), 4, dtype=torch.int64)], 1)
    )
    count = batch.picture.mask.shape[1]
    for name in ("answers", "gates", "matching", "abstain", "copy_scale"):
        assert torch.allclose(getattr(plain, name), getattr(padded, name), atol=1e-4), name
    real = batch.picture.mask.repeat_interleave(batch.per_picture, 0)
    assert torch.allclose(plain.grounding[real], padded.grounding[:, :count][real], atol=1e-4)


def test_without_coattention_the_streams_do_not_know_of_each_other():
    torch.manual_seed(0)
    block = CoAttention(16, 2, 2, 0.0).eval()
    for reading in (block.text_reads, block.image_reads):
        torch.nn.init.zeros_(reading.attention.out.weight)
        torch.nn.init.zeros_(reading.attention.out.bias)
    t, x, other = torch.randn(1, 4, 16), torch.randn(1, 6, 16), torch.randn(1, 6, 16)
    masks = hidden(torch.ones(1, 4, dtype=torch.bool)), hidden(torch.ones(1, 6, dtype=torch.bool)), torch.zeros(1, 2, 6, 6)
    with torch.no_grad():
        assert torch.equal(block(t, x, *masks)[0], block(t, other, *masks)[0])


def test_attention_equals_a_slow_one_in_numpy():
    torch.manual_seed(2)
    attention = Attention(8, 2).eval()
    asking, asked, bias = torch.randn(3, 4, 8), torch.randn(3, 5, 8), torch.randn(3, 2, 4, 5)
    with torch.no_grad():
        read, weights = attention(asking, asked, bias)
    assert np.allclose(weights.sum(-1), 1, atol=1e-5)
    parts = {name: part.detach().numpy() for name, part in attention.named_parameters()}
    for row in range(3):
        query = asking[row].numpy() @ parts["query.weight"].T + parts["query.bias"]
        both = asked[row].numpy() @ parts["key_value.weight"].T + parts["key_value.bias"]
        heads = []
        for head in range(2):
            span = slice(4 * head, 4 * head + 4)
            scores = query[:, span] @ both[:, :8][:, span].T / 2 + bias[row, head].numpy()
            chances = np.exp(scores - scores.max(1, keepdims=True))
            heads.append(chances / chances.sum(1, keepdims=True) @ both[:, 8:][:, span])
        slow = np.concatenate(heads, 1) @ parts["out.weight"].T + parts["out.bias"]
        assert np.allclose(read[row], slow, atol=1e-5)


@pytest.mark.parametrize("fusion", sorted(FUSIONS))
def test_the_three_fusions_are_interchangeable(fusion):
    batch = made.batch()
    found = outputs(made.network(fusion), batch)
    assert found.answers.shape == (len(batch.ids), len(made.WORDS.answers)) and torch.isfinite(found.answers).all()
    assert found.grounding.shape == (len(batch.ids), batch.picture.mask.shape[1])


def test_a_question_of_a_picture_does_not_depend_on_its_other_questions():
    network, batch = made.network(), made.batch(2, 3)
    together = outputs(network, batch)
    alone = network(network.see(batch.picture), batch.ids[::3], 1)
    assert torch.allclose(together.answers[::3], alone.answers, atol=1e-4)


def test_the_gradient_reaches_every_parameter():
    network, batch = made.network(), made.batch(6, 6)
    batch.picture.features = torch.randn(batch.picture.features.shape)  # a photo's; simulated tokens have none
    network.train()
    decoder, losses = made.decoder(network), Losses(made.WORDS, torch.Generator().manual_seed(0))
    found = losses.questions(network, batch)[0] | losses.captions(network, decoder, batch)
    assert set(found) | {"distil"} == set(WEIGHTS)
    torch.stack(list(found.values())).sum().backward()
    untouched = [
        name for module in (network, decoder) for name, part in module.named_parameters() if part.grad is None or not part.grad.any()
    ]
    assert untouched == []


@pytest.mark.slow
def test_it_overfits_four_questions():
    network, batch = made.network(width=48), made.batch(1, 4, seed=3)
    network.train()
    losses = Losses(made.WORDS)
    optimizer = torch.optim.Adam(network.parameters(), 5e-3)
    asked = batch.answers >= 0
    for _ in range(150):
        found, _, logits = losses.questions(network, batch)
        optimizer.zero_grad()
        (found["answer"] + found["relevance"]).backward()
        optimizer.step()
    assert asked.any() and (logits.argmax(-1) == batch.answers)[asked].all()


def test_what_the_pointer_chooses_is_copied_and_what_is_grounded_is_counted():
    network, batch = made.network(), made.batch(1, 1)
    found = outputs(network, batch)
    row = int(torch.nonzero(batch.countable[0])[0])
    name = int(batch.picture.names[0, row, 0])
    found.answers.zero_()
    found.gates[:] = torch.tensor([-50.0, 50.0, -50.0])
    found.copy_scale[:] = torch.tensor([5.0, 0.0])
    found.count_scale[:] = 0.0
    found.pointer[:] = -1e4
    found.pointer[0, row] = 1e4
    of_names, of_colours = torch.tensor(made.WORDS.of_names), torch.tensor(made.WORDS.of_colours)
    copied = finish(found, batch.picture, 1, of_names, of_colours, batch.countable)
    assert int(copied.argmax()) == made.WORDS.of_names[name]
    assert torch.allclose(copied.logsumexp(-1), torch.zeros(1), atol=1e-3), "chances, which sum to one"
    found.gates[:] = torch.tensor([50.0, -50.0, -50.0])
    found.count_scale[:] = 5.0
    found.grounding[:] = -1e4
    found.grounding[0, torch.nonzero(batch.countable[0])[:, 0]] = 1e4
    counted = finish(found, batch.picture, 1, of_names, of_colours, batch.countable)[0, FIRST_NUMBER : FIRST_NUMBER + NUMBERS]
    assert int(counted.argmax()) == int(batch.countable.sum())


def test_embeddings_before_the_fusion_have_length_one():
    network, batch = made.network(), made.batch()
    with torch.no_grad():
        image = network.embed_image(network.see(batch.picture))
        text = network.embed_text(*network.read(batch.captions))
    assert torch.allclose(image.norm(dim=-1), torch.ones(2), atol=1e-5) and torch.allclose(text.norm(dim=-1), torch.ones(2), atol=1e-5)
