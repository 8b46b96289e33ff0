"""Exactly which wheels a device installs: names, versions and sha256, resolved for its Python and architecture on any machine.

    name==version --hash=sha256:...        a requirements file of pip, which installs these bytes or nothing

pip resolves for another platform, but holds the markers of requirements against the Python that runs it: for Python 3.10 it forgets
tomli when it runs on 3.11. So what it resolved is walked again with the markers of the device, and what is lacking is asked for.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from edge.targets import Device, holds
from models.errors import FetchFailed, ModelError
from models.fetch import run_client
from models.store import Progress, sha256, silent

HEADER = "# Wheels for {device}, for: pip install --no-deps --require-hashes -r THIS FILE\n"
LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>[0-9a-f]{64})  # (?P<file>\S+\.whl)")
ROUNDS = 8
"""Each finds what the requirements found before it ask for; real trees need two."""


class Unresolved(ModelError):
    """Requirements without an end, or a lock file that is none."""


@dataclass(frozen=True)
class Wheel:
    name: str
    version: str
    file: str
    sha256: str

    @property
    def line(self) -> str:
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}  # {self.file}"

    @property
    def glibc(self) -> int:
        """The minor of glibc 2 that it needs at least; the lowest where it has several tags, 0 where it has no such need."""
        minors = [int(minor) for minor in re.findall(r"manylinux_2_(\d+)", self.tags)]
        return min([*minors, *([17] if "manylinux2014" in self.tags else [])], default=0)

    @property
    def tags(self) -> str:
        """Its Python, ABI and platforms."""
        return "-".join(self.file[: -len(".whl")].split("-")[-3:])


def resolve(device: Device, declared: Iterable[str], progress: Progress = silent) -> tuple[Wheel, ...]:
    """declared: requirements of Owlish as its metadata has them. Raises FetchFailed, Unresolved."""
    roots = device.requirements(declared)
    wanted = list(roots)
    for turn in range(ROUNDS):
        progress(f"Resolving wheels for {device.name}", turn / ROUNDS)
        found = report(device, wanted)
        reached, lacking = walk(roots, found, device)
        if not lacking:
            progress(f"Resolving wheels for {device.name}", 1.0)
            return tuple(wheel_of(found[name]) for name in sorted(reached))
        wanted += lacking
    raise Unresolved(f"The requirements for {device.name} lead on and on ({', '.join(lacking[:3])}); name fewer, or pin them.")


def report(device: Device, wanted: Sequence[str]) -> dict[str, dict]:
    """By name: what pip would install there. Raises FetchFailed with pip's last words, which name what has no wheel."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "report.json")
        options = ["--dry-run", "--ignore-installed", f"--target={scratch}/target", f"--report={out}"]
        run_client([*pip("install", device), *options, *wanted], Path(scratch), what=f"A set of wheels for {device.name}")
        return {canonicalize_name(item["metadata"]["name"]): item for item in json.loads(out.read_text("utf-8"))["install"]}


def pip(verb: str, device: Device) -> list[str]:
    """To which options and requirements are added."""
    platforms = [f"--platform={tag}" for tag in device.platforms]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    only = ["--only-binary=:all:", "--implementation=cp", f"--python-version={device.python}", *platforms]
    return [sys.executable, "-m", "pip", verb, *quiet, *only]


def walk(roots: Sequence[str], found: Mapping[str, dict], device: Device) -> tuple[set[str], list[str]]:
    """Names of the packages that the device needs, and the requirements that nothing found satisfies."""
    reached: dict[str, set[str]] = {}
    lacking: list[str] = []
    todo = [Requirement(text) for text in roots]
    while todo:
        one = todo.pop()
        name = canonicalize_name(one.name)
        if name in device.target.brought or (name in reached and one.extras <= reached[name]):
            continue
        if name not in found:
            one.marker = None
            lacking.append(str(one))
            continue
        extras = reached.setdefault(name, set())
        extras |= one.extras
        declared = map(Requirement, found[name]["metadata"].get("requires_dist", ()))
        todo += [further for further in declared if holds(further, device.environment, extras)]
    return set(reached), lacking


def wheel_of(item: Mapping) -> Wheel:
    download, metadata = item["download_info"], item["metadata"]
    file = unquote(urlsplit(download["url"]).path.rpartition("/")[2])
    return Wheel(canonicalize_name(metadata["name"]), metadata["version"], file, download["archive_info"]["hashes"]["sha256"])


def text_of(wheels: Iterable[Wheel], device_name: str) -> str:
    return HEADER.format(device=device_name) + "".join(f"{wheel.line}\n" for wheel in wheels)


def parse(text: str) -> tuple[Wheel, ...]:
    """Raises Unresolved for a line that is neither a wheel nor a comment."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    matches = [LINE.fullmatch(line) for line in lines]
    if None in matches:
        raise Unresolved(f"The lock file has a line that names no wheel: {lines[matches.index(None)][:80]!r}; build the bundle again.")
    return tuple(Wheel(**match.groupdict()) for match in matches if match)


def download(wheels: Sequence[Wheel], device: Device, folder: Path, progress: Progress = silent) -> None:
    """Into the folder, each with the sha256 of the lock. Raises FetchFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        lock = Path(scratch, "lock.txt")
        lock.write_text(text_of(wheels, device.name), "utf-8")
        options = ["--no-deps", "--require-hashes", f"--dest={folder}", f"--find-links={folder}", f"--requirement={lock}"]
        done = itertools.count(1)

        def heard(line: str) -> None:
            if line.startswith("Collecting "):
                progress("Fetching wheels", next(done) / (len(wheels) + 1))

        run_client([*pip("download", device), *options], Path(scratch), heard=heard, what=f"Wheels for {device.name}")
    if lacking := [wheel.file for wheel in wheels if not is_there(wheel, folder)]:
        raise FetchFailed(f"{lacking[0]} did not arrive under this name; try again.")
    progress("Fetching wheels", 1.0)


def is_there(wheel: Wheel, folder: Path) -> bool:
    path = folder / wheel.file
    return path.is_file() and sha256(path) == wheel.sha256
