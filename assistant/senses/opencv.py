"""OpenCV as a source of pictures: cameras, addresses, pipelines and video files. Imported only when one of them is opened."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

OPEN_TIMEOUT = 3.0
READ_TIMEOUT = 2.0
"""Seconds. They also bound how long switching the camera off can take while an address is silent."""
START_TIMEOUT = 10.0
"""Seconds for a pipeline: a Jetson's camera daemon takes its time."""
GSTREAMER_TIMEOUTS = (4, 7)
"""The first OpenCV that takes timeouts for GStreamer (opencv/opencv#22919); JetPack 6 has 4.8. An older one waits without an end."""


@lru_cache(maxsize=1)
def library() -> Any:
    """The cv2 module, which then writes nothing across the screen, wherever it was imported first."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    import cv2

    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2


class Pictures:
    """An opened source, or one that refused to open: `is_open` tells."""

    def __init__(self, capture: Any) -> None:
        self._capture = capture

    @property
    def is_open(self) -> bool:
        return self._capture.isOpened()

    @property
    def rate_hz(self) -> float:
        """As the file says; 25 where it says nothing."""
        rate = self._capture.get(library().CAP_PROP_FPS)
        return rate if 0 < rate < 1000 else 25.0

    def read(self) -> np.ndarray | None:
        """(H, W, 3) uint8 RGB; None when the source has ended, was lost or said nothing in time."""
        good, picture = self._capture.read()
        return library().cvtColor(picture, library().COLOR_BGR2RGB) if good else None

    def skip(self) -> bool:
        return self._capture.grab()

    def close(self) -> None:
        self._capture.release()


def from_index(index: int, width: int, height: int) -> Pictures:
    cv2 = library()
    capture = cv2.VideoCapture(index)
    for key, value in ((cv2.CAP_PROP_FRAME_WIDTH, width), (cv2.CAP_PROP_FRAME_HEIGHT, height), (cv2.CAP_PROP_BUFFERSIZE, 1)):
        capture.set(key, value)
    return Pictures(capture)


def from_address(address: str) -> Pictures:
    cv2 = library()
    timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(OPEN_TIMEOUT * 1000), cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(READ_TIMEOUT * 1000)]
    return Pictures(cv2.VideoCapture(address, cv2.CAP_FFMPEG, timeouts))


def from_pipeline(pipeline: str) -> Pictures | None:
    """None where this OpenCV was built without GStreamer."""
    cv2 = library()
    if gstreamer(cv2.getBuildInformation()) is None:
        return None
    timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(START_TIMEOUT * 1000), cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(READ_TIMEOUT * 1000)]
    return Pictures(cv2.VideoCapture(pipeline, cv2.CAP_GSTREAMER, timeouts if version() >= GSTREAMER_TIMEOUTS else []))


def gstreamer(build_information: str) -> str | None:
    """Its version in what OpenCV tells of its own making; None where it was built without."""
    match = re.search(r"^\s*GStreamer:\s+YES(?: \((\S+)\))?", build_information, re.MULTILINE)
    return (match[1] or "of an unknown version") if match else None


def version() -> tuple[int, ...]:
    """Major and minor."""
    return tuple(int(part) for part in library().__version__.split(".")[:2])


def where() -> str:
    """The folder of the OpenCV in use: one from pip shadows the system's."""
    return str(Path(library().__file__).parent)


def from_file(path: str) -> Pictures:
    return Pictures(library().VideoCapture(path, library().CAP_FFMPEG))
