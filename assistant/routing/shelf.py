"""What is worked out once from words, and read from disk at every later start. Large arrays are mapped into memory, not read."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import numpy as np

from assistant.paths import model_dir

Arrays = dict[str, np.ndarray]
Keep = Callable[[Callable[[], Arrays]], Arrays]
"""Gives what it is given, or what that gave before."""
CONTENTS = "arrays.json"
SMALL = 1 << 16
"""Bytes of a file up to which it is read as a whole."""


def shelf(root: Path | None = None) -> Path:
    """root: of the models; the user's own when None"""
    return (root or model_dir()) / "sentences"


def kept(folder: Path, name: str, depends: Sequence[str], make: Callable[[], Arrays]) -> Arrays:
    """
    What `make` gives, and what it once gave for the same. One folder a name.
    depends: all that it is made of
    """
    key = hashlib.sha256("\n".join(depends).encode()).hexdigest()
    home = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}-{key[:32]}"
    arrays = _read(home)
    if arrays is None:
        arrays = make()
        with suppress(OSError):  # a full or read-only disk costs time at the next start, and memory that no one lets go
            _write(home, arrays)
        arrays = _read(home) or arrays  # also where another process wrote the same in the meantime
    return arrays


def as_array(text: str) -> np.ndarray:
    """(bytes,) uint8, UTF-8."""
    return np.frombuffer(text.encode(), np.uint8)


def as_text(array: np.ndarray) -> str:
    return array.tobytes().decode()


@cache
def code() -> str:
    """A digest of all that draws, normalizes and sifts: the modules of this room, the words of languages that they read, and hassil."""
    room, locales = resources.files("assistant.routing"), resources.files("assistant") / "locales"
    files = [*room.iterdir(), *(language / "routing.toml" for language in locales.iterdir())]
    digest = hashlib.sha256(version("hassil").encode())
    for file in sorted((one for one in files if one.name.endswith((".py", ".toml")) and one.is_file()), key=str):
        digest.update(file.read_bytes())
    return digest.hexdigest()


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
