"""A private PulseAudio whose null sinks are a microphone and a loudspeaker, for tests of the real path. Linux, no hardware, any user."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile

MICROPHONE = "vmic_sink"
SPEAKER = "vspk"
RATE_HZ = 48_000
SINK = "sink_name={name} rate={rate} channels=2 norewinds=1"
"""Without norewinds a fresh null sink sleeps up to 2 s before its monitor delivers anything."""


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """For programs beside us, which tell no one when they are ready."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "the deadline has passed"
        time.sleep(0.01)


@dataclass
class Pulse:
    """`microphone` is the source that `speak` speaks into; `speaker_monitor` repeats what the loudspeaker plays."""

    folder: Path
    microphone: str = f"{MICROPHONE}.monitor"
    speaker: str = SPEAKER
    speaker_monitor: str = f"{SPEAKER}.monitor"
    _programs: list[subprocess.Popen] = field(default_factory=list)

    def pactl(self, *words: str) -> str:
        return subprocess.run(["pactl", *words], check=True, capture_output=True, text=True, timeout=10).stdout.strip()

    def load(self, module: str, arguments: str = "") -> str:
        """Returns the module's index, for `unload`."""
        return self.pactl("load-module", module, *arguments.split())

    def unload(self, index: str) -> None:
        self.pactl("unload-module", index)

    def unplug(self, sink: str = MICROPHONE) -> None:
        """The microphone disappears, as when its cable is pulled."""
        lines = self.pactl("list", "short", "modules").splitlines()
        self.unload(next(line.split()[0] for line in lines if f"sink_name={sink} " in line))

    def replug(self, sink: str = MICROPHONE) -> None:
        self.load("module-null-sink", SINK.format(name=sink, rate=RATE_HZ))

    def listeners(self) -> int:
        """How many streams hear any microphone."""
        return len(self.pactl("list", "short", "source-outputs").splitlines())

    def players(self) -> int:
        return len(self.pactl("list", "short", "sink-inputs").splitlines())

    def speak(self, sound: Path, sink: str = MICROPHONE) -> subprocess.Popen:
        """Begins to play a sound file into the microphone."""
        return self._start("paplay", "--latency-msec=30", f"--device={sink}", str(sound))

    @contextmanager
    def recorded(self, source: str = f"{SPEAKER}.monitor") -> Iterator[list[np.ndarray]]:
        """What the loudspeaker plays inside the block: one array (N,) float32 at 48 kHz, there when the block is left."""
        file = self.folder / f"{source}-{time.monotonic_ns()}.wav"
        before = self.listeners()
        program = self._start(
            "parecord", f"--device={source}", "--latency-msec=10", f"--rate={RATE_HZ}", "--channels=1", "--format=float32le", str(file)
        )
        wait_until(lambda: self.listeners() > before)
        sound: list[np.ndarray] = []
        yield sound
        program.terminate()
        program.wait(10)
        sound.append(soundfile.read(file, dtype="float32")[0])

    def _start(self, *words: str) -> subprocess.Popen:
        self._programs.append(subprocess.Popen(words))
        return self._programs[-1]

    def end(self) -> None:
        for program in self._programs:
            program.kill()
            program.wait()
        subprocess.run(["pactl", "exit"], capture_output=True, timeout=10)


@pytest.fixture
def pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    """The environment points at a server of this test's own; PortAudio has looked for devices anew."""
    with served(tmp_path, monkeypatch) as house:
        from assistant.senses import portaudio

        assert portaudio.refresh(), "a test before this one left a stream open"
        yield house


@contextmanager
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    if shutil.which("pulseaudio") is None:
        pytest.fail("PulseAudio is missing; install it: sudo apt install pulseaudio pulseaudio-utils libasound2-plugins libportaudio2")
    socket = _environment(folder, monkeypatch)
    server = subprocess.Popen(_command(socket, folder / "log"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    house = Pulse(folder)
    try:
        wait_until(lambda: subprocess.run(["pactl", "info"], capture_output=True).returncode == 0)
        house.pactl("set-default-source", house.microphone)
        house.pactl("set-default-sink", house.speaker)
        yield house
    finally:
        house.end()
        server.wait(10)


def _environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("run", "state"):
        (folder / name).mkdir(mode=0o700)
    socket = folder / "run" / "pulse" / "native"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(socket.parent))
    monkeypatch.setenv("PULSE_STATE_PATH", str(folder / "state"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{socket}")
    for name in ("PULSE_SOURCE", "PULSE_SINK"):
        monkeypatch.delenv(name, raising=False)
    return socket


def _command(socket: Path, log: Path) -> list[str]:
    modules = [
        f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
        "module-null-sink " + SINK.format(name=MICROPHONE, rate=RATE_HZ),
        "module-null-sink " + SINK.format(name=SPEAKER, rate=RATE_HZ),
    ]
    loaded = [word for module in modules for word in ("-L", module)]
    return ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", f"--log-target=file:{log}", *loaded]
