"""The words of a Whisper whose weights come without them, as OpenAI's checkpoints do: taken from a prepared model of the same kind.

There are three vocabularies: of the English-only models, of the multilingual ones, and of the third large one, which has one more
language, Cantonese; all tokens behind that have moved up by one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from models.errors import UnfitInput
from models.store import Prepared

ENGLISH, MULTILINGUAL, WITH_CANTONESE = 51864, 51865, 51866
"""How many tokens each has, those of times included."""
LENDERS = {ENGLISH: "whisper-tiny.en", MULTILINGUAL: "whisper-base", WITH_CANTONESE: "whisper-base"}
"""Whose words they are."""
CANTONESE = "<|yue|>"
BEHIND_LANGUAGES = "<|translate|>"


@dataclass(frozen=True)
class Words:
    tokenizer: str
    """The JSON of the package tokenizers."""
    suppress: tuple[int, ...]
    """Tokens that never follow,"""
    suppress_first: tuple[int, ...]
    """and those that never come first."""


def lender(vocabulary: int) -> str:
    """Id of the model that has the words. Raises UnfitInput."""
    if vocabulary not in LENDERS:
        raise UnfitInput(
            f"These weights know {vocabulary} tokens, and a Whisper knows {ENGLISH} (English), {MULTILINGUAL} or {WITH_CANTONESE}; "
            "give a folder that has its tokenizer.json beside the weights."
        )
    return LENDERS[vocabulary]


def lent(vocabulary: int, prepared: Prepared) -> Words:
    """prepared: the lender"""
    tokenizer = json.loads(prepared.path("tokenizer.json").read_text("utf-8"))
    settings = json.loads(prepared.path("settings.json").read_text("utf-8"))
    if vocabulary == WITH_CANTONESE:
        tokenizer = with_cantonese(tokenizer)
    return Words(json.dumps(tokenizer, ensure_ascii=False), tuple(settings["suppress"]), tuple(settings["suppress_first"]))


def with_cantonese(tokenizer: dict) -> dict:
    """The tokens that never follow need no change: all that is no word is suppressed anyway."""
    added = tokenizer["added_tokens"]
    place = next(number for number, token in enumerate(added) if token["content"] == BEHIND_LANGUAGES)
    moved = [{**token, "id": token["id"] + 1} for token in added[place:]]
    return {**tokenizer, "added_tokens": [*added[:place], {**added[place], "content": CANTONESE}, *moved], "post_processor": None}
