"""What this device runs in place of a shipped artefact: the variant and the provider that `owlish edge tune` has measured and chosen.

<models>/choices.json          by device: for each network the variant, its provider, its sha256
<models>/chosen/<file>         the chosen variants; what fails its hash is not loaded

Nothing here measures; where there is no choice for exactly this device, driver and runtime, the shipped artefact runs on the processor.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from models.device import Device
from models.errors import CannotKeep
from models.place import choices_file
from models.providers import Provider
from models.store import MANIFEST, sha256
from models.whole import in_place_of

FORMAT = 1
SHIPPED = "shipped"
"""The variant that is the artefact itself."""
CHOSEN = "chosen"
"""The folder of the others, beside choices.json."""
PATIENCE = 60
"""Seconds that a change waits for another process's."""
logger = logging.getLogger("owlish.models")
"""What a person should know of a network that runs otherwise than chosen."""


@dataclass(frozen=True)
class Choice:
    network: str
    artefact: str
    """sha256 of the shipped artefact that it stands for; another artefact has no choice."""
    variant: str
    """fp32, fp16, int8 or qdq; or `shipped`."""
    providers: tuple[Provider, ...]
    """The first is the one that ran; the others are its fallbacks."""
    ms: float
    """Median of a run: processor time of one thread on the CPU, time that passed on an accelerator."""
    shipped_ms: float
    """The same of the shipped artefact on the CPU, in the same rounds."""
    file: str = ""
    """Beside choices.json; empty for `shipped`."""
    sha256: str = ""
    bytes: int = 0

    @property
    def provider(self) -> str:
        return self.providers[0][0]


@dataclass(frozen=True)
class Choices:
    """All of one device."""

    device: Device
    choices: tuple[Choice, ...] = ()
    whole: bool = False
    """Whether everything that was prepared here has been measured."""

    def of(self, network: str) -> Choice | None:
        return next((one for one in self.choices if one.network == network), None)

    def of_artefact(self, digest: str) -> Choice | None:
        return next((one for one in self.choices if one.artefact == digest), None)


def read(device: Device, file: Path | None = None) -> Choices:
    """Without choices where the file is missing, damaged, of another format, or has none for this device."""
    file = file or choices_file()
    try:
        state = file.stat()
    except OSError:
        return Choices(device)
    return _read(device, file, (state.st_mtime_ns, state.st_ino, state.st_size))  # two writes may fall into one tick of the clock


@lru_cache(maxsize=8)
def _read(device: Device, file: Path, state: tuple[int, int, int]) -> Choices:
    try:
        kept = _content(file)["devices"].get(device.key, {})
        return Choices(device, tuple(_parsed(row) for row in kept.get("choices", ())), kept.get("whole", False) is True)
    except (KeyError, TypeError, ValueError, AttributeError):  # of a row that is none
        logger.warning("%s is damaged, so every network runs as it was shipped; choose again with: owlish edge tune.", file)
        return Choices(device)


def _parsed(row: dict) -> Choice:
    providers = tuple((str(name), dict(options)) for name, options in row["providers"])
    if not providers:
        raise ValueError
    return Choice(**{**row, "providers": providers})


def _content(file: Path) -> dict:
    """Raises ValueError for what is none; a newer format counts as none at all."""
    nothing = {"format": FORMAT, "devices": {}}
    if not file.is_file():
        return nothing
    content = json.loads(file.read_text("utf-8"))
    try:
        if content["format"] != FORMAT:
            return nothing
        _named(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError from error
    return content


def _named(content: dict) -> set[str]:
    """Files that choices of any device name."""
    return {row["file"] for kept in content["devices"].values() for row in kept["choices"]}


@contextmanager
def changing(file: Path | None = None) -> Iterator[None]:
    """One process at a time reads the choices, changes them and keeps them. Raises CannotKeep."""
    file = file or choices_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=PATIENCE):
            yield
    except Timeout:
        raise CannotKeep(f"Another Owlish has been writing {file} for {PATIENCE} seconds; wait for it, or stop it.") from None
    except OSError as error:
        raise unwritable(file, error) from error


def unwritable(file: Path, error: OSError) -> CannotKeep:
    return CannotKeep(f"{file} cannot be written ({error.strerror}); choose another folder with OWLISH_MODELS.")


def keep(choices: Choices, file: Path | None = None) -> None:
    """Those of other devices stay: a disk may move between boards. For one that is `changing` them. Raises CannotKeep."""
    file = file or choices_file()
    try:
        content = _content(file)
    except ValueError:
        content = {"format": FORMAT, "devices": {}}
    content["devices"].pop(choices.device.key, None)
    if choices.choices or choices.whole:
        rows = [asdict(choice) for choice in choices.choices]
        content["devices"][choices.device.key] = {"device": asdict(choices.device), "whole": choices.whole, "choices": rows}
    write_whole(file, json.dumps(content, indent=1))
    _sweep(file, content)


def _sweep(file: Path, content: dict) -> None:
    """Removes variants that no choice names any more."""
    named = _named(content)
    for path in (file.parent / CHOSEN).glob("*.onnx"):
        if f"{CHOSEN}/{path.name}" not in named:
            path.unlink(missing_ok=True)


def write_whole(file: Path, text: str) -> None:
    """Renamed into place, so that a reader never meets half a file. Raises CannotKeep."""
    try:
        with in_place_of(file) as part:
            part.write_text(text, "utf-8")
    except OSError as error:
        raise unwritable(file, error) from error


def forget(device: Device, networks: Sequence[str] = (), file: Path | None = None) -> tuple[Choice, ...]:
    """Takes the choices of this device back, all of them unless networks are named. Returns those that are gone. Raises CannotKeep."""
    with changing(file):
        kept = read(device, file)
        gone = tuple(one for one in kept.choices if not networks or one.network in networks)
        if gone or kept.whole:
            keep(Choices(device, tuple(one for one in kept.choices if one not in gone)), file)
        return gone


def chosen(graph: Path, device: Device, file: Path | None = None) -> tuple[Path, Choice] | None:
    """The graph to load in place of this shipped one, verified, and its choice; None where the shipped one is to run on the processor."""
    file = file or choices_file()
    known = read(device, file)
    choice = known.of_artefact(digest_of(graph)) if known.choices else None
    if choice is None or not choice.file:
        return (graph, choice) if choice else None
    path = file.parent / choice.file
    if path.is_file() and path.stat().st_size == choice.bytes and sha256(path) == choice.sha256:
        return path, choice
    logger.warning("%s is not the file that was chosen, so %s runs as it was shipped; run: owlish edge tune.", path, choice.network)
    return None


def digest_of(graph: Path) -> str:
    """Its sha256 as the manifest beside it has it, against which it has been verified; empty where none names it."""
    manifest = graph.parent / MANIFEST
    try:
        content = _manifest(manifest, manifest.stat().st_mtime_ns)
    except (OSError, ValueError):
        return ""
    return str(content.get("files", content).get(graph.name, {}).get("sha256", ""))


@lru_cache(maxsize=32)
def _manifest(file: Path, changed: int) -> dict:
    return json.loads(file.read_text("utf-8"))
