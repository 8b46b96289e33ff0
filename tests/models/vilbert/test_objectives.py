"""Each loss against its formula in numpy."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models.vilbert.objectives import answers, caption, contrastive, count, distillation, grounding, masked_regions, masked_words, matching  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

torch.set_num_threads(1)
CHANCE = torch.Generator().manual_seed(0)


def normal(*shape: int) -> "torch.Tensor":
    return torch.randn(*shape, generator=CHANCE)


def log_softmax(rows: np.ndarray) -> np.ndarray:
    shifted = rows - rows.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def test_answers_are_cross_entropy_over_what_has_an_answer():
    logits, truths, sure = normal(3, 5), torch.tensor([[1], [answers.NO_ANSWER], [4]]), torch.tensor([[1.0], [0.0], [1.0]])
    slow = -np.mean([log_softmax(logits.numpy())[0, 1], log_softmax(logits.numpy())[2, 4]])
    assert float(answers.answer_loss(logits, truths, sure)) == pytest.approx(slow, abs=1e-5)
    assert float(answers.answer_loss(logits, torch.full((3, 1), answers.NO_ANSWER), torch.zeros(3, 1))) == 0.0


def test_a_teacher_s_answers_weigh_as_much_as_it_gives_them():
    logits, told = normal(2, 5), torch.tensor([[1, 3], [4, answers.NO_ANSWER]])
    logs = log_softmax(logits.numpy())
    slow = -np.mean([0.6 * logs[0, 1] + 0.3 * logs[0, 3], 0.8 * logs[1, 4]])
    assert float(answers.answer_loss(logits, told, torch.tensor([[0.6, 0.3], [0.8, 0.0]]))) == pytest.approx(slow, abs=1e-5)


def test_relevance_weighs_what_is_meant_and_leaves_padding_out():
    logits, meant, mask = normal(2, 4), torch.tensor([[1, 0, 0, 0], [0, 0, 0, 0]]).bool(), torch.tensor([[1, 1, 1, 0], [1, 1, 0, 0]]).bool()
    chance = 1 / (1 + np.exp(-logits.numpy()))
    weight = (1 + grounding.HEAVIER * meant.numpy()) * mask.numpy()
    slow = -(np.where(meant, np.log(chance), np.log(1 - chance)) * weight).sum() / weight.sum()
    assert float(grounding.relevance_loss(logits, meant, mask)) == pytest.approx(slow, abs=1e-5)


def test_referring_shares_its_target_among_the_tokens_of_the_thing():
    logits, meant = normal(2, 4), torch.tensor([[1, 0, 1, 0], [0, 0, 0, 0]]).bool()
    slow = -log_softmax(logits.numpy())[0, [0, 2]].mean()
    assert float(grounding.referring_loss(logits, meant)) == pytest.approx(slow, abs=1e-5)


def test_the_count_is_the_sum_of_the_grounding_over_things():
    logits, countable = torch.tensor([[9.0, 9.0, -9.0, 9.0]]), torch.tensor([[True, True, True, False]])
    assert float(count.count_loss(logits, countable, torch.tensor([2.0]))) < 1e-3
    assert float(count.count_loss(logits, countable, torch.tensor([5.0]))) == pytest.approx(3 - 0.5, abs=0.01)
    assert float(count.count_loss(logits, countable, torch.tensor([-1.0]))) == 0.0


def test_matching_leaves_out_what_is_no_statement_and_its_negatives_are_never_their_own():
    logits = torch.tensor([2.0, -1.0, 5.0])
    slow = -np.mean([np.log(1 / (1 + np.exp(-2.0))), np.log(1 - 1 / (1 + np.exp(1.0)))])
    assert float(matching.binary_loss(logits, torch.tensor([1.0, 0.0, -1.0]))) == pytest.approx(slow, abs=1e-5)
    likeness = normal(6, 6) + 10 * torch.eye(6)
    for seed in range(20):
        drawn = matching.hard_negatives(likeness, torch.Generator().manual_seed(seed))
        assert not (drawn == torch.arange(6)).any()


def test_harder_negatives_are_drawn_more_often():
    likeness = torch.zeros(3, 3)
    likeness[0, 2] = 4.0
    drawn = [int(matching.hard_negatives(likeness, torch.Generator().manual_seed(seed))[0]) for seed in range(200)]
    assert drawn.count(2) > 180


def test_contrastive_equals_the_article_s_loop():
    text, image = (torch.nn.functional.normalize(normal(4, 8), dim=-1) for _ in range(2))
    scale = torch.tensor(1.3)
    logits = np.exp(1.3) * text.numpy() @ image.numpy().T
    rows, columns = (np.mean([log_softmax(side)[place, place] for place in range(4)]) for side in (logits, logits.T))
    assert float(contrastive.contrastive_loss(text, image, scale)) == pytest.approx(-(rows + columns) / 2, abs=1e-5)


def test_fifteen_percent_of_the_words_are_asked_for_eighty_of_them_masked():
    used = torch.arange(0, 300)
    ids = torch.randint(4, 300, (200, 50), generator=torch.Generator().manual_seed(1))
    shown, targets = masked_words.mask_words(ids, 3, 4, used, torch.Generator().manual_seed(2))
    asked = targets != masked_words.KEPT
    assert asked.float().mean() == pytest.approx(0.15, abs=0.01)
    assert (shown[asked] == 3).float().mean() == pytest.approx(0.8, abs=0.03)
    assert ((shown != ids) & (shown != 3))[asked].float().mean() == pytest.approx(0.1, abs=0.03)
    assert (shown[~asked] == ids[~asked]).all() and (used[targets[asked]] == ids[asked]).all()


def test_masked_regions_hide_regions_only_and_ask_for_the_detector_s_distribution():
    batch = made.batch(8, 1)
    hidden, chosen = masked_regions.mask_regions(batch.picture, batch.countable, torch.Generator().manual_seed(4))
    assert chosen.any() and not (chosen & ~batch.countable).any()
    assert not hidden.chances[chosen].any() and (hidden.boxes == batch.picture.boxes).all()
    vectors, names, chances = normal(10, 6), torch.tensor([[2, 5, 0, 0]]), torch.tensor([[0.6, 0.2, 0.0, 0.0]])
    guess = normal(1, 6)
    logs = log_softmax((guess @ vectors.T).numpy())[0]
    slow = 0.75 * (np.log(0.75) - logs[2]) + 0.25 * (np.log(0.25) - logs[5])
    assert float(masked_regions.masked_regions_loss(guess, vectors, names, chances)) == pytest.approx(slow, abs=1e-4)


def test_captions_ask_for_each_next_word_and_the_end():
    used = torch.tensor([0, 2, 7, 9])
    targets = caption.next_words(torch.tensor([[2, 7, 9, 0]]), used)
    assert targets.tolist() == [[2, 3, 0, caption.KEPT]]
    guesses, vectors = normal(1, 4, 5), normal(4, 5)
    logs = log_softmax((guesses @ vectors.T).numpy())[0]
    assert float(caption.caption_loss(guesses, vectors, targets)) == pytest.approx(-np.mean([logs[0, 2], logs[1, 3], logs[2, 0]]), abs=1e-5)


def test_a_student_that_equals_its_teacher_has_nothing_to_learn():
    logits, maps, states = normal(4, 6), normal(4, 2, 3, 5).softmax(-1), normal(4, 3, 8)
    mask = torch.ones(4, 3, dtype=torch.bool)
    assert float(distillation.soft_answer_loss(logits, logits)) == pytest.approx(0, abs=1e-5)
    assert float(distillation.map_loss(maps, maps)) == pytest.approx(0, abs=1e-5)
    assert float(distillation.hidden_loss(states, states, mask)) == 0.0
    assert float(distillation.affinity_loss(states[:, 0], states[:, 0])) == pytest.approx(0, abs=1e-5)
    assert float(distillation.soft_answer_loss(logits, normal(4, 6))) > 0.1


def test_soft_answers_are_the_divergence_at_the_heat_times_its_square():
    own, other = normal(2, 4), normal(2, 4)
    a, b = log_softmax(own.numpy() / 3), log_softmax(other.numpy() / 3)
    assert float(distillation.soft_answer_loss(own, other)) == pytest.approx(9 * (np.exp(b) * (b - a)).sum() / 2, abs=1e-4)


def test_soft_grounding_maps_hidden_states_and_affinity_equal_their_formulas():
    own, other, mask = normal(2, 3), normal(2, 3), torch.tensor([[True, True, False], [True, False, False]])
    p, q = 1 / (1 + np.exp(-own.numpy())), 1 / (1 + np.exp(-other.numpy()))
    slow = -(q * np.log(p) + (1 - q) * np.log(1 - p))[mask.numpy()].mean()
    assert float(distillation.soft_grounding_loss(own, other, mask)) == pytest.approx(slow, abs=1e-5)

    small, large = normal(2, 2, 3, 4).softmax(-1), normal(2, 6, 3, 4).softmax(-1)
    a, b = small.numpy().mean(1), large.numpy().mean(1)
    assert float(distillation.map_loss(small, large)) == pytest.approx((b * (np.log(b) - np.log(a))).sum(-1).mean(), abs=1e-3)

    states, taught = normal(2, 3, 5), normal(2, 3, 5)
    slow = ((states - taught).numpy()[mask.numpy()] ** 2).mean()
    assert float(distillation.hidden_loss(states, taught, mask)) == pytest.approx(slow, abs=1e-5)

    rows, columns = (states[:, 0].numpy(), taught[:, 0].numpy())
    rows, columns = (part / np.linalg.norm(part, axis=1, keepdims=True) for part in (rows, columns))
    a, b = log_softmax(rows @ rows.T * 10), log_softmax(columns @ columns.T * 10)
    assert float(distillation.affinity_loss(states[:, 0], taught[:, 0])) == pytest.approx((np.exp(b) * (b - a)).sum() / 2, abs=1e-4)
