"""Sentences to vectors whose dot product says how alike they are. numpy, ONNX Runtime and the tokenizer only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from models.errors import UnfitInput
from models.runtime import open_session
from models.store import Prepared

WIDTH = 384
LONGEST = 128
"""Tokens; what is longer is cut there, as in training."""


class SentenceEncoder:
    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        self._tokenizer = Tokenizer.from_file(str(prepared.path("tokenizer.json")))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._session = open_session(prepared.path("sentence.onnx"), threads=threads)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """
        Returns (N, 384) float32, each row of length 1; blocking, some milliseconds a text.
        Raises UnfitInput for a single string in place of several, and for what is no text.
        """
        if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
            raise UnfitInput("The sentence encoder takes a list of texts.")
        rows = [self._encode(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, WIDTH), np.float32)

    def is_cut(self, text: str) -> bool:
        """Whether there is more of it than is read."""
        return bool(self._tokenizer.encode(whole(text)).overflowing)

    def _encode(self, text: str) -> np.ndarray:
        ids = self._tokenizer.encode(whole(text)).ids
        return self._session.run(["vector"], {"tokens": np.array([ids], np.int64)})[0]


def whole(text: str) -> str:
    """Without half characters, which a text may hold in Python but not in UTF-8: they would stop the tokenizer."""
    return text.encode("utf-8", "replace").decode("utf-8")
