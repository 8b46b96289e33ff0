"""`owlish transcribe`: real speech in, one line out for each file, whatever the other files are."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

SPEECH = Path("/usr/share/pocketsphinx/test/data")
"""Debian's pocketsphinx-testdata: real speech with transcripts."""


@pytest.fixture(autouse=True)
def models(prepared):
    prepared("whisper-tiny.en")
    prepared("silero-vad")


@pytest.fixture
def sentence() -> Path:
    file = SPEECH / "librivox" / "sense_and_sensibility_01_austen_64kb-0870.wav"
    if not file.exists():
        pytest.skip("install pocketsphinx-testdata for real speech")
    return file


def test_real_speech_becomes_its_words(owlish, sentence):
    assert "had then leisure to consider how much there might be" in owlish("transcribe", sentence).stdout


def test_each_file_is_a_line_in_the_same_order_and_a_broken_one_stops_nothing(owlish, sentence, tmp_path):
    (tmp_path / "empty.wav").touch()
    done = owlish("transcribe", "--json", "nowhere.wav", sentence, tmp_path / "empty.wav")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["file"] for row in rows] == ["nowhere.wav", str(sentence), str(tmp_path / "empty.wav")]
    assert [sorted(row) for row in rows] == [["error", "file"], ["audio_seconds", "engine", "file", "seconds", "text"], ["error", "file"]]
    assert (done.returncode, done.stderr) == (2, "")
    assert rows[1]["engine"] == "whisper-tiny.en"
    assert rows[1]["audio_seconds"] == pytest.approx(7.1, abs=0.01)
    assert 0 < rows[1]["seconds"] < 60


@pytest.mark.parametrize("kind", ["silence", "noise"])
def test_nothing_is_written_where_nobody_spoke(owlish, tmp_path, kind):
    import soundfile

    loudness = {"silence": 0.0, "noise": 0.05}[kind]
    soundfile.write(tmp_path / "quiet.wav", np.random.default_rng(1).normal(0, 1, 64_000).astype(np.float32) * loudness, 16_000)
    assert owlish.rows("transcribe", "--json", tmp_path / "quiet.wav")[0]["text"] == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", r"broken\.wav .*"),
        (b"RIFF", r"broken\.wav cannot be read as sound"),
        (b"\x00" * 4000, r"broken\.wav cannot be read as sound"),
        (struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36, b"WAVE", b"fmt ", 16, 1, 1, 16000, 32000, 2, 16, b"data", 0), r"broken\.wav "),
    ],
    ids=["empty", "cut short", "not sound", "without a sample"],
)
def test_a_broken_file_is_one_sentence(says_one_sentence, tmp_path, content, sentence):
    (tmp_path / "broken.wav").write_bytes(content)
    says_one_sentence(sentence, "transcribe", tmp_path / "broken.wav")


def test_a_folder_is_one_sentence(says_one_sentence, tmp_path):
    says_one_sentence("is a folder", "transcribe", tmp_path)


def test_an_engine_that_does_not_exist_names_those_that_do(says_one_sentence, tmp_path):
    says_one_sentence(r"^recognition\.engine is 'oracle'; it must be 'whisper-tiny\.en'", "transcribe", "--engine", "oracle", "x.wav")


def test_times_are_told_where_they_are_asked(owlish, sentence):
    (row,) = owlish.rows("transcribe", "--json", "--timestamps", sentence)
    assert [segment["start"] for segment in row["segments"]] == sorted(segment["start"] for segment in row["segments"])
    assert row["text"] == " ".join(segment["text"] for segment in row["segments"])
    assert row["segments"][-1]["end"] == pytest.approx(6.9, abs=0.5)
    assert owlish("transcribe", "--timestamps", sentence).stdout.startswith("0:00.00 - 0:0")


def test_a_beam_hears_real_speech_too(owlish, sentence):
    assert "had then leisure to consider how much there might be" in owlish("transcribe", "--beam", "5", sentence).stdout


def test_a_recognizer_without_times_names_one_that_has_them(says_one_sentence, prepared, sentence):
    prepared("moonshine-tiny")
    says_one_sentence("gives no times; take another", "transcribe", "--timestamps", "--engine", "moonshine-tiny", sentence)


def test_an_own_recognizer_that_was_never_made_says_how_to(says_one_sentence, sentence):
    says_one_sentence("owlish edge whisper WEIGHTS --out nobody", "transcribe", "--engine", "whisper:nobody", sentence)


def test_a_language_that_nobody_speaks_is_one_sentence(says_one_sentence, prepared, sentence):
    prepared("whisper-base")
    says_one_sentence("does not know the language 'xx'", "transcribe", "--engine", "whisper-base", "--language", "xx", sentence)
