"""Moonshine hears raw sound; its vocabulary file is read as it is laid out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.errors import UnfitInput
from models.moonshine.runtime import RATE_HZ, Moonshine, read_vocabulary
from tests.speech import spoken


@pytest.fixture(scope="module")
def moonshine(prepared) -> Moonshine:
    return Moonshine(prepared("moonshine-tiny"))


def test_a_question_is_heard(moonshine: Moonshine) -> None:
    decoded = moonshine.transcribe(spoken("What is on the table?").samples)
    assert decoded.text == "What is on the table?"
    assert decoded.log_probability > -0.3 and not decoded.repeated


def test_speech_of_half_a_minute_loses_no_sentence(moonshine: Moonshine) -> None:
    sentence = spoken("The cup is on the table.", before=0.2, after=0.6).samples
    copies = 1 + int(25 * RATE_HZ / len(sentence))
    assert moonshine.transcribe(np.tile(sentence, copies)).text.lower().count("cup") >= copies - 2


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(100, np.float32)])
def test_too_little_sound_is_no_text(moonshine: Moonshine, samples: np.ndarray) -> None:
    assert moonshine.transcribe(samples).text == ""


def test_what_is_no_sound_is_told(moonshine: Moonshine) -> None:
    with pytest.raises(UnfitInput):
        moonshine.transcribe(np.full(16000, np.nan, np.float32))


def test_tokens_of_any_length_are_read(tmp_path: Path) -> None:
    words = [b"<unk>", b"", "\u2581the".encode(), b"x" * 127, b"y" * 128, b"z" * 300]
    lengths = [bytes([len(word)]) if len(word) < 128 else bytes([128 | len(word) & 127, len(word) >> 7]) for word in words]
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(b"".join(length + word for length, word in zip(lengths, words, strict=True)))
    assert read_vocabulary(path) == words
