"""A large model teaches by its soft answers."""

from __future__ import annotations

import random

import numpy as np
import pytest

from models.errors import FetchFailed, ModelMissing, UnfitInput, UnknownModel
from models.vilbert.data.batches import assemble
from models.vilbert.data.sources import Cached, keep, read
from models.vilbert.data.taught import seen, taught
from models.vilbert.losses import Losses
from models.vilbert.teachers import open_teacher
from models.vilbert.tokens import empty
from tests.hub import ANSWERS, save_vilt
from tests.models.vilbert import made

PHOTO = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)


def test_a_model_of_a_hub_gives_soft_answers(tmp_path):
    told = open_teacher(f"hf:{save_vilt(tmp_path / 'vilt')}")(PHOTO, "what is this?")
    assert set(told) == set(ANSWERS) and sum(told.values()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("name", ["", "vilt", "hf:", "open_clip:", "openai:gpt"])
def test_a_teacher_of_no_known_kind_is_one_sentence(name):
    with pytest.raises(UnknownModel, match="it must be hf:NAME or open_clip:NAME:PRETRAINED"):
        open_teacher(name)


def test_towers_rank_the_answers_as_captions(tmp_path):
    """With random weights; open_clip needs torchvision, which does not exist for every torch."""
    try:
        import open_clip  # noqa: F401
    except (ImportError, RuntimeError):
        with pytest.raises(ModelMissing, match=r"pip install .open_clip_torch>=3. torch==\d"):
            open_teacher("open_clip:RN50:")
        return
    from safetensors.torch import save_file

    teacher = open_teacher("open_clip:ViT-S-32-alt:", ANSWERS)
    told = teacher(PHOTO, "what is this?")
    assert set(told) == set(ANSWERS) and sum(told.values()) == pytest.approx(1, abs=1e-4)
    save_file(teacher._network.state_dict(), tmp_path / "towers.safetensors")
    kept = open_teacher(f"open_clip:ViT-S-32-alt:{tmp_path}/towers.safetensors", ANSWERS)
    assert kept(PHOTO, "what is this?") == pytest.approx(told, abs=1e-5)
    with pytest.raises(FetchFailed, match="cannot be loaded"):
        open_teacher("open_clip:no-such-tower:")


def test_towers_are_not_opened_from_a_pickle(tmp_path):
    (tmp_path / "towers.pt").touch()
    with pytest.raises(UnfitInput, match=r"towers\.pt may be a pickle, .* give weights as \.safetensors"):
        open_teacher(f"open_clip:ViT-S-32-alt:{tmp_path / 'towers.pt'}")


def test_what_a_teacher_says_becomes_questions_with_its_chances():
    says = {"is": {"Yes.": 0.6, "yes": 0.1, "no": 0.2}, "other": {"a kitchen": 0.3}}
    told = list(taught(PHOTO, lambda pixels, text: says.get(text.split()[0], says["other"]), random.Random(0)))
    heard = {question.answer: question.chances for question in told}
    assert heard["yes"] == (("yes", pytest.approx(0.7)), ("no", 0.2)) and heard["kitchen"] == (("kitchen", 0.3),), "its one chance"


@pytest.mark.parametrize("told", [{}, {"": 1.0}, {"a lighthouse keeper": 0.6, "man": 0.3}])
def test_where_a_teacher_mostly_says_what_the_fusion_cannot_nothing_is_taught(told):
    assert seen(PHOTO, empty(3), lambda pixels, text: told, random.Random(0)) is None


def test_chances_reach_the_batch_and_nothing_is_learned_of_what_they_rest_on(tmp_path):
    teacher = open_teacher(f"hf:{save_vilt(tmp_path / 'vilt')}")
    keep(tmp_path / "told.npz", [seen(PHOTO, empty(3), teacher, random.Random(0))])
    (one,) = read(tmp_path / "told.npz")
    batch = assemble(Cached([one]).examples(random.Random(0), 2, 3), made.WORDS)
    assert batch.told.shape == batch.chances.shape == (3, len(ANSWERS)) and not batch.grounded.any()
    assert batch.chances.sum(-1).tolist() == pytest.approx([1] * 3, abs=1e-4) and batch.chances.max() < 0.5
    rows = {made.WORDS.answer_rows[answer] for answer in ANSWERS}
    assert all(set(row) == rows for row in batch.told.tolist()) and batch.answers.tolist() == batch.told[:, 0].tolist()
    losses, *_ = Losses(made.WORDS).questions(made.network(), batch)
    assert losses["answer"] > 0 and losses["relevance"] == 0
