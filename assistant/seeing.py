"""The eyes: a camera, the networks behind it, and what one turn sees through them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import anyio
import numpy as np

from assistant.bus import Bus, Sends
from assistant.config import Camera as CameraConfig
from assistant.errors import CameraError
from assistant.events import Answer, Frame, Grounding, Looked, Privacy, Region, Scene, SenseChanged
from assistant.perception.moments import Moments
from assistant.perception.scene import LentScenes, SceneBuilder
from assistant.perception.text import TextReader
from assistant.phrases import Phrases
from assistant.senses.camera import Camera
from assistant.senses.quality import sharpness_of, span, trouble_with
from assistant.understanding.fusion import VisionLanguageModel
from assistant.worker import Worker
from models.errors import DamagedModel, ModelMissing, OutOfMemory

NEAR = 0.4
"""Seconds around the wanted moment in which a sharper frame is preferred."""
AWAKENING = 0.05
"""Seconds between looks at whether a camera that was opened sends pictures yet."""
T = TypeVar("T")


class Eyes:
    """The camera, the networks behind it and the privacy state of seeing."""

    def __init__(
        self,
        config: CameraConfig,
        camera: Camera | None,
        builder: SceneBuilder | LentScenes,
        vlm: VisionLanguageModel,
        worker: Worker,
        bus: Bus,
        phrases: Phrases,
        reader: TextReader,
    ) -> None:
        self._config, self._builder, self._vlm, self._worker, self._bus, self._phrases = config, builder, vlm, worker, bus, phrases
        self._reader = reader
        self.camera = camera
        self._rests: Privacy = config.start if camera else "off"
        self._looks = 0
        """Under way; more than one where a skill watches beside a turn."""

    def adopt(self, config: CameraConfig) -> None:
        self._config = config
        if self.camera is not None:
            self.camera.adopt(config)

    @property
    def privacy(self) -> Privacy:
        return "active" if self._looks and self._rests != "off" else self._rests

    def turn(self, on: bool) -> None:
        """On, it rests as it was configured to start, or armed where that is closed."""
        start = self._config.start if self._config.start != "off" else "armed"
        self._rests = start if on and self.camera else "off"
        self.tell()

    def tell(self) -> None:
        name = self.camera.name if self.camera else self._phrases.say("no_camera")
        self._bus.send(SenseChanged(anyio.current_time(), "camera", self.privacy, name))

    async def warm_up(self) -> None:
        """The first look of a network takes three times as long as the second."""
        if self.camera is not None:
            await self._worker.run(self._builder.build, Frame(np.zeros((480, 640, 3), np.uint8)))

    async def scene(self, when: Moments) -> Scene:
        """The scene of the frame nearest to what the words pointed at. Raises CameraError, its sentence ready to be said."""
        return await self.look(when, self._builder.build)

    async def reading(self, when: Moments) -> tuple[Frame, Answer]:
        return await self.look(when, lambda frame: (frame, self._reader.read(frame)))

    async def look(self, when: Moments, work: Callable[[Frame], T]) -> T:
        """What `work`, which may block, makes of that frame."""
        await self._first_picture()
        near, recent = self._wanted(when)
        with self._looking():
            return await self._work(lambda: work(self._best(near, recent)))

    @contextmanager
    def _looking(self) -> Iterator[None]:
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, looks: int) -> None:
        before = self.privacy
        self._looks += looks
        if self.privacy != before:
            self.tell()

    async def ask(self, work: Callable, *args: object) -> Answer | Grounding:
        return await self._work(work, *args)

    async def _work(self, work: Callable[..., T], *args: object) -> T:
        """What the eyes lack is said like what the camera lacks. Raises CameraError."""
        try:
            return await self._worker.run(work, *args)
        except (OutOfMemory, ModelMissing, DamagedModel) as error:
            raise CameraError(str(error)) from error

    async def _first_picture(self) -> None:
        """A camera that has just been opened takes a moment to send one."""
        with anyio.move_on_after(self._config.stale_after):
            while self.camera is not None and self.privacy != "off" and self.camera.newest() is None:
                await anyio.sleep(AWAKENING)

    @property
    def vlm(self) -> VisionLanguageModel:
        return self._vlm

    def _wanted(self, when: Moments) -> tuple[Sequence[Frame], Sequence[Frame]]:
        """The frames around the pointed moment, and those of the last second; of longer where few are kept."""
        if self.camera is None:
            raise CameraError(self._phrases.say("no_camera"))
        if self.privacy == "off":
            raise CameraError(self._phrases.say("camera_off"))
        newest = self.camera.newest()
        if newest is None or anyio.current_time() - newest.time > self._config.stale_after:
            raise CameraError(self._phrases.say("camera_stale"))
        near = self.camera.between(when.pointed - NEAR, when.pointed + NEAR) or [self.camera.at(when.pointed) or newest]
        return near, self.camera.between(newest.time - span(self._config.apart), newest.time)

    def _best(self, near: Sequence[Frame], recent: Sequence[Frame]) -> Frame:
        """The sharpest of the near frames without trouble, or the trouble as an error. Blocking."""
        good = [frame for frame in near if trouble_with(frame, recent) is None]
        if not good:
            raise CameraError(self._phrases.say(f"camera_{trouble_with(near[-1], recent)}"))
        return max(good, key=lambda frame: sharpness_of(frame.pixels))


@dataclass
class TurnSight:
    """skill.Sight for one turn; it remembers what was looked at, for the record and the screen."""

    eyes: Eyes
    when: Moments
    turn: int
    bus: Sends
    looks: list[Looked] = field(default_factory=list)
    seconds: float = 0.0

    async def answer(self, question: str) -> Answer:
        scene = await self._scene(question)
        return self._looked(scene, await self._timed(self.eyes.vlm.answer, question, scene))

    async def describe(self) -> Answer:
        scene = await self._scene()
        return self._looked(scene, await self._timed(self.eyes.vlm.describe, scene))

    async def ground(self, phrase: str) -> Grounding:
        scene = await self._scene(phrase)
        grounding = await self._timed(self.eyes.vlm.ground, phrase, scene)
        self._note(scene, (grounding.region,) if grounding.region else (), grounding.engine, grounding.score)
        return grounding

    async def read(self) -> Answer:
        frame, answer = await self._timed_await(self.eyes.reading(self._moment()))
        return self._looked(Scene(frame, answer.regions), answer)

    async def frame(self) -> Frame:
        frame = await self._timed_await(self.eyes.look(self._moment(), lambda frame: frame))
        self._note(Scene(frame), (), "", None)
        return frame

    def _moment(self) -> Moments:
        return self.when

    async def _scene(self, asked: str = "") -> Scene:
        return await self._timed_await(self.eyes.scene(self._moment()))

    async def _timed(self, work: Callable, *args: object):
        return await self._timed_await(self.eyes.ask(work, *args))

    async def _timed_await(self, work: Awaitable):
        begin = anyio.current_time()
        try:
            return await work
        finally:
            self.seconds += anyio.current_time() - begin

    def _looked(self, scene: Scene, answer: Answer) -> Answer:
        self._note(scene, answer.regions, answer.engine, answer.confidence)
        return answer

    def _note(self, scene: Scene, regions: tuple[Region, ...], engine: str, confidence: float | None) -> None:
        now = anyio.current_time()
        self.looks.append(Looked(now, self.turn, scene, now - scene.frame.time, regions, engine, confidence))
        self.bus.send(self.looks[-1])


@dataclass
class BackgroundSight(TurnSight):
    """Looks at the present moment, and no more often than once in `every` seconds: a question that comes again waits for the next look."""

    every: float = 2.0
    _last: Scene | None = None
    _asked: set[str] = field(default_factory=set)
    _due: float = 0.0

    def _moment(self) -> Moments:
        now = anyio.current_time()
        return Moments(now, now, now)

    async def _scene(self, asked: str = "") -> Scene:
        if self._last is None or asked in self._asked or anyio.current_time() >= self._due:
            await anyio.sleep_until(self._due)
            self._due = anyio.current_time() + self.every
            self._last = None
            self._asked.clear()
            self._last = await super()._scene()
        self._asked.add(asked)
        return self._last

    def _note(self, scene: Scene, regions: tuple[Region, ...], engine: str, confidence: float | None) -> None:
        super()._note(scene, regions, engine, confidence)
        self.looks.clear()  # there is no turn to be recorded, and a background never ends
