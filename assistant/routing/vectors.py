"""Sentence vectors of MiniLM; those of fixed sentences, and what is learned of them, are kept on disk: a start computes nothing again.

They are mapped into memory, not read: what no sentence has been compared with costs nothing, and the system takes back what it needs.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.paths import model_dir
from models.keeper import FREE, Keeper
from models.minilm.runtime import SentenceEncoder
from models.plan import SENTENCE
from models.store import Store

MODEL = "all-minilm-l6-v2"
Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts to (N, 384) float32, each row of length 1."""
Arrays = dict[str, np.ndarray]
CONTENTS = "arrays.json"
SMALL = 1 << 16
"""Bytes of a file up to which it is read as a whole."""


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
        key = hashlib.sha256("\n".join((self._version, *depends)).encode()).hexdigest()
        home = self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}-{key[:32]}"
        arrays = _read(home)
        if arrays is None:
            arrays = make()
            with suppress(OSError):  # a full or read-only disk costs time at the next start, and memory that no one lets go
                _write(home, arrays)
            arrays = _read(home) or arrays  # also where another process wrote the same in the meantime
        self._maps += [array for array in arrays.values() if isinstance(array, np.memmap)]
        return {name: np.asarray(array) for name, array in arrays.items()}


def _read(home: Path) -> Arrays | None:
    try:
        with (home / CONTENTS).open("rb") as contents:
            files = [home / f"{name}.npy" for name in json.load(contents)]
        return {file.stem: _array(file) for file in files} or None
    except (OSError, ValueError, TypeError, EOFError):
        return None


def _array(file: Path) -> np.ndarray:
    if file.stat().st_size > SMALL:
        return np.lib.format.open_memmap(file, mode="r")
    with file.open("rb") as opened:
        return np.lib.format.read_array(opened, allow_pickle=False)


def _write(home: Path, arrays: Arrays) -> None:
    """Renamed into place, so that two that start at once never read half of it; what the same name had before goes."""
    home.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=home.parent, suffix=".part"))
    try:
        for name, array in arrays.items():
            np.save(part / f"{name}.npy", array)
        (part / CONTENTS).write_text(json.dumps(list(arrays)), "utf-8")
        for old in home.parent.glob(f"{home.name.partition('-')[0]}*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        part.rename(home)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@lru_cache(maxsize=4)
def open_vectors(root: Path | None = None, keeper: Keeper = FREE) -> Vectors:
    """root: of the models; the user's own when None. Raises ModelMissing and DamagedModel."""
    root = root or model_dir()
    prepared = Store(root).get(MODEL)
    manifest = (prepared.folder / "manifest.json").read_bytes()

    def encode(texts: Sequence[str]) -> np.ndarray:
        with lent.use() as encoder:
            return encoder(texts)

    vectors = Vectors(encode, root / "sentences", hashlib.sha256(manifest).hexdigest())
    lent = keeper.lend(SENTENCE, lambda: SentenceEncoder(prepared), vectors.let_go)
    return vectors
