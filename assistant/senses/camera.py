"""A camera: `run` keeps the last seconds of time-stamped frames in memory until it is cancelled; then the device is closed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Protocol

import anyio
import anyio.from_thread
import anyio.to_thread
import numpy as np

from assistant.config import Camera as CameraConfig
from assistant.errors import BadInput, CameraError
from assistant.events import Frame
from assistant.phrases import Phrases
from assistant.senses import opencv, reel
from assistant.senses.backoff import Backoff
from assistant.senses.clock import LoopClock
from assistant.senses.files import OTHER_SUFFIXES, PICTURE_SUFFIXES, VIDEO_SUFFIXES
from assistant.senses.lens import Lens, find_lens
from assistant.senses.ring import Ring
from assistant.senses.trouble import Notify, Troubles

PATIENCE = 0.05
"""Seconds between looks at whether a waiting reader was cancelled."""
LONGEST_WATCH = 1.0
"""Seconds between looks at whether pictures still come, at most."""


Pictures = Generator[np.ndarray, None, None]


class Camera(Protocol):
    @property
    def name(self) -> str: ...

    async def run(self) -> None: ...

    def adopt(self, config: CameraConfig) -> None:
        """`stale_after` may have changed."""
        ...

    def newest(self) -> Frame | None: ...

    def at(self, time: float) -> Frame | None:
        """The frame nearest to that time of the loop's clock."""
        ...

    def between(self, start: float, end: float) -> Sequence[Frame]: ...


def open_camera(config: CameraConfig, notify: Notify, phrases: Phrases) -> Camera:
    """
    A device, address, pipeline or file by its name. Opens no device yet.
    Raises OfflineError, and BadInput for a file that cannot be seen.
    """
    path, rate = Path(config.device), config.rate_hz
    if "://" not in config.device and path.is_dir():
        return FileCamera(config, lambda: reel.folder(path, rate, phrases), notify, phrases)
    if "://" not in config.device and path.suffix.lower() in PICTURE_SUFFIXES | OTHER_SUFFIXES:
        return FileCamera(config, lambda: reel.still(path, phrases), notify, phrases)
    if "://" not in config.device and (path.is_file() or path.suffix.lower() in VIDEO_SUFFIXES):
        return FileCamera(config, lambda: reel.video(path, rate, phrases), notify, phrases)
    return LiveCamera(config, find_lens(config, phrases), notify, phrases)


class FileCamera:
    """Keeps the pace of the loop's clock and needs no thread, so virtual time works. Files that have gone are looked for again."""

    def __init__(self, config: CameraConfig, pictures: Callable[[], Pictures], notify: Notify, phrases: Phrases) -> None:
        """pictures: begins anew at each `run`; one picture for each tick. Raises BadInput when there is not even one."""
        self.name = Path(config.device).name
        self._rate_hz, self._pictures, self._phrases = config.rate_hz, pictures, phrases
        self._troubles = Troubles("camera", notify, anyio.current_time)
        self._ring = Ring(config.keep, config.apart)
        self.newest, self.at, self.between = self._ring.newest, self._ring.at, self._ring.between
        with closing(pictures()) as first:
            next(first)

    def adopt(self, config: CameraConfig) -> None:
        """A file sends what it has."""

    async def run(self) -> None:
        backoff, numbers = Backoff(), count()
        try:
            while True:
                try:
                    await self._show(backoff, numbers)
                except BadInput as error:
                    self._troubles.begin("lost", str(error))
                    await anyio.sleep(backoff.failed())
        finally:
            self._ring.clear()

    async def _show(self, backoff: Backoff, numbers: Iterator[int]) -> None:
        """For ever. Raises BadInput."""
        start = anyio.current_time()
        with closing(self._pictures()) as pictures:
            for tick, pixels in enumerate(pictures):
                when = start + tick / self._rate_hz
                await anyio.sleep_until(when)
                self._ring.add(Frame(pixels, when, next(numbers), self.name))
                self._troubles.end("lost", self._phrases.say("camera_back", name=self.name))
                backoff.succeeded()


class LiveCamera:
    """A thread reads the device, because reading blocks; what is lost is opened again and again, more and more slowly."""

    def __init__(self, config: CameraConfig, lens: Lens, notify: Notify, phrases: Phrases) -> None:
        """notify: called in the loop with each SenseTrouble."""
        self.name = lens.name
        self._config, self._lens, self._notify, self._phrases = config, lens, notify, phrases
        self._ring = Ring(config.keep, config.apart)
        self.newest, self.at, self.between = self._ring.newest, self._ring.at, self._ring.between
        self._index = 0

    def adopt(self, config: CameraConfig) -> None:
        self._config = config

    async def run(self) -> None:
        clock = LoopClock()
        self._troubles = Troubles("camera", self._notify, clock.now)
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._watch, name="camera watch")
                await anyio.to_thread.run_sync(self._see, clock)  # not abandoned: it sees the cancellation and closes the device
        finally:
            self._ring.clear()

    async def _watch(self) -> None:
        """A device that blocks returns no error either."""
        while True:
            await anyio.sleep(min(self._config.stale_after / 4, LONGEST_WATCH))
            newest = self._ring.newest()
            if newest is not None and anyio.current_time() - newest.time > self._config.stale_after:
                self._lost(self._phrases.say("camera_lost", name=self.name))

    def _lost(self, sentence: str) -> None:
        self._troubles.begin("lost", sentence)

    # ---- in the thread

    def _see(self, clock: LoopClock) -> None:
        backoff = Backoff()
        while True:
            try:
                pictures = self._lens.open()
            except CameraError as error:
                anyio.from_thread.run_sync(self._lost, str(error))
            else:
                with closing(pictures):
                    self._read(pictures, clock, backoff)
                anyio.from_thread.run_sync(self._lost, self._phrases.say("camera_lost", name=self.name))
            _pause(backoff.failed())

    def _read(self, pictures: opencv.Pictures, clock: LoopClock, backoff: Backoff) -> None:
        """Until the source is lost. Every picture is read, so that none is old; `rate_hz` of them are kept."""
        due = 0.0
        while (pixels := pictures.read()) is not None:
            anyio.from_thread.check_cancelled()
            now = clock.now()
            if now >= due:
                due = max(due + 1 / self._config.rate_hz, now - 0.5 / self._config.rate_hz)
                self._keep(pixels, now)
                backoff.succeeded()

    def _keep(self, pixels: np.ndarray, now: float) -> None:
        self._ring.add(Frame(pixels, now, self._index, self.name, live=True))
        self._index += 1
        if "lost" in self._troubles:
            anyio.from_thread.run_sync(self._troubles.end, "lost", self._phrases.say("camera_back", name=self.name))


def _pause(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        anyio.from_thread.check_cancelled()
        time.sleep(PATIENCE)
