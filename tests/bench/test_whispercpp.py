"""The ggml file holds the same weights, words and filters; where whisper.cpp is installed, it hears with them."""

from __future__ import annotations

import importlib.util
import struct

import numpy as np
import pytest

from bench.whispercpp import BLOCK, F16, F32, Q8_0, WhisperCpp, letters, quantized, tensors, words, write
from models.whisper.mel import filters
from tests.models.whisper.test_graphs import DIMS
from tests.models.whisper.tiny import weights
from tests.speech import spoken


def test_every_byte_has_a_letter_of_its_own() -> None:
    assert len(set(letters().values())) == 256 and letters()[ord("a")] == "a" and letters()[ord(" ")] == "Ġ"


def test_words_are_bytes_in_the_order_of_their_numbers(prepared) -> None:
    found = words(prepared("whisper-tiny.en-ct2").path("tokenizer.json"))
    assert len(found) == 50256 and found[0] == b"!" and b" the" in found
    assert "é".encode() in b"".join(found)


def test_a_block_keeps_its_numbers_to_half_a_step() -> None:
    array = np.random.default_rng(0).normal(0, 1, (4, 64)).astype(np.float32)
    packed = np.frombuffer(quantized(array), np.dtype([("scale", "<f2"), ("numbers", "i1", BLOCK)]))
    back = (packed["scale"].astype(np.float32)[:, None] * packed["numbers"]).reshape(array.shape)
    assert np.abs(back - array).max() <= 0.51 * np.abs(array).max() / 127 + 0.004
    assert not np.frombuffer(quantized(np.zeros((1, BLOCK), np.float32)), np.int8).any()


@pytest.mark.parametrize("kind", [F16, Q8_0])
def test_the_file_holds_sizes_filters_words_and_every_tensor(tmp_path, kind: int) -> None:
    path = tmp_path / "ggml.bin"
    write(path, DIMS, weights(), [b"a", b" the"], kind)
    data = path.read_bytes()
    magic, *sizes = struct.unpack_from("<12i", data)
    assert magic == 0x67676D6C and sizes[0] == DIMS.vocabulary and sizes[9] == DIMS.mels
    at = 48
    rows, columns = struct.unpack_from("<2i", data, at)
    bank = np.frombuffer(data, "<f4", rows * columns, at + 8).reshape(rows, columns)
    np.testing.assert_array_equal(bank, filters(DIMS.mels))
    at += 8 + bank.nbytes + 4 + (4 + 1) + (4 + 4)
    expected, found = dict(tensors(weights())), {}
    while at < len(data):
        rank, length, type_ = struct.unpack_from("<3i", data, at)
        shape = struct.unpack_from(f"<{rank}i", data, at + 12)[::-1]
        at += 12 + 4 * rank
        name, at = data[at : at + length].decode(), at + length
        found[name] = shape
        at += {F32: 4, F16: 2, Q8_0: 34 / 32}[type_] * np.prod(shape)
        at = int(at)
    assert found == {name: array.shape for name, array in expected.items()}


@pytest.mark.skipif(importlib.util.find_spec("pywhispercpp") is None, reason="pip install pywhispercpp")
def test_whisper_cpp_hears_with_them(prepared, store) -> None:
    prepared("whisper-tiny.en-ct2")
    assert WhisperCpp(store, 1).transcribe(spoken("What is on the table?").samples).text == "What is on the table?"
