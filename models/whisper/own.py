"""Recognizers that a person made on this machine from weights of their own: `whisper:NAME`, or `whisper:FOLDER`.

They lie beside the registry's models, each with a manifest of its files, and are verified before every load like those.
"""

from __future__ import annotations

import os
from pathlib import Path

from models.errors import ModelMissing
from models.registry import Model
from models.store import Prepared, manifest_in, verify_files

PREFIX, HOME = "whisper:", "whisper"
"""Before the name in the settings, and the folder among the models."""


def folder_of(name: str, root: Path) -> Path:
    """name: a plain one stands for a folder among the models; one with a slash is a folder. root: of the models."""
    return Path(name).expanduser() if os.sep in name else root / HOME / name


def opened(name: str, root: Path) -> Prepared:
    """Verified. Raises ModelMissing or DamagedModel."""
    folder = folder_of(name, root)
    again = f"make it: owlish edge whisper WEIGHTS --out {name}"
    if "files" not in manifest_in(folder):
        raise ModelMissing(f"There is no recognizer '{PREFIX}{name}' in {folder}; {again}.")
    verify_files(folder, again)
    return Prepared(described(name), folder)


def described(name: str) -> Model:
    return Model(f"{PREFIX}{name}", "asr", "that of its weights", "whoever made its weights", (), "models.whisper.convert:convert")
