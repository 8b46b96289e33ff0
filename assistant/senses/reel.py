"""Video and picture files that serve as a camera: one picture for each tick of the camera's rate, for ever."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np

from assistant.errors import BadInput
from assistant.phrases import Phrases
from assistant.senses import opencv
from assistant.senses.files import PICTURE_SUFFIXES, exists, load_frame

SHOWN = 2.0
"""Seconds for which each picture of a folder is shown."""


def video(path: Path, rate_hz: float, phrases: Phrases, *, loop: bool = True) -> Generator[np.ndarray, None, None]:
    """At its own pace. After the end it begins again, or holds the last picture. Raises BadInput."""
    last = None
    while True:
        for last in _once(path, rate_hz, phrases):
            yield last
        while not loop and last is not None:
            yield last


def _once(path: Path, rate_hz: float, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    exists(path, phrases)
    pictures = opencv.from_file(str(path))
    try:
        picture = pictures.read() if pictures.is_open else None
        if picture is None:
            raise BadInput(phrases.say("video_unreadable", path=path))
        at, tick = 0, 0
        while picture is not None:
            yield picture
            tick += 1
            wanted = int(tick / rate_hz * pictures.rate_hz)
            while at < wanted - 1 and pictures.skip():
                at += 1
            if wanted > at:
                picture, at = pictures.read(), at + 1
    finally:
        pictures.close()


def stills(paths: list[Path], rate_hz: float, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    """One picture for ever, or several in turn. Raises BadInput."""
    if len(paths) == 1:
        pixels = load_frame(paths[0], phrases).pixels
        while True:
            yield pixels
    while True:
        for path in paths:
            pixels = load_frame(path, phrases).pixels
            for _ in range(max(1, round(SHOWN * rate_hz))):
                yield pixels


def folder(path: Path, rate_hz: float, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    """Its pictures in the order of their names. Raises BadInput."""
    paths = sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES)
    if not paths:
        raise BadInput(phrases.say("folder_empty", path=path))
    return stills(paths, rate_hz, phrases)
