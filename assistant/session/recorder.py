"""Records a session while it happens. What the senses give is first made such as it is kept, so that a replay hears and sees the same.

The ears get their sound rounded to 16 bits, after the echo was taken out; the eyes look only at frames that are kept, four a second.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import numpy as np

from assistant.bus import Bus
from assistant.events import AudioChunk, Event, Frame, Notice, Recording, Seen, SenseTrouble, as_dict
from assistant.memory.database import Database
from assistant.network import Outside
from assistant.phrases import Phrases
from assistant.routing.guest_line import OpenLine
from assistant.senses.camera import Camera
from assistant.senses.microphone import Microphone
from assistant.session import guests, lots
from assistant.session.bundle import EVENTS, INPUTS, MEMORY
from assistant.session.memory import contents
from assistant.session.network import RecordedNetwork
from assistant.session.recorded import RecordedCamera, RecordedMicrophone, RecordedSpeaker, RecordedWorker
from assistant.session.session import Session
from assistant.session.writer import Writer
from assistant.speech.voice import Speaker
from assistant.worker import ThreadWorker, Worker


class Recorder(Session):
    def __init__(self, folder: Path, seed: bytes, keep: float, apart: float, phrases: Phrases) -> None:
        """
        folder:  holds the session's description already
        keep:    seconds of frames that the eyes may look back
        apart:   seconds between two of them
        phrases: the topic `session`
        Raises OSError.
        """
        self.folder, self._keep, self._apart, self._phrases = folder, keep, apart, phrases
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
        return RecordedCamera(opened(), self, self._keep, self._apart)

    def speaker(self, opened: Callable[[], Speaker | None]) -> Speaker | None:
        speaker = opened()
        return RecordedSpeaker(speaker, self) if speaker is not None else None

    def worker(self, name: str) -> Worker:
        return RecordedWorker(ThreadWorker(name), self)

    def memory(self, opened: Callable[[], tuple[Database, str]]) -> tuple[Database, str]:
        database, lost = opened()
        self._writer.line(MEMORY, json.dumps(contents(database), indent=1, default=str))
        return database, lost

    def network(self) -> Outside:
        return RecordedNetwork(super().network(), self)

    def guests(self) -> OpenLine:
        return guests.recorded(super().guests(), self)

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
        self._watch()

    def _since(self, time: float) -> float:
        return round(time - self._start, 6)

    def _watch(self) -> None:
        """Says once that the disk takes no more; the assistant goes on."""
        if self._writer.failure and self._bus is not None:
            bus, self._bus = self._bus, None
            now = anyio.current_time()
            bus.send(Notice(now, self._phrases.say("stopped", folder=self.folder, reason=self._writer.failure)))
            bus.send(Recording(now, False, str(self.folder)))
