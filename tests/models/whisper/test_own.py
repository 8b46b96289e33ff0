"""Recognizers of one's own are taken out of a bundle whole or not at all, and only into the folder of the models."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.errors import CannotKeep, DamagedModel, ModelMissing, UnfitInput
from models.store import silent
from models.whisper.convert import convert
from models.whisper.own import adopt, is_own, opened
from models.whisper.runtime import Whisper
from models.whisper.vocabulary import ENGLISH
from tests.models.whisper.tiny import save


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, prepared) -> Path:
    """One of toy size, made on another machine."""
    there = tmp_path_factory.mktemp("there")
    return convert(save(there / "random.pt", vocabulary=ENGLISH), "mine", there, prepared, silent)[0].folder


@pytest.fixture
def carried(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "carried")


@pytest.mark.slow
def test_it_opens_by_its_name_where_it_was_taken(carried: Path, tmp_path: Path) -> None:
    taken = adopt("mine", carried, tmp_path)
    assert taken.model.id == "whisper:mine" and is_own(taken.model.id) and taken.folder == tmp_path / "whisper" / "mine"
    assert not Whisper(opened("mine", tmp_path)).multilingual


def test_only_what_the_manifest_names_is_taken(carried: Path, tmp_path: Path) -> None:
    (carried / "letter.txt").write_text("Dear all,")
    assert not (adopt("mine", carried, tmp_path).folder / "letter.txt").exists()


def test_an_older_one_of_that_name_is_replaced_and_a_persons_own_folder_is_not(carried: Path, tmp_path: Path) -> None:
    older = adopt("mine", carried, tmp_path).folder
    (older / "decoder.onnx").write_bytes(b"damaged")
    adopt("mine", carried, tmp_path)
    opened("mine", tmp_path)
    (tmp_path / "whisper" / "letters").mkdir()
    (tmp_path / "whisper" / "letters" / "home.txt").write_text("Dear all,")
    with pytest.raises(UnfitInput, match=r"letters is there already and is no recognizer; take it away\.$"):
        adopt("letters", carried, tmp_path)


def test_a_damaged_one_is_not_taken_and_the_older_one_stays(carried: Path, tmp_path: Path) -> None:
    adopt("mine", carried, tmp_path)
    (carried / "encoder.onnx").write_bytes(b"changed")
    with pytest.raises(DamagedModel, match=r"encoder\.onnx is not the file that was prepared; copy it there again\.$"):
        adopt("mine", carried, tmp_path)
    opened("mine", tmp_path)
    assert [path.name for path in (tmp_path / "whisper").iterdir()] == ["mine"]


def test_a_folder_without_one_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="does not hold the recognizer 'whisper:mine'; copy it there again"):
        adopt("mine", tmp_path, tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "../../elsewhere", "/tmp/elsewhere"])
def test_nothing_is_written_outside_of_the_models(name: str, carried: Path, tmp_path: Path) -> None:
    with pytest.raises(UnfitInput, match="is no name of a recognizer; build the bundle with --model whisper:NAME"):
        adopt(name, carried, tmp_path / "models")


def test_a_manifest_that_names_a_file_of_another_folder_is_none(carried: Path, tmp_path: Path) -> None:
    (carried.parent / "settings.json").write_bytes((carried / "settings.json").read_bytes())
    manifest = json.loads((carried / "manifest.json").read_text())
    manifest["files"]["../settings.json"] = manifest["files"].pop("settings.json")
    (carried / "manifest.json").write_text(json.dumps(manifest))
    root = tmp_path / "models"
    with pytest.raises(ModelMissing, match="does not hold the recognizer 'whisper:mine'"):
        adopt("mine", carried, root)
    assert not root.exists()


def test_a_place_that_cannot_be_written_is_one_sentence(carried: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotKeep, match=r"cannot be kept in .+ \(.+\); make room there, or choose another folder with OWLISH_MODELS\.$"):
        adopt("mine", carried, tmp_path / "file")
