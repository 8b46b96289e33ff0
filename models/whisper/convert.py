"""Whisper weights of any size that lie on this machine become a recognizer of one's own (models.whisper.own)."""

from __future__ import annotations

from pathlib import Path

from models.errors import UnfitInput
from models.store import Prepared, write_manifest
from models.whisper.own import NAMELESS, described, filling, folder_of, free
from models.whisper.prepare import Progress, make
from models.whisper.sources import Lend, load


def convert(source: Path, name: str, root: Path, lend: Lend, progress: Progress) -> tuple[Prepared, str]:
    """
    source: weights, as models.whisper.sources reads them
    Returns the recognizer, and what its weights are. An older one of that name is replaced once the new one is whole. Raises ModelError.
    """
    if name in NAMELESS:
        raise UnfitInput("A recognizer needs a name, or a folder of its own; give one as --out.")
    folder = free(folder_of(name, root), "choose another --out")
    progress("Reading the weights", 0.0)
    found = load(source, lend)
    with filling(folder, "make room, or choose another --out") as scratch:
        make(found.dims, found.weights, found.words, scratch, progress)
        write_manifest(described(name), scratch)
    return Prepared(described(name), folder), found.about
