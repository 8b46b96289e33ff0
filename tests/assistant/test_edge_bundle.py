"""`owlish edge build`, `verify` and `lock`, and `owlish models adopt`, as a person calls them."""

from __future__ import annotations

import json
import shutil

import pytest

from models import registry
from models.store import Store, key_of


def test_the_workshop_is_listed_in_the_help(owlish):
    assert "bundles" in owlish("--help").stdout
    said = owlish("edge", "--help").stdout
    assert all(f" {command} " in said for command in ("build", "verify", "lock"))


def test_a_bundle_that_is_none_is_one_sentence(owlish, says_one_sentence, tmp_path):
    done = owlish("edge", "verify", tmp_path)
    assert done.returncode == 2 and "is no bundle, as it holds no manifest.json; give the folder or the tar" in done.stderr.splitlines()[-1]
    says_one_sentence(r"^There is no target 'toaster'; choose one of: cpu, cuda, jetson-orin\.$", "edge", "build", "--target", "toaster")


def test_a_bundle_without_prepared_models_names_the_command_that_prepares_them(owlish, tmp_path):
    done = owlish("edge", "build", "--target", "cpu", "--out", tmp_path / "out", OWLISH_MODELS=tmp_path / "none")
    assert done.returncode == 2 and "is not prepared on this machine; run: owlish models pull" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(owlish, prepared, tmp_path):
    for model in registry.defaults():
        prepared(model.id)
    (tmp_path / "file").touch()
    done = owlish("edge", "build", "--target", "cpu", "--out", tmp_path / "file" / "out")
    assert done.returncode == 2 and "The bundle cannot be written into" in done.stderr and "with --out." in done.stderr


def test_variants_that_cannot_be_written_are_one_sentence(owlish, default_models, tmp_path):
    (tmp_path / "file").touch()
    done = owlish("edge", "quantize", "clip-text", "--out", tmp_path / "file" / "out")
    assert done.returncode == 2 and "A variant cannot be written into" in done.stderr and done.stderr.endswith("with --out.\n")


def test_a_recognizer_that_nobody_made_is_one_sentence_that_says_how_to(owlish, default_models, tmp_path):
    done = owlish("edge", "build", "--target", "cpu", "--out", tmp_path / "out", "--model", "whisper:nobody")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("There is no recognizer 'whisper:nobody' in ")
    assert done.stderr.endswith("; make it: owlish edge whisper WEIGHTS --out nobody.\n") and list((tmp_path / "out").iterdir()) == []


def test_a_lock_without_the_network_says_what_is_missing(owlish, tmp_path):
    environment = {"PIP_NO_INDEX": 1, "PIP_CONFIG_FILE": "/dev/null", "PIP_FIND_LINKS": tmp_path}
    done = owlish("edge", "lock", "--target", "jetson-orin", "--python", "3.10", **environment)
    assert done.returncode == 2
    assert "A set of wheels for jetson-orin-aarch64-py3.10 could not be fetched (ERROR: No matching distribution found" in done.stderr


@pytest.fixture
def carried(prepared, tmp_path):
    """A model as a bundle carries it."""
    return shutil.copytree(prepared("silero-vad").folder, tmp_path / "bundle" / "silero-vad")


def test_models_of_a_bundle_are_adopted_without_the_network(owlish, carried, tmp_path):
    done = owlish("--offline", "models", "adopt", carried, OWLISH_MODELS=tmp_path / "models")
    assert done.returncode == 0 and done.stdout == "silero-vad: ready\n"
    Store(tmp_path / "models").get("silero-vad")
    rows = owlish("models", "adopt", "--json", carried, OWLISH_MODELS=tmp_path / "models").stdout
    assert json.loads(rows) == {"id": "silero-vad", "prepared": True}


def test_a_damaged_or_an_unknown_one_is_one_sentence(says_one_sentence, carried, tmp_path):
    elsewhere = {"OWLISH_MODELS": tmp_path / "models"}
    says_one_sentence(r"nothing holds no prepared model; name a folder with", "models", "adopt", tmp_path / "nothing", **elsewhere)
    next(carried.glob("*.onnx")).write_bytes(b"weights")
    says_one_sentence(r"is not the file that was prepared; copy it there again\.$", "models", "adopt", carried, **elsewhere)
    manifest = json.loads((carried / "manifest.json").read_text())
    assert manifest["key"] == key_of(registry.find("silero-vad"))
