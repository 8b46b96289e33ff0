"""`owlish doctor`: what keeps Owlish from working on this machine, each finding with its remedy."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from assistant import offline, paths
from assistant.commands.models import check
from assistant.commands.output import emit
from assistant.config import Config
from assistant.errors import OwlishError
from assistant.senses import portaudio
from assistant.senses.devices import Device, cameras, microphones, speakers
from models import registry
from models.errors import ModelError
from models.store import Store

MB, GB = 1e6, 1e9
ROOM, MEMORY = 1 * GB, 1 * GB
"""Bytes that preparing and running the default models may need at once."""
SIGNS = {"good": "✓", "limited": "!", "broken": "✗"}


@dataclass(frozen=True)
class Finding:
    what: str
    state: Literal["good", "limited", "broken"]
    """limited: Owlish runs, with less. broken: something that was asked for will not work."""
    found: str
    remedy: str = ""


def doctor(config: Config, as_json: bool) -> int:
    """Exit code 2 when something is broken."""
    findings = []
    for look in LOOKS:
        for finding in examined(look, config):
            findings.append(finding)
            emit(asdict(finding)) if as_json else show(finding)
    return 2 if any(finding.state == "broken" for finding in findings) else 0


def show(finding: Finding) -> None:
    print(f"{SIGNS[finding.state]} {finding.what:12} {finding.found}")
    if finding.remedy:
        print(f"  {'':12} {finding.remedy}")


def examined(look: Callable[[Config], Iterator[Finding]], config: Config) -> Iterator[Finding]:
    """An examination that fails is itself a finding."""
    try:
        yield from look(config)
    except (OwlishError, ModelError, OSError) as error:
        yield Finding(look.__name__, "broken", str(error))


def system(config: Config) -> Iterator[Finding]:
    yield Finding("system", "good", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores")


def settings(config: Config) -> Iterator[Finding]:
    file = paths.config_file()
    yield Finding("settings", "good", str(file) if file.exists() else f"{file} does not exist, so everything has its default")


def senses(config: Config) -> Iterator[Finding]:
    portaudio.library()  # raises the sentence that names the missing package
    yield known("microphone", microphones(), "Plug one in, or type: owlish run --no-mic.")
    yield known("loudspeaker", speakers(), "Replies are then shown as text.")
    yield known("camera", cameras(), "Plug one in, give an address with --camera, or run without eyes: owlish run --no-camera.")


def known(what: str, devices: Sequence[Device], without: str) -> Finding:
    names = ", ".join(f"{one.name} ({one.details}{', default' if one.default else ''})" for one in devices)
    return Finding(what, "good", names) if names else Finding(what, "limited", "none was found", without)


def model_files(config: Config) -> Iterator[Finding]:
    store = Store(paths.model_dir())
    states = {model: check(store, model) for model in registry.MODELS}
    chosen = {config.recognition.engine, config.speech.voice.partition(":")[0]}
    for model, (state, sentence) in states.items():
        if state == "damaged" or (state == "missing" and (model.default or model.id in chosen)):
            yield Finding("models", "broken", f"{model.id}: {sentence}", f"Run: owlish models pull {model.id}")
    whole = [model.id for model, (state, _) in states.items() if state == "whole"]
    yield Finding("models", "good", f"whole: {', '.join(whole) or 'none'}")


def provider(config: Config) -> Iterator[Finding]:
    """What a session really runs on: a wrong wheel falls back to the processor without a word."""
    import onnxruntime

    from models.runtime import open_session

    graph = next(Store(paths.model_dir()).get("silero-vad").folder.glob("*.onnx"))
    used = open_session(graph).get_providers()[0]
    yield Finding(
        "provider",
        "good",
        f"{used} of ONNX Runtime {onnxruntime.__version__}; this build has {', '.join(onnxruntime.get_available_providers())}",
    )


def espeak(config: Config) -> Iterator[Finding]:
    path = shutil.which("espeak-ng")
    if path is None:
        yield Finding("espeak-ng", "broken", "not installed, so no voice can speak", "Run: sudo apt-get install -y espeak-ng")
        return
    version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10).stdout.split("Data")[0].strip()
    yield Finding("espeak-ng", "good", version)


def terminal(config: Config) -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("terminal", "limited", "none here, so no UI: the conversation is printed", "Run it in a terminal to see the UI.")
        return
    columns, rows = shutil.get_terminal_size()
    encoding = sys.stdout.encoding.lower()
    colours = "16 million colours" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else os.environ.get("TERM", "no TERM")
    size = f"{columns}x{rows}, {colours}, {encoding}"
    if encoding != "utf-8":
        yield Finding("terminal", "limited", size, "Choose a UTF-8 locale, for example: LANG=C.UTF-8")
    elif columns < 80 or rows < 24:
        yield Finding("terminal", "limited", size, "Make it at least 80x24.")
    else:
        yield Finding("terminal", "good", size)


def disk(config: Config) -> Iterator[Finding]:
    for what, folder, remedy in (
        ("data", paths.data_dir(), "Timers and turns will be forgotten; choose another folder with OWLISH_DATA."),
        ("models", paths.model_dir(), "No model can be prepared; choose another folder with OWLISH_MODELS."),
    ):
        base = existing(folder)
        free = shutil.disk_usage(base).free
        if not os.access(base, os.W_OK):
            yield Finding("disk", "limited", f"{folder} for {what} cannot be written", remedy)
        elif free < ROOM:
            yield Finding("disk", "limited", f"{free / MB:.0f} MB free for {what} in {folder}", f"Make room for {ROOM / MB:.0f} MB.")
        else:
            yield Finding("disk", "good", f"{free / GB:.0f} GB free for {what} in {folder}")


def existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def memory(config: Config) -> Iterator[Finding]:
    try:
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        free = int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        yield Finding("memory", "good", "this system does not tell")
        return
    short = free < MEMORY
    yield Finding(
        "memory", "limited" if short else "good", f"{free / GB:.1f} GB available", "Close something: 1 GB is wanted." if short else ""
    )


def network(config: Config) -> Iterator[Finding]:
    off = "offline mode is on: no internet socket can be opened"
    yield Finding("network", "good", off if offline.is_enforced() else "only `owlish models pull` and a camera's address use it")


LOOKS = (system, settings, senses, model_files, provider, espeak, terminal, disk, memory, network)
