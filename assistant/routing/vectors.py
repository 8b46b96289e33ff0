"""Sentence vectors of MiniLM; those of fixed sentences, and what was learned of them, are kept on disk, so that a start need not compute
them again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.paths import model_dir
from models.minilm.runtime import SentenceEncoder
from models.store import Store

MODEL = "all-minilm-l6-v2"
Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts to (N, 384) float32, each row of length 1."""
Arrays = dict[str, np.ndarray]
KEY = "key"
"""Of the array that tells what the others were made of."""


class Vectors:
    def __init__(self, encode: Encode, folder: Path, version: str) -> None:
        """version: of the encoder; vectors of another one are computed anew."""
        self.encode, self._folder, self._version = encode, folder, version

    def of_fixed(self, name: str, texts: Sequence[str]) -> np.ndarray:
        """(N, 384). One file a name: changed sentences replace what was kept under it."""
        return self.kept(name, texts, lambda: {"vectors": self.encode(texts)})["vectors"]

    def kept(self, name: str, parts: Sequence[str], make: Callable[[], Arrays]) -> Arrays:
        """What `make` makes of these parts, from disk where it was made before."""
        key = hashlib.sha256("\n".join((self._version, *parts)).encode()).hexdigest()
        file = self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.npz"
        found = _read(file, key)
        if found is None:
            found = make()
            with suppress(OSError):  # a full or read-only disk costs time at the next start, and nothing else
                _write(file, key, found)
        return found


def _read(file: Path, key: str) -> Arrays | None:
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files if name != KEY} if str(kept[KEY]) == key else None
    except (OSError, ValueError, KeyError, EOFError):
        return None
    except Exception as error:  # a half-written archive: zipfile has errors of its own
        if type(error).__module__ not in ("zipfile", "zlib"):
            raise
        return None


def _write(file: Path, key: str, arrays: Arrays) -> None:
    """Renamed into place, so that two that start at once never read half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        np.savez(part, **{KEY: np.array(key)}, **arrays)
    os.replace(part.name, file)


@lru_cache(maxsize=4)
def open_vectors(root: Path | None = None) -> Vectors:
    """root: of the models; the user's own when None. Raises ModelMissing and DamagedModel."""
    root = root or model_dir()
    prepared = Store(root).get(MODEL)
    manifest = (prepared.folder / "manifest.json").read_bytes()
    return Vectors(SentenceEncoder(prepared), root / "sentences", hashlib.sha256(manifest).hexdigest())
