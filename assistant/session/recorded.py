"""The devices of a session that is recorded: each is the real one, and keeps what passes."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

import anyio

from assistant.config import Camera as CameraConfig
from assistant.errors import SpeakerError
from assistant.events import AudioChunk, Frame
from assistant.senses.camera import Camera
from assistant.senses.microphone import Microphone
from assistant.senses.ring import Ring
from assistant.speech.voice import Speaker
from assistant.worker import T, Worker

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from assistant.session.recorder import Recorder
    from assistant.worker import Given

FRAMES_HZ = 4.0


class RecordedMicrophone:
    def __init__(self, inner: Microphone, recorder: Recorder) -> None:
        self._inner, self._recorder = inner, recorder
        recorder.note("microphone", name=inner.name)

    @property
    def name(self) -> str:
        return self._inner.name

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        async with aclosing(self._inner.chunks()) as chunks:
            async for chunk in chunks:
                yield self._recorder.chunk(chunk)
        self._recorder.note("sound over")


class RecordedCamera:
    """Shows only what is kept; once nothing can be kept any more, all."""

    def __init__(self, inner: Camera, recorder: Recorder, keep: float, apart: float) -> None:
        self._inner, self._recorder, self._ring = inner, recorder, Ring(keep, apart)
        recorder.note("camera", name=inner.name)

    @property
    def name(self) -> str:
        return self._inner.name

    def adopt(self, config: CameraConfig) -> None:
        self._inner.adopt(config)

    async def run(self) -> None:
        self._recorder.note("eyes open")
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._keep, name="recorded frames")
                await self._inner.run()
        finally:
            self._ring.clear()

    async def _keep(self) -> None:
        newest = None
        while self._recorder.on:
            frame = self._inner.newest()
            if frame is not None and frame is not newest:
                newest = frame
                self._recorder.frame(frame)
                self._ring.add(frame)
            await anyio.sleep(1 / FRAMES_HZ)

    def newest(self) -> Frame | None:
        return self._shown.newest()

    def at(self, time: float) -> Frame | None:
        return self._shown.at(time)

    def between(self, start: float, end: float) -> Sequence[Frame]:
        return self._shown.between(start, end)

    @property
    def _shown(self) -> Camera | Ring:
        return self._ring if self._recorder.on else self._inner


class RecordedSpeaker:
    """Keeps how long playing took, not what was played: the ears' sound has no echo of it."""

    def __init__(self, inner: Speaker, recorder: Recorder) -> None:
        self._inner, self._recorder = inner, recorder

    async def play(self, chunk: AudioChunk) -> None:
        begin, lost, whole = anyio.current_time(), "", False
        try:
            await self._inner.play(chunk)
            whole = True
        except SpeakerError as error:
            lost = str(error)
            raise
        finally:
            late = max(0.0, anyio.current_time() - begin - chunk.duration) if whole else None
            self._recorder.note("played", late=late and round(late, 6), lost=lost)

    def abort(self) -> None:
        self._inner.abort()

    def played(self) -> float:
        return self._inner.played()


class RecordedWorker:
    """Keeps how long each piece of work computed; how long it waited for its turn follows from that."""

    def __init__(self, inner: Worker, recorder: Recorder) -> None:
        self._inner, self._recorder, self.name = inner, recorder, inner.name
        self._count = 0

    async def run(self, work: Callable[[Unpack[Given]], T], *args: Unpack[Given]) -> T:
        number, self._count = self._count, self._count + 1

        def timed() -> T:
            begin = time.perf_counter()
            try:
                return work(*args)
            finally:
                self._recorder.job(self.name, number, time.perf_counter() - begin)

        return await self._inner.run(timed)
