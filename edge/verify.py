"""Whether a bundle, as a folder or as a tar, is what was built, and is for this machine. Nothing is unpacked or run."""

from __future__ import annotations

import hashlib
import platform
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from edge import bundle_manifest
from edge.bundle_manifest import MANIFEST, SUMS, BundleManifest, Packed, UnfitBundle
from models.store import Progress, silent

TEXTS = (MANIFEST, SUMS)
END_OF_TAR = 1024
"""Zero bytes, at least, at the end of every tar."""


@dataclass(frozen=True)
class Machine:
    arch: str
    glibc: tuple[int, ...]
    """(2, 36); empty where the system tells none."""


def this_machine() -> Machine:
    return Machine(platform.machine(), numbers(platform.libc_ver()[1]))


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


@dataclass(frozen=True)
class Entry:
    path: str
    packed: Packed
    text: str = ""
    """Of the two files that describe the others."""


def verify(bundle: Path, machine: Machine | None, progress: Progress = silent) -> BundleManifest:
    """machine: None where the bundle is for another one. Raises UnfitBundle, in one sentence with the remedy."""
    if not bundle.exists():
        raise UnfitBundle(f"{bundle} does not exist; give the folder or the tar that owlish edge build has made.")
    total = size_of(bundle)
    found: dict[str, Entry] = {}
    manifest, done = None, 0
    for entry in read(bundle):
        found[entry.path] = entry
        done += entry.packed.bytes
        progress("Verifying", done / max(1, total))
        if entry.path == MANIFEST:
            manifest = bundle_manifest.parse(entry.text, str(bundle))
            check_machine(manifest, machine, bundle)
    if manifest is None:
        raise UnfitBundle(f"{bundle} is no bundle, as it holds no {MANIFEST}; give the folder or the tar that owlish edge build has made.")
    compare(manifest, found, bundle)
    progress("Verifying", 1.0)
    return manifest


def check_machine(manifest: BundleManifest, machine: Machine | None, bundle: Path) -> None:
    if machine is None:
        return
    remedy = f"build one with: owlish edge build --target cpu --arch {machine.arch}"  # no other target is for several
    if manifest.arch != machine.arch:
        raise UnfitBundle(f"{bundle} is for {manifest.arch} and this machine is {machine.arch}; {remedy}, or check it with --elsewhere.")
    if machine.glibc and machine.glibc < numbers(manifest.glibc):
        own = ".".join(map(str, machine.glibc))
        raise UnfitBundle(f"{bundle} needs glibc {manifest.glibc} and this system has {own}; update the system (Ubuntu 22.04, Debian 12).")


def compare(manifest: BundleManifest, found: dict[str, Entry], bundle: Path) -> None:
    again = "copy the bundle again"
    if SUMS not in found:
        raise UnfitBundle(f"{bundle} lacks {SUMS}; {again}.")
    sums = bundle_manifest.parse_sums(found[SUMS].text)
    expected = {**manifest.files, MANIFEST: Packed(sums.get(MANIFEST, ""), found[MANIFEST].packed.bytes)}
    for path, packed in expected.items():
        if path not in found:
            raise UnfitBundle(f"{bundle} lacks {path}; {again}.")
        if found[path].packed.bytes < packed.bytes:
            raise UnfitBundle(f"{bundle} is cut short: {path} has {found[path].packed.bytes} of {packed.bytes} bytes; {again}.")
        if found[path].packed != packed:
            raise UnfitBundle(f"{path} in {bundle} is not the file that was built; {again}.")
    if extra := sorted(found.keys() - expected.keys() - {SUMS}):
        raise UnfitBundle(f"{bundle} holds {extra[0]}, which its manifest does not name; take it away, or {again}.")
    if sums != {path: packed.sha256 for path, packed in expected.items()}:
        raise UnfitBundle(f"{SUMS} in {bundle} does not agree with its manifest; {again}.")


def size_of(bundle: Path) -> int:
    return bundle.stat().st_size if bundle.is_file() else sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())


def read(bundle: Path) -> Iterator[Entry]:
    """The manifest first, where it is there. Raises UnfitBundle for what cannot be read or must not be there."""
    try:
        yield from (read_tar(bundle) if bundle.is_file() else read_folder(bundle))
    except OSError as error:
        raise UnfitBundle(f"{bundle} cannot be read ({error.strerror or error}); copy it again.") from error


def read_folder(bundle: Path) -> Iterator[Entry]:
    inside = (path for path in bundle.rglob("*") if path.is_symlink() or not path.is_dir())
    for path in sorted(inside, key=lambda path: (path != bundle / MANIFEST, path)):
        name = path.relative_to(bundle).as_posix()
        if path.is_symlink() or not path.is_file():
            raise refuse(bundle, name)
        with path.open("rb") as content:
            yield entry_of(name, content)


def read_tar(bundle: Path) -> Iterator[Entry]:
    try:
        with tarfile.open(bundle, "r:") as archive:
            for member in archive:
                top, _, name = member.name.partition("/")
                if member.isdir():
                    continue
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or not name or ".." in member.name.split("/") or not top:
                    raise refuse(bundle, member.name)
                yield entry_of(name, content)
    except tarfile.TarError as error:
        state = "is cut short" if str(error) == "unexpected end of data" else f"is no tar ({error})"
        raise UnfitBundle(f"{bundle} {state}; copy it again.") from error
    with bundle.open("rb") as file:
        file.seek(-END_OF_TAR, 2)
        if any(file.read()):
            raise UnfitBundle(f"{bundle} is cut short; copy it again.")


def refuse(bundle: Path, name: str) -> UnfitBundle:
    return UnfitBundle(f"{bundle} holds {name}, which is no plain file inside it; nothing of it was used: build or copy it again.")


def entry_of(name: str, content: IO[bytes]) -> Entry:
    digest, size, kept = hashlib.sha256(), 0, []
    while block := content.read(1 << 20):
        digest.update(block)
        size += len(block)
        if name in TEXTS:
            kept.append(block)
    return Entry(name, Packed(digest.hexdigest(), size), b"".join(kept).decode("utf-8", "replace"))
