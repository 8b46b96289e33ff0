"""Says replies through the speaker, can be cut off at once, and knows what was really heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from assistant.events import AudioChunk
from assistant.speech import tts
from assistant.worker import Worker

AHEAD = 2
"""Sentences made before they are needed."""


class Speaker(Protocol):
    async def play(self, chunk: AudioChunk) -> None:
        """Returns when the last sample has left the speaker; silent within 50 ms when cancelled."""
        ...

    def abort(self) -> None: ...

    def played(self) -> float:
        """Seconds of the current chunk that were really played."""
        ...


@dataclass(frozen=True)
class Said:
    heard: str
    """What was said before the end or the cut; of a sentence that was cut, the words up to it."""
    interrupted: bool
    synthesis: float
    """Seconds until the first sentence was ready."""


class Mouth:
    """One reply at a time. Without a voice or a speaker it says nothing, at once: text-only mode."""

    def __init__(self, voice: tts.Voice | None, speaker: Speaker | None, worker: Worker) -> None:
        self._voice, self._speaker, self._worker = voice, speaker, worker
        self._scope: anyio.CancelScope | None = None
        self.saying = ""
        """The reply that is being said; empty in silence."""

    @property
    def can_speak(self) -> bool:
        return self._voice is not None and self._speaker is not None

    def stop(self) -> None:
        """Silence now. `say` returns what was heard until here."""
        if self._scope is not None:
            self._scope.cancel()
        if self._speaker is not None:
            self._speaker.abort()

    async def say(self, text: str, first_sound: Callable[[], None] = lambda: None) -> Said:
        """first_sound: called when the first sentence begins to play. Raises SpeakerError when the device is lost."""
        if not self.can_speak or not text.strip():
            return Said(text, False, 0.0)
        self.saying = text
        progress = _Progress(anyio.current_time(), first_sound)
        try:
            with anyio.CancelScope() as self._scope:
                await self._say(tts.sentences(text), progress)
        finally:
            self.saying, self._scope = "", None
        return Said(" ".join(progress.heard), progress.cut, progress.synthesis)

    async def _say(self, sentences: list[str], progress: _Progress) -> None:
        send, receive = anyio.create_memory_object_stream[tuple[str, AudioChunk]](AHEAD)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._synthesize, sentences, send, name="synthesis")
            await self._play(receive, progress)

    async def _synthesize(self, sentences: list[str], send: MemoryObjectSendStream) -> None:
        assert self._voice is not None
        async with send:
            for sentence in sentences:
                samples = await self._worker.run(self._voice.synthesize, sentence)
                await send.send((sentence, AudioChunk(samples, anyio.current_time(), self._voice.rate_hz)))

    async def _play(self, receive: MemoryObjectReceiveStream, progress: _Progress) -> None:
        assert self._speaker is not None
        async with receive:
            async for sentence, chunk in receive:
                progress.begin(anyio.current_time())
                try:
                    await self._speaker.play(chunk)
                except anyio.get_cancelled_exc_class():
                    progress.end(sentence, self._speaker.played() / max(chunk.duration, 1e-6))
                    raise
                progress.end(sentence, 1.0)


class _Progress:
    def __init__(self, start: float, first_sound: Callable[[], None]) -> None:
        self._start, self._first_sound = start, first_sound
        self.heard: list[str] = []
        self.cut = False
        self.synthesis = 0.0

    def begin(self, now: float) -> None:
        if not self.heard:
            self.synthesis = now - self._start
            self._first_sound()

    def end(self, sentence: str, share: float) -> None:
        words = sentence.split()
        self.cut = share < 1.0
        self.heard.append(" ".join(words[: round(len(words) * min(1.0, share))]))
