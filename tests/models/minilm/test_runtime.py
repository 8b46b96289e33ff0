import json

import numpy as np
import pytest

from models.errors import UnfitInput
from models.minilm.prepare import FLOOR
from models.minilm.runtime import SentenceEncoder


@pytest.fixture(scope="module")
def encode(prepared) -> SentenceEncoder:
    return SentenceEncoder(prepared("all-minilm-l6-v2"))


def test_sentences_are_as_alike_as_the_published_model_says(encode):
    """0.695, 0.943 and 0.257 are what all-MiniLM-L6-v2 gives for these in FP32; INT8 is 0.04 off at most."""
    said, *others = encode(["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"])
    np.testing.assert_allclose(np.stack(others) @ said, [0.695, 0.943, 0.257], atol=0.06)


def test_int8_says_what_fp32_says(prepared):
    parity = json.loads(prepared("all-minilm-l6-v2").path("parity.json").read_text())
    print(f"sentence encoder, INT8 against FP32: {parity['agreed']}/{parity['of']}")
    assert parity["precision"] == "int8"
    assert parity["of"] >= 100 and parity["agreed"] >= FLOOR * parity["of"]


def test_other_words_for_the_same_are_nearer_than_the_same_words_for_other_things(encode):
    wish, reworded, other = encode(["start a countdown of ten minutes", "set a timer for ten minutes", "how many people start a marathon"])
    assert wish @ reworded > wish @ other + 0.2


@pytest.mark.parametrize("text", ["", "   ", "🎉", "word " * 2000, "\ud800", "\0", "这是什么", "x" * 100_000], ids=range(8))
def test_any_text_has_a_vector_of_length_one(encode, text):
    (vector,) = encode([text])
    assert vector.shape == (384,) and vector.dtype == np.float32
    assert abs(np.linalg.norm(vector) - 1) < 1e-5


def test_what_comes_after_128_tokens_changes_nothing(encode):
    short, long = encode(["word " * 126 + "cat", "word " * 126 + "dog"])
    np.testing.assert_array_equal(short, long)


def test_no_sentence_changes_what_another_becomes(encode):
    together = encode(["a cat", "a photo of a very long train that passes a station in the evening"])
    np.testing.assert_array_equal(together[0], encode(["a cat"])[0])


def test_no_texts_are_no_rows(encode):
    assert encode([]).shape == (0, 384)


@pytest.mark.parametrize("texts", ["one text", [None], [b"bytes"]], ids=["a string", "none", "bytes"])
def test_what_is_no_list_of_texts_is_one_sentence(encode, texts):
    with pytest.raises(UnfitInput, match="takes a list of texts"):
        encode(texts)
