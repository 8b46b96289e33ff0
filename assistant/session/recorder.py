"""Records a session while it happens. What the senses give is first made such as it is kept, so that a replay hears and sees the same.

The ears get their sound rounded to 16 bits, after the echo was taken out; the eyes look only at frames that are kept, four a second.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import ExitStack, aclosing
from pathlib import Path
from typing import Any

import anyio
import numpy as np

from assistant.bus import Bus
from assistant.errors import SpeakerError
from assistant.events import AudioChunk, Event, Frame, Notice, Recording, Seen, SenseTrouble, as_dict
from assistant.memory.database import Database
from assistant.phrases import Phrases
from assistant.senses.camera import Camera
from assistant.senses.microphone import Microphone
from assistant.senses.ring import Ring
from assistant.session import lots
from assistant.session.bundle import EVENTS, INPUTS, MEMORY
from assistant.session.memory import contents
from assistant.session.session import Session
from assistant.session.writer import Writer
from assistant.speech.voice import Speaker
from assistant.worker import ThreadWorker, Worker

FRAMES_HZ = 4.0


class Recorder(Session):
    def __init__(self, folder: Path, seed: bytes, keep: float, phrases: Phrases) -> None:
        """
        folder:  holds the session's description already
        keep:    seconds of frames that the eyes may look back
        phrases: the topic `session`
        Raises OSError.
        """
        self.folder, self._keep, self._phrases = folder, keep, phrases
        self._writer = Writer(folder)
        lots.seed_networks(seed)
        self._seed, self._open = seed, ExitStack()
        self._bus: Bus | None = None
        self._start = self._last = 0.0

    @property
    def on(self) -> bool:
        return not self._writer.failure

    # ---- the seam

    def begin(self, bus: Bus) -> None:
        self._bus, self._start = bus, anyio.current_time()
        self._open.enter_context(lots.drawn_from(self._seed, bus))
        self._open.enter_context(bus.watched_by(self._event))
        self.note("begin", wall=self.wall(), clock=self._start)
        bus.send(Recording(self._start, True, str(self.folder)))
        bus.send(Notice(self._start, self._phrases.say("recording", folder=self.folder)))

    def close(self) -> None:
        """After the assistant has stopped."""
        self._writer.line(INPUTS, json.dumps({"kind": "end", "at": self._last}))
        self._writer.close()
        self._open.close()

    def asked(self, what: str, *values: Any) -> None:
        self.note("asked", what=what, values=values)

    def microphone(self, opened: Callable[[], Microphone]) -> Callable[[], Microphone]:
        return lambda: RecordedMicrophone(opened(), self)

    def camera(self, opened: Callable[[], Camera]) -> Camera:
        return RecordedCamera(opened(), self, self._keep)

    def speaker(self, opened: Callable[[], Speaker | None]) -> Speaker | None:
        speaker = opened()
        return RecordedSpeaker(speaker, self) if speaker is not None else None

    def worker(self, name: str) -> Worker:
        return RecordedWorker(ThreadWorker(name), self)

    def memory(self, opened: Callable[[], tuple[Database, str]]) -> tuple[Database, str]:
        database, lost = opened()
        self._writer.line(MEMORY, json.dumps(contents(database), indent=1, default=str))
        return database, lost

    # ---- what is kept

    def note(self, kind: str, **values: Any) -> float:
        """In the loop. Returns the time of the line."""
        at = self._since(anyio.current_time()) if self._bus else 0.0
        self._last = at
        self._writer.line(INPUTS, json.dumps({"kind": kind, "at": at, **values}, default=str))
        self._watch()
        return at

    def chunk(self, chunk: AudioChunk) -> AudioChunk:
        """The chunk as it is kept."""
        if not self.on:
            return chunk
        whole = np.clip(np.round(np.nan_to_num(chunk.samples) * 32_768), -32_768, 32_767).astype(np.int16)
        self._writer.sound(whole)
        self.note("chunk", start=self._since(chunk.start), samples=len(whole), **({"overflow": True} if chunk.overflow else {}))
        return AudioChunk(whole.astype(np.float32) / 32_768, chunk.start, chunk.rate_hz, chunk.overflow)

    def frame(self, frame: Frame) -> None:
        now, time = self._since(anyio.current_time()), self._since(frame.time)
        row = {"kind": "frame", "at": now, "time": time, "index": frame.index, "source": frame.source, "live": frame.live}
        self._writer.frame(row, frame.pixels)
        self._watch()

    def job(self, worker: str, number: int, seconds: float) -> None:
        """Any thread may call it."""
        self._writer.line(INPUTS, json.dumps({"kind": "job", "worker": worker, "n": number, "seconds": round(seconds, 6)}))

    def _event(self, event: Event) -> None:
        if isinstance(event, SenseTrouble):
            self.note("trouble", sense=event.sense, sentence=event.sentence, recovered=event.recovered)
        self._last = max(self._last, self._since(anyio.current_time()))
        if not isinstance(event, Seen):  # the frames themselves are kept
            self._writer.line(EVENTS, json.dumps(as_dict(event), default=str))

    def _since(self, time: float) -> float:
        return round(time - self._start, 6)

    def _watch(self) -> None:
        """Says once that the disk takes no more; the assistant goes on."""
        if self._writer.failure and self._bus is not None:
            bus, self._bus = self._bus, None
            now = anyio.current_time()
            bus.send(Notice(now, self._phrases.say("stopped", folder=self.folder, reason=self._writer.failure)))
            bus.send(Recording(now, False, str(self.folder)))


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

    async def aclose(self) -> None:
        await self._inner.aclose()


class RecordedCamera:
    """Shows only what is kept; once nothing can be kept any more, all."""

    def __init__(self, inner: Camera, recorder: Recorder, keep: float) -> None:
        self._inner, self._recorder, self._ring = inner, recorder, Ring(keep)
        recorder.note("camera", name=inner.name)

    @property
    def name(self) -> str:
        return self._inner.name

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

    async def run(self, work: Callable[..., Any], *args: Any) -> Any:
        number, self._count = self._count, self._count + 1

        def timed() -> Any:
            begin = time.perf_counter()
            try:
                return work(*args)
            finally:
                self._recorder.job(self.name, number, time.perf_counter() - begin)

        return await self._inner.run(timed)
