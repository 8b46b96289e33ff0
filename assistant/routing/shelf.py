"""What is worked out once from words, and read from disk at every later start. Large arrays are mapped into memory, not read.

Their bytes alone are in files, and what they are in a list beside them: a header as in .npy is read by Python's own parser, which fails now
and then while another thread parses (CPython 3.11, "AST constructor recursion depth mismatch"), and networks are opened beside.
"""

from __future__ import annotations

import hashlib
import json
import math
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
        contents = json.loads((home / CONTENTS).read_text("utf-8"))
        return {name: _array(home / name, np.dtype(kind), tuple(shape)) for name, (kind, shape) in contents.items()} or None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _array(file: Path, kind: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    """Raises ValueError where the file is not of that size, or its kind is none that a file can hold."""
    size = file.stat().st_size
    if kind.hasobject or size != kind.itemsize * math.prod(shape):
        raise ValueError(f"{file} is damaged")
    return np.memmap(file, kind, "r", shape=shape) if size > SMALL else np.fromfile(file, kind).reshape(shape)


def _write(home: Path, arrays: Arrays) -> None:
    """Renamed into place, so that two that start at once never read half of it; what the same name had before goes."""
    home.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=home.parent, suffix=".part"))
    try:
        for name, array in arrays.items():
            array.tofile(part / name)
        contents = {name: (array.dtype.str, array.shape) for name, array in arrays.items()}
        (part / CONTENTS).write_text(json.dumps(contents), "utf-8")
        for old in home.parent.glob(f"{home.name.partition('-')[0]}*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        part.rename(home)
    finally:
        shutil.rmtree(part, ignore_errors=True)
