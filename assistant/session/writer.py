"""Writes a bundle as it goes on, in a thread of its own: a crash leaves what was written until then, a full disk stops nobody."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from assistant.paths import is_full
from assistant.session.bundle import FRAMES, INPUTS, RATE_HZ, SOUND

MOST_WAITING = 64
"""Pictures that may wait for the disk: 16 seconds of them. More, and the disk is too slow."""


class Writer:
    def __init__(self, folder: Path) -> None:
        """folder: exists and is empty but for the session's description. Raises OSError."""
        import soundfile

        (folder / FRAMES).mkdir()
        self.failure = ""
        """Why nothing is written any more."""
        self._folder = folder
        self._sound = soundfile.SoundFile(folder / SOUND, "w", RATE_HZ, 1, format="FLAC", subtype="PCM_16")
        self._known: dict[bytes, str] = {}
        """Names of pictures by their digest."""
        self._files: dict[str, TextIO] = {}
        self._waiting: queue.Queue[Callable[[], object] | None] = queue.Queue()
        self._pictures = 0
        self._thread = threading.Thread(target=self._write, name="session recorder", daemon=True)
        self._thread.start()

    def line(self, file: str, text: str) -> None:
        """Any thread may call it."""
        self._waiting.put(lambda: self._append(file, text))

    def sound(self, samples: np.ndarray) -> None:
        """samples: (N,) int16."""
        self._waiting.put(lambda: self._sound.write(samples))

    def frame(self, row: dict[str, Any], pixels: np.ndarray) -> None:
        """pixels: (H, W, 3) uint8 RGB. The row is written with the name of the picture's file."""
        self._pictures += 1
        if self._pictures > MOST_WAITING:
            self.failure = self.failure or "the disk is too slow"
        self._waiting.put(lambda: self._frame(row, pixels))

    def close(self) -> None:
        """All that waits is on disk when it returns, or `failure` says why not."""
        self._waiting.put(None)
        self._thread.join()

    # ---- in the thread

    def _write(self) -> None:
        while (work := self._waiting.get()) is not None:
            self._try(work)
            if self._waiting.empty():
                self._try(self._flush)
        for file in (self._sound, *self._files.values()):
            self._try(file.close, at_last=True)

    def _try(self, work: Callable[[], object], *, at_last: bool = False) -> None:
        """Nothing any more once something has failed, but for what must be done at last."""
        import soundfile

        try:
            if at_last or not self.failure:
                work()
        except (OSError, soundfile.SoundFileError) as error:
            self.failure = self.failure or getattr(error, "strerror", None) or self._without_reason(error)

    def _without_reason(self, error: Exception) -> str:
        """libsndfile calls a full disk a system error."""
        return os.strerror(errno.ENOSPC) if is_full(self._folder) else str(error).rstrip(".")

    def _append(self, name: str, text: str) -> None:
        if name not in self._files:
            self._files[name] = (self._folder / name).open("w", encoding="utf-8")
        self._files[name].write(text + "\n")

    def _flush(self) -> None:
        for file in self._files.values():
            file.flush()

    def _frame(self, row: dict[str, Any], pixels: np.ndarray) -> None:
        """What stands still is kept once."""
        digest = hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=16).digest()
        if digest not in self._known:
            self._known[digest] = f"{len(self._known):06}.webp"
            self._picture(self._folder / FRAMES / self._known[digest], pixels)
        self._append(INPUTS, json.dumps({**row, "file": self._known[digest]}))
        self._pictures -= 1

    def _picture(self, path: Path, pixels: np.ndarray) -> None:
        from PIL import Image

        Image.fromarray(pixels).save(path, "WEBP", lossless=True, quality=0, method=0)  # 7 ms; a PNG of that size takes 16
