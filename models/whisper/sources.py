"""Weights of any Whisper that lies on this machine: OpenAI's .pt file, or a folder in the layout of CTranslate2 or Hugging Face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.errors import ModelMissing
from models.store import Prepared, sha256
from models.whisper import ct2, huggingface, openai, shapes
from models.whisper.ct2 import Dims
from models.whisper.vocabulary import Words, lender, lent

Lend = Callable[[str], Prepared]
"""The prepared model of an id: its words are taken where the weights come without."""


@dataclass(frozen=True, eq=False)
class Source:
    dims: Dims
    weights: dict[str, np.ndarray]
    words: Words
    about: str
    """What it is, in a few words."""


def load(path: Path, lend: Lend) -> Source:
    """Raises ModelMissing where there is no Whisper, DamagedModel or UnfitInput where it is none that can be used."""
    if path.is_file():
        found = _checkpoint(path, lend)
    elif (path / "model.bin").is_file():
        dims, weights = ct2.read([path / "model.bin"])
        found = Source(dims, weights, _words(path, dims, lend), "CTranslate2's layout")
    elif huggingface.has_weights(path):
        dims, weights = huggingface.read(path)
        found = Source(dims, weights, _words(path, dims, lend), "Hugging Face's layout")
    else:
        raise ModelMissing(f"{path} holds no Whisper; give OpenAI's .pt file, or a folder with model.bin or model.safetensors.")
    shapes.check(found.dims, found.weights, str(path))
    return found


def _checkpoint(path: Path, lend: Lend) -> Source:
    dims, weights = openai.read(path)
    name = openai.KNOWN.get(sha256(path))
    about = f"OpenAI's {name}, by its sha256" if name else "OpenAI's layout; its sha256 is none of those that OpenAI publishes"
    return Source(dims, weights, _lent(dims, lend), about)


def _words(folder: Path, dims: Dims, lend: Lend) -> Words:
    tokenizer = folder / "tokenizer.json"
    if not tokenizer.is_file():
        return _lent(dims, lend)
    if (folder / "model.bin").is_file():
        return ct2.words_of(tokenizer, folder / "config.json")
    return Words(tokenizer.read_text("utf-8"), *map(tuple, huggingface.suppressed(folder)))


def _lent(dims: Dims, lend: Lend) -> Words:
    return lent(dims.vocabulary, lend(lender(dims.vocabulary)))
