"""Recognizers that a person made from weights of their own, here or where a bundle was built: `whisper:NAME`, or `whisper:FOLDER`.

They lie beside the registry's models, each with a manifest of its files, and are verified before every load like those.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import CannotKeep, ModelMissing, UnfitInput
from models.registry import Model
from models.store import MANIFEST, Prepared, copy_files, manifest_in, verify_files

ENGLISH_END = 50256
"""The end token's number in the vocabulary of the English-only models; the multilingual one has one word more."""
PREFIX, HOME = "whisper:", "whisper"
"""Before the name in the settings, and the folder among the models."""
NAMELESS = ("", ".", "..")


def is_own(model_id: str) -> bool:
    return model_id.startswith(PREFIX)


def is_folder(name: str) -> bool:
    """Whether it names a folder of this machine, and not one among the models."""
    return os.sep in name


def folder_of(name: str, root: Path) -> Path:
    """name: a plain one stands for a folder among the models; one with a slash is a folder. root: of the models."""
    return Path(name).expanduser() if is_folder(name) else root / HOME / name


def opened(name: str, root: Path) -> Prepared:
    """Verified. Raises ModelMissing or DamagedModel."""
    folder = folder_of(name, root)
    again = f"make it: owlish edge whisper WEIGHTS --out {name}"
    if "files" not in manifest_in(folder):
        raise ModelMissing(f"There is no recognizer '{PREFIX}{name}' in {folder}; {again}.")
    verify_files(folder, again)
    return Prepared(described(name), folder)


def adopt(name: str, folder: Path, root: Path) -> Prepared:
    """
    Takes one that was made elsewhere, as a bundle carries it. One of that name that is here already is replaced.
    Raises UnfitInput, DamagedModel, ModelMissing or CannotKeep.
    """
    if is_folder(name) or name in NAMELESS:
        raise UnfitInput(f"{folder} holds '{PREFIX}{name}', which is no name of a recognizer; build the bundle with --model {PREFIX}NAME.")
    if "files" not in manifest_in(folder):
        raise ModelMissing(f"{folder} does not hold the recognizer '{PREFIX}{name}'; copy it there again.")
    verify_files(folder, "copy it there again")
    target = free(folder_of(name, root), "take it away")
    with filling(target, "make room there, or choose another folder with OWLISH_MODELS") as scratch:
        copy_files(folder, scratch)
    return Prepared(described(name), target)


def free(folder: Path, remedy: str) -> Path:
    """The folder, where a recognizer may be put. Nothing else of a person's is ever overwritten. Raises UnfitInput."""
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UnfitInput(f"{folder} is there already and is no recognizer; {remedy}.")
    return folder


@contextmanager
def filling(folder: Path, remedy: str) -> Iterator[Path]:
    """An empty folder, which takes the place of an older recognizer once it was filled without an error. Raises CannotKeep."""
    scratch = folder.parent / f".{folder.name}.scratch"
    try:
        shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
        scratch.mkdir(parents=True)
        yield scratch
        shutil.rmtree(folder, ignore_errors=True)
        scratch.replace(folder)
    except OSError as error:
        raise CannotKeep(f"The recognizer cannot be kept in {folder} ({error.strerror}); {remedy}.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def knows_languages(prepared: Prepared) -> bool:
    """Told by its words: those of the English-only models have one less."""
    added = json.loads(prepared.path("tokenizer.json").read_text("utf-8"))["added_tokens"]
    return next(token["id"] for token in added if token["content"] == "<|endoftext|>") != ENGLISH_END


def described(name: str) -> Model:
    return Model(f"{PREFIX}{name}", "asr", "that of its weights", "whoever made its weights", (), "models.whisper.convert:convert")
