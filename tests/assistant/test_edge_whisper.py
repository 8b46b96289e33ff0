"""`owlish edge whisper`: weights in, a recognizer out that the settings take; what is wrong with them is one sentence."""

from __future__ import annotations

import pytest

from tests.models.whisper.tiny import save


@pytest.fixture(autouse=True)
def words(prepared):
    prepared("whisper-tiny.en")


@pytest.mark.slow
def test_a_checkpoint_becomes_an_engine(owlish, tmp_path):
    save(tmp_path / "random.pt", vocabulary=51864)
    (row,) = owlish.rows("edge", "whisper", tmp_path / "random.pt", "--out", tmp_path / "mine", "--json")
    assert row["engine"] == f"whisper:{tmp_path / 'mine'}" and row["folder"] == str(tmp_path / "mine") and row["bytes"] > 1e6
    assert owlish("config", "set", "recognition.engine", row["engine"]).returncode == 0
    assert owlish("config", "get", "recognition.engine").stdout.strip().strip('"') == row["engine"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is not a plain PyTorch checkpoint"), (b"PK\x03\x04" + b"\0" * 100, "is not a plain PyTorch checkpoint")],
)
def test_a_damaged_checkpoint_is_one_sentence(owlish, tmp_path, content, sentence):
    (tmp_path / "broken.pt").write_bytes(content)
    done = owlish("edge", "whisper", tmp_path / "broken.pt", "--out", tmp_path / "mine")
    assert done.returncode == 2 and sentence in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
    assert not (tmp_path / "mine").exists()


def test_a_file_that_is_not_there_is_one_sentence(owlish, tmp_path):
    done = owlish("edge", "whisper", tmp_path / "no.pt", "--out", "mine")
    assert done.returncode == 2 and "holds no Whisper" in done.stderr


def test_settings_take_an_own_recognizer_and_no_empty_name(owlish, says_one_sentence):
    assert owlish("config", "set", "recognition.engine", "whisper:mine").returncode == 0
    says_one_sentence(r"recognition\.engine .* whisper:NAME, made by", "config", "set", "recognition.engine", "whisper:")
