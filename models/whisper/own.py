"""Recognizers that a person made on this machine from weights of their own: `whisper:NAME`, or `whisper:FOLDER`.

They lie beside the registry's models, each with a manifest of its files, and are verified before every load like those.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from models.errors import ModelMissing
from models.registry import Model
from models.store import Prepared, manifest_in, verify_files

ENGLISH_END = 50256
"""The end token's number in the vocabulary of the English-only models; the multilingual one has one word more."""
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


def knows_languages(prepared: Prepared) -> bool:
    """Told by its words: those of the English-only models have one less."""
    added = json.loads(prepared.path("tokenizer.json").read_text("utf-8"))["added_tokens"]
    return next(token["id"] for token in added if token["content"] == "<|endoftext|>") != ENGLISH_END


def described(name: str) -> Model:
    return Model(f"{PREFIX}{name}", "asr", "that of its weights", "whoever made its weights", (), "models.whisper.convert:convert")
