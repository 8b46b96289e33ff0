"""Weights of any layout become a recognizer of one's own, which is verified, and nothing of a person's is overwritten."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from models.errors import DamagedModel, ModelMissing, UnfitInput
from models.store import silent
from models.whisper import ct2
from models.whisper.convert import convert
from models.whisper.own import folder_of, knows_languages, opened
from models.whisper.runtime import Whisper
from models.whisper.vocabulary import ENGLISH, WITH_CANTONESE
from tests.models.whisper.tiny import container, openai_name, save, weights
from tests.speech import spoken

ARTEFACTS = {"decoder.onnx", "encoder.onnx", "manifest.json", "settings.json", "silence.npz", "tokenizer.json"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def mine(root: Path, prepared) -> Path:
    source = save(root / "random.pt", vocabulary=ENGLISH, half=True)
    made, about = convert(source, "mine", root, prepared, silent)
    assert about.startswith("OpenAI's layout") and made.model.id == "whisper:mine"
    return made.folder


@pytest.mark.slow
def test_a_checkpoint_becomes_a_recognizer_that_opens_by_its_name(mine: Path, root: Path) -> None:
    assert {path.name for path in mine.iterdir()} == ARTEFACTS
    assert mine == root / "whisper" / "mine"
    whisper = Whisper(opened("mine", root))
    assert not whisper.multilingual and not knows_languages(opened("mine", root))
    assert len(whisper._cross_names) == 4


def test_the_folder_itself_is_a_name_too(mine: Path, root: Path) -> None:
    assert folder_of(str(mine), root) == mine
    assert opened(str(mine), root).folder == mine


@pytest.mark.slow
def test_real_weights_from_a_checkpoint_hear_the_same_words(root: Path, prepared) -> None:
    """tiny.en, out of CTranslate2's container, under OpenAI's names: the very same graphs."""
    package = prepared("whisper-tiny.en-ct2")
    dims, found = ct2.read([package.path("model.bin")])
    sizes = {"n_mels": dims.mels, "n_vocab": dims.vocabulary, "n_audio_ctx": dims.audio_context, "n_text_ctx": dims.text_context}
    for side, layers in (("audio", dims.audio_layers), ("text", dims.text_layers)):
        sizes |= {f"n_{side}_layer": layers, f"n_{side}_state": dims.width, f"n_{side}_head": dims.heads}
    state = {openai_name(name): torch.from_numpy(value).half() for name, value in found.items() if not name.endswith("key.bias")}
    torch.save({"dims": sizes, "model_state_dict": state}, root / "tiny.en.pt")
    made, _ = convert(root / "tiny.en.pt", "tiny", root, prepared, silent)
    shipped = prepared("whisper-tiny.en")
    for name in ("encoder.onnx", "decoder.onnx", "silence.npz"):
        assert made.path(name).read_bytes() == shipped.path(name).read_bytes(), name
    assert Whisper(opened("tiny", root)).transcribe(spoken("What is on the table?").samples).text == "What is on the table?"


@pytest.mark.slow
def test_the_third_large_models_kind_has_more_bands_and_cantonese(root: Path, prepared) -> None:
    """Toy weights of that kind, with the whole window: all of the road from sound to text, in a language that it has to find out."""
    source = save(root / "large.pt", vocabulary=WITH_CANTONESE, mels=128, audio=1500, text=448)
    convert(source, "large", root, prepared, silent)
    whisper = Whisper(opened("large", root), beam=2)
    assert knows_languages(opened("large", root))
    assert {"yue", "en", "zh"} <= whisper.languages.keys() and len(whisper.languages) == 100
    decoded = whisper.transcribe(spoken("What is on the table?").samples, None, times=True)
    assert decoded.language in whisper.languages and np.isfinite(decoded.log_probability)
    times = [time for segment in decoded.segments for time in (segment.start, segment.end)]
    assert times == sorted(times)


def test_a_folder_of_ctranslate2_is_read_with_its_own_words(tmp_path: Path, prepared) -> None:
    package = prepared("whisper-tiny.en-ct2")
    source = tmp_path / "source"
    source.mkdir()
    (source / "model.bin").write_bytes(container(weights()))
    shutil.copy(package.path("tokenizer.json"), source / "tokenizer.json")
    (source / "config.json").write_text(json.dumps({"suppress_ids": [1], "suppress_ids_begin": [2]}))
    made, about = convert(source, "container", tmp_path, prepared, silent)
    assert about == "CTranslate2's layout"
    assert json.loads(made.path("settings.json").read_text()) == {"suppress": [1], "suppress_first": [2]}


def test_one_changed_byte_is_told_before_it_is_loaded(mine: Path, root: Path, tmp_path: Path) -> None:
    shutil.copytree(mine, tmp_path / "mine")
    data = bytearray((tmp_path / "mine" / "decoder.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "mine" / "decoder.onnx").write_bytes(data)
    with pytest.raises(DamagedModel, match=r"decoder\.onnx is not the file that was prepared; make it: owlish edge whisper WEIGHTS"):
        opened(str(tmp_path / "mine"), root)


def test_a_recognizer_that_nobody_made_says_how_to(root: Path) -> None:
    with pytest.raises(ModelMissing, match="owlish edge whisper WEIGHTS --out nobody"):
        opened("nobody", root)


def test_a_folder_without_a_whisper_is_one_sentence(tmp_path: Path, prepared) -> None:
    with pytest.raises(ModelMissing, match=r"holds no Whisper; give OpenAI's \.pt file"):
        convert(tmp_path, "none", tmp_path, prepared, silent)


def test_what_a_person_keeps_in_a_folder_stays(tmp_path: Path, prepared) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "home.txt").write_text("Dear all,")
    with pytest.raises(UnfitInput, match="is there already and is no recognizer"):
        convert(tmp_path / "x.pt", str(tmp_path / "letters"), tmp_path, prepared, silent)
    assert (tmp_path / "letters" / "home.txt").read_text() == "Dear all,"


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_recognizer_needs_a_name(name: str, tmp_path: Path, prepared) -> None:
    with pytest.raises(UnfitInput, match="needs a name"):
        convert(tmp_path / "x.pt", name, tmp_path, prepared, silent)


def test_after_a_failure_the_older_recognizer_is_still_whole(mine: Path, root: Path, prepared, tmp_path: Path) -> None:
    (tmp_path / "broken.pt").write_bytes(b"PK")
    with pytest.raises(DamagedModel):
        convert(tmp_path / "broken.pt", "mine", root, prepared, silent)
    assert opened("mine", root).folder == mine
    assert not list(mine.parent.glob(".*scratch"))
