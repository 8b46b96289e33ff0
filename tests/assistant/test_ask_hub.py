"""`owlish ask`, `ground` and `describe` by models of a hub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.conftest import surroundings
from tests.forked import Forks
from tests.hub import bring_code, save_blip, save_vilt

PHOTO = sorted((Path(__file__).parents[2] / "models" / "calibration").glob("*.jpg"))[0]


@pytest.fixture(autouse=True)
def models(prepared):
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        prepared(name)


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """Their libraries take longer to import than all else that is done with them."""
    forks = Forks(surroundings(), "torch", "transformers.models.auto.processing_auto")
    yield forks
    forks.end()


@pytest.mark.parametrize("save", [save_vilt, save_blip])
@pytest.mark.parametrize("command", ["ask", "ground", "describe"])
@pytest.mark.slow
def test_a_model_of_a_hub_can_be_asked_instead(owlish, tmp_path, command, save):
    words = [] if command == "describe" else ["what is this?"]
    (row,) = owlish.rows(command, *words, "--image", PHOTO, "--engine", f"hf:{save(tmp_path / 'model')}", "--json")
    assert row["engine"] == f"hf:{tmp_path / 'model'}" and row["spoken"]


def test_offline_its_libraries_are_imported_behind_the_lock(owlish, tmp_path):
    asked = ("--offline", "ask", "what is this?", "--image", PHOTO, "--engine", f"hf:{save_vilt(tmp_path / 'model')}", "--json")
    done = owlish(*asked, PYTHONUNBUFFERED=1)  # a start of its own: a fork has them already
    assert done.returncode == 0 and json.loads(done.stdout)["spoken"]


@pytest.mark.parametrize("reach", [(), ("--offline",)])
def test_code_of_a_model_of_a_hub_is_not_run_whatever_stands_on_standard_input(says_one_sentence, tmp_path, reach):
    folder = save_vilt(tmp_path / "vilt")
    bring_code(folder, tmp_path / "mark")
    asked = (*reach, "ask", "what?", "--image", PHOTO, "--engine", f"hf:{folder}")
    says_one_sentence(r"^hf:/\S+ cannot be loaded \(.* such code is never run", *asked, stdin="y\n" * 9)
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("words", [("--offline",), ("--config", "offline.toml")])
def test_offline_a_model_that_is_not_here_names_all_that_may_say_so(says_one_sentence, tmp_path, words):
    (tmp_path / "offline.toml").write_text("[network]\noffline = true\n")
    reach = [str(tmp_path / word) if word.endswith(".toml") else word for word in words]
    told = r"^hf:nobody/nothing cannot be loaded \(.*by a question without --offline, network\.offline or OWLISH_OFFLINE=1\.$"
    says_one_sentence(told, *reach, "ask", "what?", "--image", PHOTO, "--engine", "hf:nobody/nothing")
