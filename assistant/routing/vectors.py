"""Sentence vectors of MiniLM; those of fixed sentences, and what is learned of them, are kept on disk: a start computes nothing again.

What no sentence has been compared with costs nothing, and the system takes back what it needs.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.paths import model_dir
from assistant.routing.shelf import Arrays, kept, shelf
from models.keeper import FREE, Keeper
from models.minilm.runtime import SentenceEncoder
from models.plan import SENTENCE
from models.store import Store

MODEL = "all-minilm-l6-v2"
Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts to (N, 384) float32, each row of length 1."""


class Vectors:
    def __init__(self, encode: Encode, folder: Path, version: str) -> None:
        """version: of the encoder; what was made of another one's vectors is made anew."""
        self.encode, self._folder, self._version = encode, folder, version
        self._maps: list[np.memmap] = []

    @property
    def mapped(self) -> int:
        """Bytes that are in memory once a sentence has been compared with all that is mapped."""
        return sum(array.nbytes for array in self._maps)

    def let_go(self) -> None:
        """Out of this process's memory; what is asked for comes again from the file, at the speed of the system's own memory."""
        if hasattr(mmap, "MADV_DONTNEED"):  # Windows has none, and its kernel judges by itself
            for array in self._maps:
                array._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]  # numpy tells no types of what it keeps there

    def of_fixed(self, name: str, texts: Sequence[str]) -> np.ndarray:
        """(N, 384). Changed sentences replace what was kept under the name."""
        return self.kept(name, texts, lambda: {"vectors": self.encode(texts)})["vectors"]

    def kept(self, name: str, depends: Sequence[str], make: Callable[[], Arrays]) -> Arrays:
        """
        What `make` gives, and what it once gave for the same. One folder a name.
        depends: all that it is made of, beside the encoder
        """
        arrays = kept(self._folder, name, (self._version, *depends), make)
        self._maps += [array for array in arrays.values() if isinstance(array, np.memmap)]
        return {name: np.asarray(array) for name, array in arrays.items()}


@lru_cache(maxsize=4)
def open_vectors(root: Path | None = None, keeper: Keeper = FREE) -> Vectors:
    """root: of the models; the user's own when None. Raises ModelMissing and DamagedModel."""
    root = root or model_dir()
    prepared = Store(root).get(MODEL)
    manifest = (prepared.folder / "manifest.json").read_bytes()

    def encode(texts: Sequence[str]) -> np.ndarray:
        with lent.use() as encoder:
            return encoder(texts)

    vectors = Vectors(encode, shelf(root), hashlib.sha256(manifest).hexdigest())
    lent = keeper.lend(SENTENCE, lambda: SentenceEncoder(prepared), vectors.let_go)
    return vectors
