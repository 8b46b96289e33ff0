"""What a camera can be by the name it is given, and how each kind is opened."""

from __future__ import annotations

import ipaddress
import re
import sys
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from assistant import offline
from assistant.config import Camera as CameraConfig
from assistant.errors import CameraError, OfflineError
from assistant.phrases import Phrases
from assistant.senses import csi, opencv
from assistant.senses.devices import video_nodes


class Lens(Protocol):
    """A live source of pictures."""

    name: str

    def open(self) -> opencv.Pictures:
        """Raises CameraError."""
        ...


def find_lens(config: CameraConfig, phrases: Phrases) -> Lens:
    """Opens nothing. Raises OfflineError for an address that offline mode forbids."""
    if "://" in config.device:
        return Address(config.device, phrases)
    if re.search(r"\s!\s", config.device):
        return Pipeline(config.device, config.device, "camera_pipeline", phrases)
    if (sensor := csi.sensor(config.device)) is not None:
        return Pipeline(config.device, csi.pipeline(sensor, config.height), "camera_csi", phrases)
    return Node(config, phrases)


class Node:
    """A camera of this machine, by index or by stable name; the name is looked up at each opening, so it may come back elsewhere."""

    def __init__(self, config: CameraConfig, phrases: Phrases) -> None:
        self.name = config.device
        self._config, self._phrases = config, phrases

    def open(self) -> opencv.Pictures:
        nodes = video_nodes()
        index = int(self.name) if self.name.isdigit() else next((n for n, name in nodes.items() if name == self.name), None)
        if index is None or (sys.platform.startswith("linux") and index not in nodes):
            found = ", ".join(f"{n} ({name})" for n, name in sorted(nodes.items())) or self._phrases.say("nothing")
            raise CameraError(self._phrases.say("camera_missing", name=self.name, found=found))
        return _opened(opencv.from_index(index, self._config.width, self._config.height), "camera_busy", self.name, self._phrases)


class Address:
    """MJPEG or RTSP. Its name leaves out user and password."""

    def __init__(self, address: str, phrases: Phrases) -> None:
        parts = urlsplit(address)
        self.name = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._address, self._phrases = address, phrases
        if offline.is_wanted(offline.is_enforced()) and not is_loopback(parts.hostname or ""):
            raise OfflineError(phrases.say("camera_offline", name=self.name))

    def open(self) -> opencv.Pictures:
        return _opened(opencv.from_address(self._address), "camera_unreachable", self.name, self._phrases)


class Pipeline:
    """GStreamer, as CSI cameras of a Jetson need it."""

    def __init__(self, name: str, pipeline: str, otherwise: str, phrases: Phrases) -> None:
        """otherwise: the phrase for one that does not start."""
        self.name = name
        self._pipeline, self._otherwise, self._phrases = pipeline, otherwise, phrases

    def open(self) -> opencv.Pictures:
        pictures = opencv.from_pipeline(self._pipeline)
        if pictures is None:
            raise CameraError(self._phrases.say("camera_no_gstreamer", name=self.name, where=opencv.where()))
        return _opened(pictures, self._otherwise, self.name, self._phrases)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _opened(pictures: opencv.Pictures, otherwise: str, name: str, phrases: Phrases) -> opencv.Pictures:
    if not pictures.is_open:
        pictures.close()
        raise CameraError(phrases.say(otherwise, name=name))
    return pictures
