"""The tokens of a Whisper as text. Words are only read out, never cut into tokens, so what the package tokenizers holds for that is let
go again: 12 MB of 50,000 merges.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

SHOWN = (*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1))
"""Bytes that stand for themselves in the file; the others are letters from 256 on, in their order (GPT-2's bytes_to_unicode)."""
HIDDEN = tuple(byte for byte in range(256) if byte not in SHOWN)
BYTES = {**{chr(byte): byte for byte in SHOWN}, **{chr(256 + place): byte for place, byte in enumerate(HIDDEN)}}


class Spelling:
    def __init__(self, path: Path) -> None:
        """path: a tokenizer.json of the package tokenizers"""
        tokenizer = Tokenizer.from_file(str(path))
        self._names = {number: token.content for number, token in tokenizer.get_added_tokens_decoder().items()}
        self._special = {name: number for number, name in self._names.items()}
        letters, self._starts = bytearray(), array("i", [0])
        for number in range(tokenizer.get_vocab_size()):
            if number not in self._names:
                letters += bytes(BYTES[letter] for letter in tokenizer.id_to_token(number) or "")
            self._starts.append(len(letters))
        self._letters = bytes(letters)

    def number(self, special: str) -> int | None:
        """Of a special token, as <|endoftext|>."""
        return self._special.get(special)

    def name(self, number: int) -> str:
        """Of a special token."""
        return self._names[number]

    def text(self, tokens: Sequence[int]) -> str:
        """Without the special ones. Letters of several bytes whose tokens are not all there become the sign for that."""
        words = (token for token in tokens if token < len(self._starts) - 1)
        return b"".join(self._letters[self._starts[token] : self._starts[token + 1]] for token in words).decode("utf-8", "replace")
