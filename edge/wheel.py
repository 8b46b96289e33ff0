"""Wheels as files: Owlish's own, built from this source, and what a wheel says about itself."""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

from models.errors import ModelError
from models.fetch import run_client
from models.store import Progress, silent

SOURCE = Path(__file__).resolve().parents[1]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "assistant", "skills", "models", "edge")
LEGAL = ("licen", "copying", "notice", "authors")
DATED = "SOURCE_DATE_EPOCH=315532800"
"""Every file of the wheel has this date, 1980's first, so that the same source gives the same bytes."""


class NoSource(ModelError):
    """Owlish was installed without its source."""


def build(folder: Path, progress: Progress = silent, source: Path = SOURCE) -> Path:
    """The wheel, made from a copy of the source, where no remains of an older build can slip in. Raises NoSource, FetchFailed."""
    if not (source / "pyproject.toml").is_file():
        raise NoSource("A bundle is built from Owlish's source, and this Owlish was installed without it; run this in a clone of it.")
    progress("Building Owlish's wheel", 0.0)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "owlish")
        copy.mkdir()
        for part in PARTS:
            take(source / part, copy / part)
        command = ["env", DATED, sys.executable, "-m", "pip", "wheel", "--disable-pip-version-check", "--no-input", "--no-deps"]
        run_client([*command, "--progress-bar=off", f"--wheel-dir={folder}", str(copy)], copy, what="What Owlish's wheel is built with")
    progress("Building Owlish's wheel", 1.0)
    return next(folder.glob("owlish-*.whl"))


def take(origin: Path, target: Path) -> None:
    if origin.is_dir():
        shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(origin, target)


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(archive.read(name).decode("utf-8"))


def licence(about: Message) -> str:
    """The expression, else the first line of the old field, else the classifier; `unknown` where a package says nothing."""
    if said := about["License-Expression"] or (about["License"] or "").strip():
        return said.splitlines()[0][:80]
    classified = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier", ()) if one.startswith("License ::")]
    return classified[0] if classified else "unknown"


def legal_texts(wheel: Path) -> dict[str, bytes]:
    """By path inside its .dist-info, which is how the wheel's own authors file them."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: name.partition(".dist-info/")[2] for name in archive.namelist() if ".dist-info/" in name and not name.endswith("/")}
        return {path: archive.read(name) for name, path in inside.items() if is_legal(path)}


def is_legal(path: str) -> bool:
    return path.startswith("licenses/") or path.lower().startswith(LEGAL)
