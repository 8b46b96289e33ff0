"""The artefacts that were trained here. `manifest.json` has each one's sha256 and size; the card beside each says how it came about."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from models.errors import DamagedModel, ModelMissing
from models.store import sha256

FOLDER = Path(str(resources.files("models") / "weights"))
MANIFEST = "manifest.json"


def verified(name: str, folder: Path = FOLDER) -> Path:
    """The artefact's path, once its bytes are those of the manifest. Raises ModelMissing or DamagedModel."""
    entry = entries(folder).get(name)
    if entry is None:
        raise ModelMissing(f"The weights {name} are not part of this Owlish; install it again.")
    path = folder / name
    if not path.is_file() or path.stat().st_size != entry["bytes"] or sha256(path) != entry["sha256"]:
        raise DamagedModel(f"{path} is not the file that was shipped; install Owlish again.")
    return path


def sign(name: str, folder: Path = FOLDER) -> None:
    """Writes the artefact's bytes into the manifest, as what is shipped from now on."""
    path = folder / name
    signed = {**entries(folder), name: {"sha256": sha256(path), "bytes": path.stat().st_size}}
    (folder / MANIFEST).write_text(json.dumps(dict(sorted(signed.items())), indent=1) + "\n", "utf-8")


def entries(folder: Path = FOLDER) -> dict[str, dict]:
    path = folder / MANIFEST
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
