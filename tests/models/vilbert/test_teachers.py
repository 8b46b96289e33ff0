"""A large model teaches by its soft answers."""

from __future__ import annotations

import random

import numpy as np
import pytest

from models.errors import FetchFailed, ModelMissing, UnknownModel
from models.vilbert.data.taught import seen, taught
from models.vilbert.teachers import open_teacher
from models.vilbert.tokens import empty
from tests.hub import ANSWERS, save_vilt

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
        with pytest.raises(ModelMissing, match="pip install open_clip_torch"):
            open_teacher("open_clip:RN50:")
        return
    told = open_teacher("open_clip:ViT-S-32-alt:", ANSWERS)(PHOTO, "what is this?")
    assert set(told) == set(ANSWERS) and sum(told.values()) == pytest.approx(1, abs=1e-4)
    with pytest.raises(FetchFailed, match="cannot be loaded"):
        open_teacher("open_clip:no-such-tower:")


def test_what_a_teacher_is_sure_of_becomes_questions(tmp_path):
    told = list(taught(PHOTO, lambda pixels, text: {"yes": 0.9} if text.startswith("is") else {"kitchen": 0.4}, random.Random(0)))
    assert told and all(question.answer == "yes" for question in told)
    tiny = open_teacher(f"hf:{save_vilt(tmp_path / 'vilt')}")
    found = seen(PHOTO, empty(3), tiny, random.Random(0))
    assert found is None or all(question.answer in ANSWERS for question in found.questions)
