"""PulseAudio (and PipeWire, which speaks the same) behind PortAudio's one `pulse` device, by the program pactl."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["input", "output"]
LIST = {"input": "sources", "output": "sinks"}
CHOICE = {"input": "PULSE_SOURCE", "output": "PULSE_SINK"}
"""libpulse reads these when a stream that names no device is opened."""


@dataclass(frozen=True)
class PulseDevice:
    name: str
    description: str
    rate_hz: int
    channels: int
    monitor: bool
    """A source that repeats what a sink plays: silent by right when nothing plays."""


def devices(kind: Kind) -> tuple[PulseDevice, ...]:
    """Monitors last; empty without a server."""
    found = [_device(item) for item in _json("list", LIST[kind])]
    return tuple(sorted(found, key=lambda device: device.monitor))


def default(kind: Kind) -> str | None:
    """Without a microphone the server calls the monitor of the default loudspeaker its default source: hearing oneself is no microphone."""
    name = _pactl(f"get-default-{LIST[kind][:-1]}").strip() or None
    return None if kind == "input" and name == own_monitor() else name


def own_monitor() -> str | None:
    """The source that repeats what the default loudspeaker plays."""
    sink = _pactl("get-default-sink").strip()
    return f"{sink}.monitor" if sink else None


class MoveWatch:
    """Notices when the server moves this process's stream away from a source, which it does without a word when the source is lost."""

    def __init__(self, source: str) -> None:
        """To be made before the stream is opened: the opening is the first change that it looks at."""
        self._source = source
        self.moved = threading.Event()
        self._program: subprocess.Popen[bytes] | None = None
        try:
            self._program = subprocess.Popen(["pactl", "subscribe"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment())
        except OSError:
            return
        threading.Thread(target=self._watch, args=(self._program,), name="pulse watch", daemon=True).start()

    def close(self) -> None:
        if self._program is not None:
            self._program.kill()
            self._program.wait()

    def _watch(self, program: subprocess.Popen[bytes]) -> None:
        assert program.stdout is not None
        with program.stdout as changes:
            for change in changes:
                if b"source" in change:
                    self._look()

    def _look(self) -> None:
        heard = heard_by_this_process()
        if heard and self._source not in heard:
            self.moved.set()


def heard_by_this_process() -> tuple[str, ...] | None:
    """Names of the sources that this process's open streams hear; None when that cannot be known."""
    names = {item["index"]: item["name"] for item in _json("list", "sources")}
    mine = [item for item in _json("list", "source-outputs") if item["properties"].get("application.process.id") == str(os.getpid())]
    return tuple(names.get(item["source"], "") for item in mine) if names else None


@contextmanager
def behind(kind: Kind, name: str | None) -> Iterator[None]:
    """Streams opened here go to that source or sink; the server refuses when it does not exist."""
    variable = CHOICE[kind]
    before = os.environ.get(variable)
    if name is not None:
        os.environ[variable] = name
    try:
        yield
    finally:
        if name is not None:
            os.environ.pop(variable)
            if before is not None:
                os.environ[variable] = before


def _device(item: dict[str, Any]) -> PulseDevice:
    rate = re.search(r"(\d+)Hz", item["sample_specification"])
    channels = re.search(r"(\d+)ch", item["sample_specification"])
    monitor = item["name"].endswith(".monitor")
    return PulseDevice(item["name"], item["description"], int(rate[1]) if rate else 48_000, int(channels[1]) if channels else 1, monitor)


def _json(*words: str) -> list[dict[str, Any]]:
    try:
        return json.loads(_pactl("--format=json", *words) or "[]")
    except ValueError:
        return []


def _pactl(*words: str) -> str:
    """Empty where there is no pactl or no server."""
    try:
        done = subprocess.run(["pactl", *words], capture_output=True, text=True, errors="replace", timeout=3, env=_environment())
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _environment() -> dict[str, str]:
    """In the C locale, because others write commas into the JSON's numbers, and translate."""
    return os.environ | {"LC_ALL": "C.UTF-8"}
