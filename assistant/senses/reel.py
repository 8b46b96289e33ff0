"""Video and picture files that serve as a camera: one picture for each tick of the camera's rate, for ever."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.errors import BadInput
from assistant.phrases import Phrases
from assistant.senses import opencv
from assistant.senses.files import PICTURE_SUFFIXES, exists, load_frame

SHOWN = 2.0
"""Seconds for which each picture of a folder is shown."""


def video(path: Path, rate_hz: float, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    """At its own pace; after the end it begins again. Raises BadInput."""
    while True:
        yield from once(path, rate_hz, phrases)


def once(path: Path, rate_hz: float, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    """At its own pace, up to its end. Raises BadInput."""
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


def still(path: Path, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    """One picture. Raises BadInput."""
    pixels = load_frame(path, phrases).pixels
    while True:
        yield pixels


def folder(path: Path, rate_hz: float, phrases: Phrases) -> Generator[np.ndarray, None, None]:
    """Its pictures in the order of their names, as they are at each round; those that cannot be read are left out. Raises BadInput."""
    while True:
        seen = 0
        for file in _pictures(path, phrases):
            with suppress(BadInput):
                pixels = load_frame(file, phrases).pixels
                seen += 1
                for _ in range(max(1, round(SHOWN * rate_hz))):
                    yield pixels
        if not seen:
            raise BadInput(phrases.say("folder_empty", path=path))


def _pictures(path: Path, phrases: Phrases) -> list[Path]:
    try:
        return sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES)
    except OSError:
        raise BadInput(phrases.say("file_missing", path=path)) from None
