"""Models of a hub, loaded from a folder through the same code: an answer is a distribution, whatever the kind of model."""

from __future__ import annotations

import json
import logging
import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from huggingface_hub.utils import are_progress_bars_disabled

from models.errors import DamagedModel, FetchFailed, ModelMissing, UnfitInput
from models.hub import HubModel, open_hub
from tests.hub import ANSWERS, WORDS, bring_code, configured, save_blip, save_llava, save_vilt

PHOTO = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)


def save_captioner(folder: Path) -> Path:
    return save_blip(folder, "BlipForConditionalGeneration")


def save_silent_llava(folder: Path) -> Path:
    save_llava(folder)
    (folder / "chat_template.jinja").unlink()
    return folder


@pytest.fixture(scope="module")
def vilt(tmp_path_factory) -> HubModel:
    return open_hub(str(save_vilt(tmp_path_factory.mktemp("hub") / "vilt")))


@pytest.fixture(scope="module")
def blip(tmp_path_factory) -> HubModel:
    return open_hub(str(save_blip(tmp_path_factory.mktemp("hub") / "blip")))


@pytest.fixture(scope="module")
def llava(tmp_path_factory) -> HubModel:
    return open_hub(str(save_llava(tmp_path_factory.mktemp("hub") / "llava")))


def test_a_classifier_gives_each_of_its_answers_a_chance(vilt):
    told = vilt.soft(PHOTO, "what is this?")
    assert set(told) == set(ANSWERS) and sum(told.values()) == pytest.approx(1, abs=1e-4)
    assert list(told.values()) == sorted(told.values(), reverse=True)
    again = vilt.soft(PHOTO, "what is this?")  # where arrays lie in memory may change the last bit
    assert not vilt.speaks and list(again) == list(told) and again == pytest.approx(told, abs=1e-6)


def test_a_classifier_looks_at_the_picture(vilt):
    assert vilt.soft(PHOTO, "what is this?") != vilt.soft(np.zeros_like(PHOTO), "what is this?")


def test_a_model_that_speaks_gives_its_likeliest_sentences(llava):
    told = llava.soft(PHOTO, "what is this ?")
    assert llava.speaks and told and 0 < sum(told.values()) <= 1.0001


def test_a_model_that_answers_in_words_of_its_own_is_the_one_that_the_config_says(blip):
    told = blip.soft(PHOTO, "what is this ?")
    assert not blip.speaks and told and 0 < sum(told.values()) <= 1.0001 and blip.soft(PHOTO, "what is this ?") == told
    assert told != blip.soft(np.zeros_like(PHOTO), "what is this ?") and told != blip.soft(PHOTO, "is there a red cup ?")


def test_the_chance_of_an_answer_in_words_is_that_of_all_its_words(tmp_path):
    """Each next word is a cup or the end, by lot."""
    import torch
    from safetensors.torch import load_file, save_file

    folder = save_blip(tmp_path / "blip")
    weights = {name: torch.zeros_like(part) for name, part in load_file(folder / "model.safetensors").items()}
    lot = torch.full((len(WORDS),), -30.0)
    lot[[WORDS.index("cup"), WORDS.index("[SEP]")]] = 0.0
    save_file(weights | {"text_decoder.cls.predictions.bias": lot}, folder / "model.safetensors", {"format": "pt"})
    told = open_hub(str(folder)).soft(PHOTO, "what is this ?")
    assert told == pytest.approx({"cup": 1 / 4, "cup cup": 1 / 8, "cup cup cup": 1 / 16, "cup cup cup cup": 1 / 32}, rel=1e-3)


def test_a_question_of_two_thousand_words_is_cut(vilt, blip):
    assert vilt.soft(PHOTO, "cup " * 2000) and blip.soft(PHOTO, "cup " * 2000)


@pytest.mark.parametrize("question", ["", "  ", "?!", "🦉🦉"])
def test_a_question_without_words_is_one_sentence(vilt, llava, question):
    for model in (vilt, llava):
        with pytest.raises(UnfitInput, match="no words"):
            model.soft(PHOTO, question)


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4, 3), np.float32)])
def test_a_picture_that_is_none_is_one_sentence(vilt, pixels):
    with pytest.raises(UnfitInput, match="RGB bytes"):
        vilt.soft(pixels, "what is this?")


def pickled(folder: Path, name: str) -> dict[str, Any]:
    """Its weights as a pickle of that name alone."""
    import torch
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    torch.save(weights, folder / name)
    (folder / "model.safetensors").unlink()
    return weights


def test_weights_that_are_a_pickle_are_not_loaded(tmp_path):
    folder = save_vilt(tmp_path / "pickled")
    pickled(folder, "pytorch_model.bin")
    with pytest.raises(FetchFailed, match=r"^hf:.*/pickled cannot be loaded \(.*model\.safetensors"):
        open_hub(str(folder))


def test_a_pickle_that_the_config_names_is_not_loaded(tmp_path):
    folder = save_vilt(tmp_path / "named")
    pickled(folder, "adapter_model.bin")
    configured(folder, transformers_weights="adapter_model.bin")
    with pytest.raises(FetchFailed, match=r"^hf:.*/named cannot be loaded"):
        open_hub(str(folder))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "{folder}/pytorch_model.bin", "../indexed/pytorch_model.bin", "weights.json"])
def test_a_pickle_that_the_index_names_is_not_loaded(tmp_path, name):
    folder = save_vilt(tmp_path / "indexed")
    names = dict.fromkeys(pickled(folder, Path(name).name), name.format(folder=folder))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": names}))
    with pytest.raises(FetchFailed, match=r"names \S+, which is no \.safetensors of that folder"):
        open_hub(str(folder))


@pytest.mark.parametrize("kind", ["vilt", "nobody-knows"])
def test_code_that_comes_with_weights_is_not_run(tmp_path, kind):
    """Where the library knows the kind it uses its own code; else it would ask on standard input whether that of the folder may run."""
    folder = save_vilt(tmp_path / kind)
    bring_code(folder, tmp_path / "mark", model_type=kind)
    if kind == "vilt":
        assert open_hub(str(folder)).soft(PHOTO, "what is this?")
    else:
        with pytest.raises(FetchFailed, match=r"^hf:.* cannot be loaded \(.*whose code comes with its weights, and such code is never run"):
            open_hub(str(folder))
    assert not (tmp_path / "mark").exists()


def test_a_model_of_another_kind_is_not_filled_up_with_weights_of_chance(tmp_path):
    """That which masks words has no answers; the library would load it as one that answers, and invent the weights that lack."""
    folder = save_vilt(tmp_path / "masks")
    configured(folder, architectures=["ViltForMaskedLM"])
    with pytest.raises(FetchFailed, match=r"^hf:.*/masks cannot be loaded \(its kind is ViltForMaskedLM, .*\); choose .*docs/vision\.md"):
        open_hub(str(folder))


@pytest.mark.parametrize("save", [save_captioner, save_silent_llava])
def test_a_model_that_nobody_can_ask_is_one_sentence(tmp_path, save):
    """It goes on with words, but no template says how a question is put to it."""
    with pytest.raises(FetchFailed, match=r"^hf:.*/mute cannot be loaded \(.* comes without a chat template"):
        open_hub(str(save(tmp_path / "mute")))


@pytest.mark.parametrize("template", ["{{ raise_exception('only text is read') }}", "{{ messages[0].content[1].text }}"])
def test_a_template_that_takes_no_picture_is_one_sentence(tmp_path, template):
    folder = save_llava(tmp_path / "llava")
    (folder / "chat_template.jinja").write_text(template)
    with pytest.raises(DamagedModel, match=r"^The LlavaForConditionalGeneration of a hub cannot be asked this \(.+\); choose"):
        open_hub(str(folder)).soft(PHOTO, "what is this ?")


def test_a_model_without_its_processor_is_one_sentence(tmp_path):
    folder = save_vilt(tmp_path / "vilt")
    (folder / "processor_config.json").unlink()
    with pytest.raises(FetchFailed, match=r"^hf:.*/vilt cannot be loaded"):
        open_hub(str(folder))


def test_a_folder_without_a_model_is_one_sentence(tmp_path):
    with pytest.raises(FetchFailed, match=r"^hf:.* cannot be loaded \(.*\); give a model's name on the hub, or a folder\.$"):
        open_hub(str(tmp_path))


def asked_hosts(monkeypatch) -> list[str]:
    """Those that anybody looks up from here on; none is found."""
    asked: list[str] = []

    def look_up(host, *rest, **more):
        asked.append(host)
        raise socket.gaierror("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_what_may_not_be_fetched_is_looked_for_on_this_machine_alone(monkeypatch):
    asked = asked_hosts(monkeypatch)
    with pytest.raises(FetchFailed, match=r"^hf:nobody/nothing cannot be loaded \(.*\); only what is on this machine may be used now;"):
        open_hub("nobody/nothing", fetches=False)
    assert asked == []


def test_a_hub_that_cannot_be_reached_is_asked_once(monkeypatch):
    asked = asked_hosts(monkeypatch)
    with pytest.raises(FetchFailed, match=r"^hf:nobody/nothing is not on this machine, and https://\S+ cannot be reached \(.*\); connect"):
        open_hub("nobody/nothing")
    assert len(asked) == 1


def test_what_is_kept_is_not_asked_for_again(monkeypatch, tmp_path):
    cache = tmp_path / "models--somebody--vilt"
    save_vilt(cache / "snapshots" / "abc")
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text("abc")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    asked = asked_hosts(monkeypatch)
    assert open_hub("somebody/vilt").soft(PHOTO, "what is this?") and asked == []


def test_the_library_that_fetches_writes_nothing_across_the_screen(tmp_path, capfd):
    with pytest.raises(FetchFailed):
        open_hub(str(tmp_path))
    logging.getLogger("huggingface_hub.utils._http").warning("Retrying in 1s [Retry 1/5].")
    assert are_progress_bars_disabled()
    assert capfd.readouterr().err == ""


def test_without_transformers_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelMissing, match=r"transformers is not installed.*pip install 'owlish\[train\]'"):
        open_hub(str(tmp_path))
