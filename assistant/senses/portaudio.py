"""PortAudio: its devices, its streams, and looking for devices anew. It has one state for the whole process, hence the lock."""

from __future__ import annotations

import ctypes
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from assistant.errors import SenseError
from assistant.senses import pulse

Kind = Literal["input", "output"]
BLOCK = {"input": 0.032, "output": 0.02}
"""Seconds of a callback. 32 ms in cost half the processor time of 10 ms, and make what is heard 8 ms later."""
BUFFER = 0.06
"""Seconds that PortAudio keeps ready for the loudspeaker; abort() throws them away at once."""
BRIDGE = "pulse"
"""The ALSA device behind which PulseAudio or PipeWire hides all of its own."""

_lock = threading.RLock()
_open_streams: set[int] = set()
_kept_alive: list[Any] = []


class NotThere(SenseError):
    """The device does not exist; the text lists those that do."""


class Busy(SenseError):
    """The device exists and cannot be opened; the text is PortAudio's."""


@dataclass(frozen=True)
class Target:
    """A device that can be opened. `pulse_name` is the source or sink behind the bridge, None without PulseAudio."""

    name: str
    index: int
    rate_hz: int
    channels: int
    pulse_name: str | None = None


@lru_cache(maxsize=1)
def library() -> Any:
    """The sounddevice module. Raises SenseError when the machine has no PortAudio."""
    _silence()
    try:
        import sounddevice
    except OSError as error:
        raise SenseError(f"PortAudio is missing ({error}); install it: sudo apt install libportaudio2.") from None
    return sounddevice


def _silence() -> None:
    """ALSA writes to stderr about every device it tries, across the screen; what matters comes back as errors."""
    if not sys.platform.startswith("linux"):
        return
    kinds = (ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    handler = ctypes.CFUNCTYPE(None, *kinds)(lambda *_: None)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    except (OSError, AttributeError):
        return
    _kept_alive.append(handler)


def targets(kind: Kind) -> tuple[Target, ...]:
    """Those of PulseAudio where it runs, because there the bridge is all that PortAudio sees; otherwise PortAudio's own."""
    with _lock:
        devices = [device for device in library().query_devices() if device[f"max_{kind}_channels"] > 0]
    bridge = next((device for device in devices if device["name"] == BRIDGE), None)
    behind = pulse.devices(kind) if bridge else ()
    if bridge and behind:
        return tuple(Target(item.name, bridge["index"], item.rate_hz, 1, item.name) for item in behind)
    return tuple(
        Target(stable_name(device["name"]), device["index"], int(device["default_samplerate"]), min(2, device[f"max_{kind}_channels"]))
        for device in devices
    )


def stable_name(name: str) -> str:
    """Without the card number, which changes with the order of plugging in: `USB Audio (hw:2,0)` is `USB Audio`."""
    return re.sub(r"\s*\(hw:\d+,\d+\)$", "", name)


def find(name: str, kind: Kind) -> Target:
    """The device of that name, or for `default` the one that the system prefers now. Raises NotThere."""
    found = targets(kind)
    wanted = _preferred(kind, found) if name == "default" else name
    for target in found:
        if target.name == wanted:
            return target
    raise NotThere(", ".join(target.name for target in found))


def _preferred(kind: Kind, found: tuple[Target, ...]) -> str | None:
    if found and found[0].pulse_name:
        return pulse.default(kind)
    index = library().default.device[0 if kind == "input" else 1]
    return next((target.name for target in found if target.index == index), None)


class Stream:
    """One open stream. Closing twice is harmless."""

    def __init__(self, kind: Kind, target: Target, callback: Callable, finished: Callable[[], None]) -> None:
        """callback: as sounddevice calls it, in PortAudio's thread. Raises Busy."""
        sd = library()
        make = sd.InputStream if kind == "input" else sd.OutputStream
        with _lock, pulse.behind(kind, target.pulse_name):
            try:
                self._stream = make(
                    samplerate=target.rate_hz,
                    blocksize=round(target.rate_hz * BLOCK[kind]),
                    device=target.index,
                    channels=target.channels,
                    dtype="float32",
                    latency="low" if kind == "input" else BUFFER,
                    callback=callback,
                    finished_callback=finished,
                )
                _open_streams.add(id(self))
                self._stream.start()
            except sd.PortAudioError as error:
                self.close()
                raise Busy(str(error)) from None

    def close(self) -> None:
        """Silent, and the device free, on return."""
        with _lock:
            if id(self) in _open_streams:
                _open_streams.discard(id(self))
                self._stream.abort(ignore_errors=True)
                self._stream.close(ignore_errors=True)


def refresh() -> bool:
    """Looks for devices again, which PortAudio does only when it starts. False while a stream is open: it would be torn down."""
    with _lock:
        if _open_streams:
            return False
        library()._terminate()
        library()._initialize()
        return True
