"""Everything that a device needs to run Owlish, in one folder or tar, to be installed without a network.

    NAME/manifest.json  SHA256SUMS  bundle.env  install.sh
         lock.txt       wheels to install, with their sha256
         wheels/        those wheels and Owlish's own
         models/ID/     prepared models; our own weights are in Owlish's wheel; whisper.NAME/ is a recognizer that a person made
         licences/      what the wheels and Owlish say about themselves

It is made beside its place and renamed, so a bundle that is there is whole. The same inputs give the same bytes.
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge import bundle_manifest, lock, wheel
from edge.bundle_manifest import FORMAT, MANIFEST, SETTINGS, SUMS, BundleManifest, Packed, UnfitBundle, name_of
from edge.lock import Wheel
from edge.targets import Device
from models.registry import Model
from models.scratch import scratch
from models.store import Prepared, Progress, Store, copy_files, sha256, silent
from models.whisper import own
from models.whole import in_place_of

INSTALLER = Path(__file__).with_name("install.sh")
UNPACKED = 3.5
"""How much larger wheels are once they are installed, compiled code of Python included; those of the cpu bundle take 3.3 times as much."""


@dataclass(frozen=True)
class Wanted:
    device: Device
    models: Sequence[Model]
    further: Sequence[str] = ()
    """Requirements beside Owlish's own, such as another version of ONNX Runtime."""
    wheels: bool = True
    """Whether the wheels are in the bundle; without them, installing needs the network."""
    tar: bool = False


def build(wanted: Wanted, store: Store, out: Path, progress: Progress = silent, source: Path = wheel.SOURCE) -> Path:
    """out: the folder in which the bundle is put. Raises ModelError: UnfitBundle where one is there already."""
    out = out.resolve()  # pip runs in folders of its own
    with scratch(out, f".{wanted.device.name}") as made:
        folder = Path(made, "bundle")
        manifest = fill(wanted, store, folder, out, source, progress)
        return put(folder, manifest.name, out, wanted.tar, progress)


def fill(wanted: Wanted, store: Store, folder: Path, out: Path, source: Path, progress: Progress) -> BundleManifest:
    copy_models(wanted.models, store, folder / "models", progress)
    own = wheel.build(folder / "wheels", progress, source)
    about = wheel.metadata(own)
    device = wanted.device
    free(out, name_of(about["Version"], device.target.name, device.arch, device.python), wanted.tar)  # before anything is fetched
    wheels = lock.resolve(device, [*about.get_all("Requires-Dist", ()), *wanted.further], progress)
    fetched = folder / "wheels" if wanted.wheels else folder.with_name(f"{folder.name}-wheels")
    try:
        lock.download(wheels, device, fetched, progress)
        licences = write_licences([own, *(fetched / one.file for one in wheels)], folder / "licences")
        unpacked = UNPACKED * sum(path.stat().st_size for path in fetched.glob("*.whl"))
    finally:
        if not wanted.wheels:
            shutil.rmtree(fetched, ignore_errors=True)
    everything = [Wheel("owlish", about["Version"], own.name, sha256(own)), *wheels]
    (folder / "lock.txt").write_text(lock.text_of(everything, device.name), "utf-8")
    shutil.copyfile(INSTALLER, folder / "install.sh")
    (folder / "install.sh").chmod(0o755)
    return write_manifest(wanted, folder, about["Version"], wheels, licences, int(unpacked), progress)


def copy_models(models: Iterable[Model], store: Store, folder: Path, progress: Progress) -> None:
    """Verified ones. Raises ModelMissing, which names the command that prepares it."""
    found = [whole(model, store) for model in models]
    for number, prepared in enumerate(found):
        progress("Copying models", number / len(found))
        target = folder / prepared.model.id.replace(":", ".")  # not every disk takes a colon; no id of the registry begins with "whisper."
        target.mkdir(parents=True)
        copy_files(prepared.folder, target)
    progress("Copying models", 1.0)


def whole(model: Model, store: Store) -> Prepared:
    """Verified. Raises ModelMissing or DamagedModel, and UnfitBundle for a recognizer whose name is a folder of this machine."""
    if not own.is_own(model.id):
        return store.get(model.id)
    name = model.id.removeprefix(own.PREFIX)
    if own.is_folder(name):
        make = f"owlish edge whisper WEIGHTS --out NAME, then --model {own.PREFIX}NAME"
        raise UnfitBundle(f"{model.id} is a folder of this machine, where no other one looks; give it a name: {make}.")
    return own.opened(name, store.root)


def write_licences(wheels: Iterable[Path], folder: Path) -> dict[str, str]:
    """The texts, a folder for each wheel; returns each one's licence by name."""
    said = {}
    for path in wheels:
        about = wheel.metadata(path)
        said[about["Name"]] = wheel.licence(about)
        for inside, text in wheel.legal_texts(path).items():
            target = folder / about["Name"] / inside.removeprefix("licenses/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
    return said


def write_manifest(
    wanted: Wanted, folder: Path, version: str, wheels: Sequence[Wheel], licences: dict[str, str], unpacked: int, progress: Progress
) -> BundleManifest:
    device, glibc = wanted.device, f"2.{max(one.glibc for one in wheels)}"
    settings = {
        "OWLISH": version,
        "TARGET": device.target.name,
        "ARCH": device.arch,
        "PYTHON": device.python,
        "GLIBC": glibc,
        "SYSTEM_PACKAGES": int(device.target.system_packages),
        "WHEELS": int(wanted.wheels),
        "ROOM_KB": unpacked // 1024,
        "MODELS_KB": sum(path.stat().st_size for path in (folder / "models").rglob("*")) // 1024,
    }
    (folder / SETTINGS).write_text("".join(f"{name}={value}\n" for name, value in settings.items()), "utf-8")
    files = packed_files(folder, progress)
    models = {model.id: model.licence for model in wanted.models}
    manifest = BundleManifest(FORMAT, version, device.target.name, device.arch, device.python, glibc, models, licences, files)
    (folder / MANIFEST).write_text(bundle_manifest.text_of(manifest), "utf-8")
    (folder / SUMS).write_text(bundle_manifest.sums_of({**files, MANIFEST: packed(folder / MANIFEST)}), "utf-8")
    return manifest


def packed_files(folder: Path, progress: Progress) -> dict[str, Packed]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    made = {}
    for number, path in enumerate(paths):
        progress("Hashing", number / len(paths))
        made[path.relative_to(folder).as_posix()] = packed(path)
    progress("Hashing", 1.0)
    return made


def packed(path: Path) -> Packed:
    return Packed(sha256(path), path.stat().st_size)


def free(out: Path, name: str, as_tar: bool) -> Path:
    """Where the bundle is put. Raises UnfitBundle where one is there already."""
    target = out / (f"{name}.tar" if as_tar else name)
    if target.exists():
        raise UnfitBundle(f"{target} is there already; take it away, or name another folder with --out.")
    return target


def put(folder: Path, name: str, out: Path, as_tar: bool, progress: Progress) -> Path:
    target = free(out, name, as_tar)
    if not as_tar:
        return folder.rename(target)
    with in_place_of(target) as part:
        write_tar(folder, name, part, progress)
    return target


def write_tar(folder: Path, name: str, path: Path, progress: Progress) -> None:
    """The manifest first, so that one that was cut short is known by it; nobody's times and owners."""
    files = sorted(
        (file for file in folder.rglob("*") if file.is_file()), key=lambda file: (file.name != MANIFEST or file.parent != folder, file)
    )
    with tarfile.open(path, "w") as archive:
        for number, file in enumerate(files):
            progress("Writing the tar", number / len(files))
            info = tarfile.TarInfo(f"{name}/{file.relative_to(folder).as_posix()}")
            info.size, info.mode = file.stat().st_size, 0o755 if file.suffix == ".sh" else 0o644
            with file.open("rb") as content:
                archive.addfile(info, content)
    progress("Writing the tar", 1.0)
