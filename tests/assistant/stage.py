"""A camera before which a play is given, and the real eyes that watch it in virtual time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import anyio
import numpy as np
from trio.testing import MockClock

from assistant.bus import Bus
from assistant.config import Camera as CameraConfig
from assistant.config import Config
from assistant.events import Event, Frame
from assistant.perception.moments import Moments
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.seeing import BackgroundSight, Eyes
from assistant.understanding.fusion import VisionLanguageModel, open_vlm
from assistant.worker import Worker
from models.calibration import photos
from models.store import Store
from tests.inline import InlineWorker

EMPTY, PERSON = photos()[6], photos()[15]
Networks = tuple[SceneBuilder, VisionLanguageModel, TextReader]


class Stage:
    """A camera before which the picture changes at given times."""

    name = "stage"

    def __init__(self, *acts: tuple[float, np.ndarray]) -> None:
        self._acts = acts

    def adopt(self, config: CameraConfig) -> None:
        """Its acts come when they come."""

    def newest(self) -> Frame | None:
        return self.at(anyio.current_time())

    def at(self, time: float) -> Frame | None:
        shown = [pixels for begin, pixels in self._acts if begin <= time]
        return Frame(shown[-1], time, source=self.name) if shown else None

    def between(self, start: float, end: float) -> Sequence[Frame]:
        return [frame for frame in (self.at(end),) if frame]


def open_networks(store: Store) -> Networks:
    phrases = Phrases("assistant", "vision")
    return SceneBuilder(Config().vision, store), open_vlm(Config().vision, phrases), TextReader(Config().vision, store, phrases)


def live(networks: Networks, stage: Stage, act: Callable[[Eyes], Awaitable[None]], worker: Worker | None = None) -> list[Event]:
    """Everything that happened while `act` was awaited, in virtual time that begins at 0."""
    builder, vlm, reader = networks
    happened: list[Event] = []

    async def run() -> None:
        bus = Bus()
        eyes = Eyes(Config().camera, stage, builder, vlm, worker or InlineWorker("vision"), bus, Phrases("assistant", "assistant"), reader)  # type: ignore[arg-type]
        with bus.watched_by(happened.append):
            await act(eyes)

    clock = MockClock(autojump_threshold=0)
    anyio.run(run, backend="trio", backend_options={"clock": clock})
    return happened


def sight(eyes: Eyes, **values: float) -> BackgroundSight:
    return BackgroundSight(eyes, Moments(0, 0, 0), 0, eyes._bus, **values)
