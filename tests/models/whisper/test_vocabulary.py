"""Weights without words get those of their kind."""

from __future__ import annotations

import json

import pytest
from tokenizers import Tokenizer

from models.errors import UnfitInput
from models.whisper.vocabulary import ENGLISH, MULTILINGUAL, WITH_CANTONESE, lender, lent


@pytest.mark.parametrize("vocabulary", [ENGLISH, MULTILINGUAL])
def test_words_are_lent_as_they_are(vocabulary: int, prepared) -> None:
    model = prepared(lender(vocabulary))
    words = lent(vocabulary, model)
    assert json.loads(words.tokenizer) == json.loads(model.path("tokenizer.json").read_text("utf-8"))
    assert words.suppress and len(words.suppress_first) == 2


def test_with_cantonese_all_behind_the_languages_moves_up_by_one(prepared) -> None:
    model = prepared(lender(WITH_CANTONESE))
    before = Tokenizer.from_file(str(model.path("tokenizer.json")))
    after = Tokenizer.from_str(lent(WITH_CANTONESE, model).tokenizer)
    assert after.get_vocab_size() == before.get_vocab_size() + 1
    assert after.token_to_id("<|yue|>") == before.token_to_id("<|translate|>") == 50358
    for name in ("<|translate|>", "<|transcribe|>", "<|notimestamps|>"):
        assert after.token_to_id(name) == before.token_to_id(name) + 1
    for name in ("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|su|>"):
        assert after.token_to_id(name) == before.token_to_id(name)
    assert after.decode(before.encode("What is on the table?", add_special_tokens=False).ids) == "What is on the table?"


def test_a_vocabulary_of_nobody_is_one_sentence() -> None:
    with pytest.raises(UnfitInput, match="know 50 tokens"):
        lender(50)
