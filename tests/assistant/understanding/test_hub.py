"""`hf:NAME`: a model of a hub answers behind the same questions as the fusion, here from a folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.config import Vision
from assistant.events import Frame, Scene
from assistant.phrases import Phrases
from assistant.understanding.fusion import VisionLanguageModel, open_vlm
from assistant.understanding.hub import Hub
from models.errors import FetchFailed
from tests.hub import ANSWERS, save_blip, save_llava, save_vilt

SCENE = Scene(Frame(np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)))


def opened(folder: Path) -> VisionLanguageModel:
    return open_vlm(Vision(engine=f"hf:{folder}"), Phrases("assistant", "vision"))


@pytest.fixture(scope="module")
def vilt(tmp_path_factory) -> VisionLanguageModel:
    return opened(save_vilt(tmp_path_factory.mktemp("hub") / "vilt"))


def test_an_answer_names_the_model(vilt):
    answer = vilt.answer("what is this?", SCENE)
    assert isinstance(vilt, Hub) and answer.engine == vilt.engine and answer.engine.startswith("hf:/")
    assert answer.short in ANSWERS and answer.spoken.endswith(".") and 0 < answer.confidence <= 1


def test_it_describes_and_says_what_is_true_but_does_not_point(vilt):
    assert vilt.describe(SCENE).spoken
    assert 0 <= vilt.matches("there is a cup", SCENE) <= 1 and vilt.needs_picture("what is this?") == 0
    found = vilt.ground("the cup", SCENE)
    assert found.box is None and found.spoken.startswith("I cannot point with hf:/")


@pytest.mark.parametrize("question", ["", "🦉"])
def test_a_question_without_words_is_one_sentence(vilt, question):
    assert vilt.answer(question, SCENE).spoken == "I heard no words in the question." and vilt.answer(question, SCENE).abstained


def test_an_answer_in_words_of_its_own_is_said_as_a_sentence(tmp_path):
    answer = opened(save_blip(tmp_path / "blip")).answer("what is this?", SCENE)
    assert set(answer.short.split()) == {"cup"} and answer.spoken.endswith(f" a {answer.short}.") and 0.1 < answer.confidence < 1


def test_a_model_that_speaks_is_quoted_or_abstains(tmp_path):
    answer = opened(save_llava(tmp_path / "llava")).describe(SCENE)
    assert answer.abstained or answer.spoken[-1] in ".!?"


def test_a_model_that_does_not_exist_is_one_sentence(tmp_path):
    with pytest.raises(FetchFailed, match="cannot be loaded"):
        opened(tmp_path / "nothing")
