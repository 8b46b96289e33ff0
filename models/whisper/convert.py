"""Whisper weights of any size that lie on this machine become a recognizer of one's own (models.whisper.own)."""

from __future__ import annotations

import shutil
from pathlib import Path

from models.errors import CannotKeep, UnfitInput
from models.store import MANIFEST, Prepared, write_manifest
from models.whisper.own import described, folder_of
from models.whisper.prepare import Progress, make
from models.whisper.sources import Lend, load


def convert(source: Path, name: str, root: Path, lend: Lend, progress: Progress) -> tuple[Prepared, str]:
    """
    source: weights, as models.whisper.sources reads them
    Returns the recognizer, and what its weights are. An older one of that name is replaced once the new one is whole. Raises ModelError.
    """
    if name in ("", ".", ".."):
        raise UnfitInput("A recognizer needs a name, or a folder of its own; give one as --out.")
    folder = _free(folder_of(name, root))
    progress("Reading the weights", 0.0)
    found = load(source, lend)
    scratch = folder.parent / f".{folder.name}.scratch"
    try:
        shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
        scratch.mkdir(parents=True)
        make(found.dims, found.weights, found.words, scratch, progress)
        write_manifest(described(name), scratch)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.replace(folder)
    except OSError as error:
        raise CannotKeep(f"The recognizer cannot be kept in {folder} ({error.strerror}); make room, or choose another --out.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Prepared(described(name), folder), found.about


def _free(folder: Path) -> Path:
    """Nothing of a person's is ever overwritten. Raises UnfitInput."""
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UnfitInput(f"{folder} is there already and is no recognizer; choose another --out.")
    return folder
