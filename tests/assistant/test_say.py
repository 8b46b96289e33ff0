"""`owlish say` speaks words that a recognizer understands."""

from __future__ import annotations

import resource

import numpy as np
import pytest

from assistant.commands.say import write
from assistant.errors import BadInput
from tests.speech import RATE_HZ


@pytest.fixture(autouse=True)
def models(prepared):
    for model_id in ("piper-joe", "silero-vad", "whisper-tiny.en"):
        prepared(model_id)


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3"])
def test_what_is_written_can_be_understood(owlish, tmp_path, suffix):
    file = tmp_path / f"said.{suffix}"
    assert owlish("say", "There are two cups on the table.", "--out", file).stdout == f"{file} is written.\n"
    assert "on the table" in owlish("transcribe", file).stdout


def test_programs_learn_the_voice_and_the_seconds(owlish, tmp_path):
    (row,) = owlish.rows("say", "hello", "--out", tmp_path / "said.wav", "--json")
    assert (row["voice"], row["file"]) == ("piper-joe", str(tmp_path / "said.wav"))
    assert 0 < row["seconds"] < 60


def test_words_that_look_like_an_option_stand_after_two_dashes(owlish, tmp_path):
    assert owlish("say", "--out", tmp_path / "said.wav", "--", "--debug").returncode == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere/said.wav", r"cannot be written \(No such file or directory\); choose another place\.$"),
        ("said.doc", r"has no ending of a sound file; name one that ends in \.flac, \.mp3, \.ogg, \.wav\.$"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_sentence(says_one_sentence, tmp_path, name, sentence):
    says_one_sentence(sentence, "say", "hello", "--out", tmp_path / name)


def test_a_disk_that_is_full_is_one_sentence_and_costs_no_older_file(tmp_path, capfd):
    class Hum:
        rate_hz = RATE_HZ

        def synthesize(self, text: str) -> np.ndarray:
            return np.zeros(10 * RATE_HZ, np.float32)

    file, (soft, hard) = tmp_path / "said.wav", resource.getrlimit(resource.RLIMIT_FSIZE)
    file.write_bytes(b"an older one")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10 * RATE_HZ, hard))
    try:
        with pytest.raises(BadInput, match=r"said\.wav cannot be written \(File too large\); choose another place\.$"):
            write("hum", Hum(), file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_bytes() == b"an older one" and list(tmp_path.iterdir()) == [file] and not capfd.readouterr().err


def test_nothing_to_say_is_one_sentence(says_one_sentence):
    says_one_sentence("^Give something to say", "say", "  ")


def test_an_unknown_voice_names_those_that_exist(says_one_sentence):
    says_one_sentence(r"^speech\.voice is 'parrot'; it must be 'piper-joe', 'kokoro'", "say", "--voice", "parrot", "hello")


def test_no_voice_at_all_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^speech\.voice is none", "say", "--voice", "none", "hello")
