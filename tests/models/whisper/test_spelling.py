"""Tokens are spelt as the package tokenizers spells them, every one and in every order."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.whisper.spelling import BYTES, Spelling


@pytest.fixture(scope="module", params=["whisper-tiny.en", "whisper-base"])
def both(request: pytest.FixtureRequest, prepared) -> tuple[Spelling, Tokenizer]:
    path = prepared(request.param).path("tokenizer.json")
    return Spelling(path), Tokenizer.from_file(str(path))


def test_every_token_alone(both) -> None:
    ours, theirs = both
    tokens = range(theirs.get_vocab_size())
    assert [ours.text([token]) for token in tokens] == theirs.decode_batch([[token] for token in tokens])


def test_tokens_in_any_order_and_letters_that_are_cut(both) -> None:
    ours, theirs = both
    rng = np.random.default_rng(0)
    runs = [rng.integers(0, theirs.get_vocab_size(), rng.integers(0, 30)).tolist() for _ in range(2000)]
    assert [ours.text(run) for run in runs] == theirs.decode_batch(runs)


@pytest.mark.parametrize("text", ["What's on the table?", " naïve café", "桌子上有什么？", "🦉 hoots", "a\tb\nc"])
def test_texts_come_back(both, text: str) -> None:
    ours, theirs = both
    assert ours.text(theirs.encode(text, add_special_tokens=False).ids) == text


def test_special_tokens_have_their_numbers_and_names(both) -> None:
    ours, theirs = both
    for name in ("<|startoftranscript|>", "<|endoftext|>", "<|notimestamps|>", "<|translate|>", "<|en|>"):
        assert ours.number(name) == theirs.token_to_id(name) and ours.name(ours.number(name)) == name
    assert ours.number("<|nothing|>") is None


def test_every_byte_has_a_letter_of_its_own() -> None:
    assert sorted(BYTES.values()) == list(range(256))
