"""Which devices there are, for lists and for the doctor. Looking never fails: what cannot be asked is not there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SenseError
from assistant.events import SenseName
from assistant.senses import portaudio, pulse

VIDEO = Path("/sys/class/video4linux")
BY_ID = Path("/dev/v4l/by-id")


@dataclass(frozen=True)
class Device:
    sense: SenseName
    name: str
    """Stable: what to write into the configuration."""
    details: str
    """Rate and channels, or the index of a camera."""
    default: bool = False


def microphones() -> tuple[Device, ...]:
    """Without the source that repeats the assistant's own loudspeaker, which exists on machines that have no microphone."""
    own = pulse.own_monitor()
    return tuple(device for device in _sounds("microphone", "input") if device.name != own)


def speakers() -> tuple[Device, ...]:
    return _sounds("speaker", "output")


def cameras() -> tuple[Device, ...]:
    """Only the first node of each camera delivers pictures; the others are its metadata."""
    found: list[Device] = []
    for index, name in sorted(video_nodes().items()):
        if _delivers_pictures(index):
            found.append(Device("camera", name, f"index {index}", default=not found))
    return tuple(found)


def video_nodes() -> dict[int, str]:
    """By index of /dev/videoN: the name in /dev/v4l/by-id where udev gives one, else the kernel's."""
    names = {int(node.name[5:]): _kernel_name(node) for node in _entries(VIDEO) if re.fullmatch(r"video\d+", node.name)}
    for link in _entries(BY_ID):
        index = re.fullmatch(r"video(\d+)", link.resolve().name)
        if index and int(index[1]) in names:
            names[int(index[1])] = link.name
    return names


def _kernel_name(node: Path) -> str:
    try:
        return (node / "name").read_text("utf-8").strip()
    except OSError:
        return node.name


def _delivers_pictures(index: int) -> bool:
    try:
        return (VIDEO / f"video{index}" / "index").read_text("utf-8").strip() == "0"
    except OSError:
        return True


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _sounds(sense: SenseName, kind: portaudio.Kind) -> tuple[Device, ...]:
    try:
        portaudio.refresh()
        found = portaudio.targets(kind)
        preferred = portaudio.find("default", kind).name if found else ""
    except portaudio.NotThere:
        preferred = ""
    except SenseError:
        return ()
    return tuple(Device(sense, item.name, f"{item.rate_hz} Hz, {item.channels} ch", item.name == preferred) for item in found)
