"""`owlish doctor`: what keeps Owlish from working on this machine, each finding with its remedy."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from assistant import offline, paths
from assistant.commands.finding import Finding, State, show
from assistant.commands.jetson_check import jetson
from assistant.commands.models import check
from assistant.commands.output import emit
from assistant.commands.sight_check import formats, frames
from assistant.commands.sound_check import echo, hearing
from assistant.commands.terminal_check import terminal
from assistant.config import OWN, Config
from assistant.errors import OwlishError
from assistant.memory.database import open_database
from assistant.memory.storage import damaged
from assistant.senses import portaudio
from assistant.senses.devices import Device, cameras, microphones, speakers
from models import registry
from models.errors import ModelError
from models.memory import MB
from models.store import Store
from models.whisper.own import opened

Look = Callable[[Config], Iterator[Finding]]
GB = 1e9
ROOM, MEMORY = 1 * GB, 1 * GB
"""Bytes that preparing and running the default models may need at once."""
CHILD = """
import ctypes, socket
from assistant import offline
offline.enforce()
try: socket.socket()
except offline.OfflineError: print("python")
if ctypes.CDLL(None).socket(2, 1, 0) == -1: print("kernel")
"""
"""Tries to open an internet socket under the locks of offline mode, by Python and by the C library."""


def doctor(config: Config, file: Path | None, as_json: bool, sound: bool = False, everything: bool = False) -> int:
    """
    file:       of the settings, in place of the person's own
    sound:      also plays and listens, which is heard
    everything: also that, and what takes seconds and turns the camera on
    Exit code 2 when something is broken.
    """
    findings = []
    for look in (system, settings_of(file), *LOOKS, *(SOUND if sound or everything else ()), *(LONG if everything else ())):
        for finding in examined(look, config):
            findings.append(finding)
            emit(asdict(finding)) if as_json else show(finding)
    return 2 if any(finding.state == "broken" for finding in findings) else 0


def examined(look: Look, config: Config) -> Iterator[Finding]:
    """An examination that fails is itself a finding."""
    try:
        yield from look(config)
    except (OwlishError, ModelError, OSError, subprocess.TimeoutExpired) as error:
        yield Finding(look.__name__, "broken", str(error))


def system(config: Config) -> Iterator[Finding]:
    yield Finding("system", "good", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores")


def settings_of(own: Path | None) -> Look:
    """own: in place of the person's"""

    def settings(config: Config) -> Iterator[Finding]:
        file = own or paths.config_file()
        yield Finding("settings", "good", str(file) if file.exists() else f"{file} does not exist, so everything has its default")

    return settings


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
    missing = [one.id for one, (state, _) in states.items() if state == "missing" and (one.default or one.id in chosen)]
    if missing:
        badly: State = "limited" if all(registry.find(name).optional for name in missing) else "broken"
        yield Finding("models", badly, f"not prepared: {', '.join(missing)}", f"Run: owlish models pull {' '.join(missing)}")
    for model, (state, sentence) in states.items():
        if state == "damaged":
            yield Finding("models", "broken", f"{model.id}: {sentence}", f"Run: owlish models pull {model.id}")
    yield from own_recognizer(config, store)
    if whole := [f"{model.id} {store.fingerprint(model)}" for model, (state, _) in states.items() if state == "whole"]:
        yield Finding("models", "good", f"every byte is as prepared: {', '.join(whole)}")


def own_recognizer(config: Config, store: Store) -> Iterator[Finding]:
    """Of `owlish edge whisper`, where the settings name one."""
    engine = config.recognition.engine
    if engine.startswith(OWN):
        try:
            opened(engine.removeprefix(OWN), store.root)
        except ModelError as error:
            found, remedy = parted(str(error))
            yield Finding("models", "broken", f"{found}.", remedy)


def provider(config: Config) -> Iterator[Finding]:
    """What sessions really run on: each provider that was chosen is opened, as a wrong wheel falls back to the processor without a word."""
    from models import choice
    from models.providers import PLAIN, short
    from models.runtime import ONNX_RUNTIME, device_of, open_session

    graph = next(Store(paths.model_dir()).get("silero-vad").folder.glob("*.onnx"))
    known = choice.read(device_of())
    build = f"ONNX Runtime {ONNX_RUNTIME.version}; this build has {', '.join(map(short, ONNX_RUNTIME.available()))}"
    for providers in dict.fromkeys((PLAIN[0][0], *(one.provider for one in known.choices))):
        wanted = next((one.providers for one in known.choices if one.provider == providers), PLAIN)
        try:
            used = open_session(graph, providers=wanted).get_providers()[0]
            yield Finding("provider", "good", f"{used} of {build}")
        except ModelError as error:
            yield Finding("provider", "limited", str(error), "Networks that chose it run on the processor until then.")
    count = len(known.choices)
    yield Finding(
        "choice", "good", f"{count} networks were measured on this device" if count else "nothing was measured here: owlish edge tune"
    )


def espeak(config: Config) -> Iterator[Finding]:
    path = shutil.which("espeak-ng")
    if path is None:
        yield Finding("espeak-ng", "broken", "not installed, so no voice can speak", "Run: sudo apt-get install -y espeak-ng")
        return
    version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10).stdout.split("Data")[0].strip()
    yield Finding("espeak-ng", "good", version)


def disk(config: Config) -> Iterator[Finding]:
    for what, folder, remedy in (
        ("data", paths.data_dir(), "Changes of timers and turns will be forgotten; choose another folder with OWLISH_DATA."),
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


def database(config: Config) -> Iterator[Finding]:
    """Opened as `owlish run` does, which goes on without it."""
    file = paths.database_file()
    if not file.exists():
        yield Finding("database", "good", f"{file} does not exist yet: nothing is remembered")
        return
    opened, trouble = open_database(file)
    with closing(opened):
        skills = damaged(opened)
    found, remedy = parted(trouble)
    if trouble:
        yield Finding("database", "limited", f"{found}, so changes of timers, lists and turns are forgotten at the end", remedy)
    for skill in skills:
        yield Finding("database", "limited", f"something that {skill} had stored is damaged, and left out; it stays in {file}")
    if not trouble and not skills:
        yield Finding("database", "good", f"{file} is whole")


def parted(sentence: str) -> tuple[str, str]:
    """What happened, without a full stop, and what to do."""
    found, _, remedy = sentence.partition("; ")
    return found, f"{remedy[:1].upper()}{remedy[1:]}"


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
    used = "used by `owlish models pull`, a camera's address, and skills that were granted it"
    yield Finding("network", "good", off if offline.is_enforced() else used)


def offline_proof(config: Config) -> Iterator[Finding]:
    """Tried, not believed: in a child process, as the locks cannot be taken off again."""
    refused = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, timeout=20).stdout.split()
    if refused == ["python", "kernel"]:
        yield Finding("offline", "good", "a socket was tried under --offline: Python and the kernel refused it")
    else:
        without = "only Python refuses sockets" if refused == ["python"] else "nothing refuses sockets"
        yield Finding(
            "offline", "limited", f"under --offline {without} here", "Use a firewall, or Linux on x86-64 or aarch64 with seccomp."
        )


LOOKS: tuple[Look, ...] = (
    senses,
    hearing,
    formats,
    model_files,
    provider,
    jetson,
    espeak,
    terminal,
    disk,
    database,
    memory,
    network,
    offline_proof,
)
SOUND: tuple[Look, ...] = (echo,)
LONG: tuple[Look, ...] = (frames,)
