"""Says replies through the speaker, can be cut off at once, and knows what was really heard."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from assistant.errors import SenseError, VoiceError
from assistant.events import AudioChunk
from assistant.speech import tts
from assistant.speech.manner import Manner, louder
from assistant.worker import Worker
from models.errors import ModelError

NORMAL = Manner()
AHEAD = 2
"""Sentences made before they are needed."""
SOUND = "♪"
"""What is being "said" while a sound is played: people speak over it as over words, and none of theirs is its echo."""
FIRST_IDEOGRAPH = "\u2e80"
"""From here on every letter is a word."""


class Speaker(Protocol):
    async def play(self, chunk: AudioChunk) -> None:
        """Returns when the last sample has left the speaker; silent within 50 ms when cancelled."""
        ...

    def abort(self) -> None: ...

    def played(self) -> float:
        """Seconds of the current chunk that were really played."""
        ...


_Piece = tuple[str, AudioChunk | VoiceError]
"""A sentence, and its sound or why there is none."""


@dataclass(frozen=True)
class Said:
    heard: str
    """What was said before the end or the cut; of a sentence that was cut, the words up to it."""
    interrupted: bool
    synthesis: float
    """Seconds until the first sentence was ready."""


class Mouth:
    """One reply at a time. Without a voice or a speaker it says nothing, at once: text-only mode."""

    def __init__(self, voice: tts.Voice | None, speaker: Speaker | None, worker: Worker, manner: Manner = NORMAL) -> None:
        self._voice, self._speaker, self._worker = voice, speaker, worker
        self._scope: anyio.CancelScope | None = None
        self.manner = manner
        """How fast and how loud the next sentence is made."""
        self.saying = ""
        """The reply that is being said; empty in silence."""

    @property
    def can_play(self) -> bool:
        return self._speaker is not None

    @property
    def can_speak(self) -> bool:
        return self._voice is not None and self._speaker is not None

    async def warm_up(self) -> None:
        """The first sentence of a network takes three times as long as the second."""
        if self._voice is not None and self.can_speak:
            await self._worker.run(self._voice.synthesize, "Ready.")

    def stop(self) -> None:
        """Silence now. `say` returns what was heard until here."""
        if self._scope is not None:
            self._scope.cancel()
        if self._speaker is not None:
            self._speaker.abort()

    async def say(self, text: str, first_sound: Callable[[], None] = lambda: None, more: AsyncIterator[str] | None = None) -> Said:
        """
        first_sound: called when the first sentence begins to play
        more:        sentences that follow the text and are still coming
        Raises SpeakerError when the device is lost, VoiceError when the voice fails.
        """
        if not self.can_speak or not text.strip():
            following = [sentence async for sentence in more] if more else []
            return Said(" ".join([text, *following]), False, 0.0)
        self.saying = text
        progress = _Progress(anyio.current_time(), first_sound)
        try:
            with anyio.CancelScope() as scope:
                self._scope = scope
                async with aclosing(self._sentences(text, more)) as sentences:
                    await self._say(sentences, progress)
        finally:
            self.saying, self._scope = "", None
        if progress.failure is not None:
            raise progress.failure
        return Said(" ".join(filter(None, progress.heard)), scope.cancelled_caught, progress.synthesis)

    async def play(self, sound: AudioChunk) -> bool:
        """False when it was cut off, or there is nothing to play it with. Raises SpeakerError when the device is lost."""
        if self._speaker is None:
            return False
        self.saying = SOUND
        try:
            with anyio.CancelScope() as scope:
                self._scope = scope
                await self._speaker.play(sound)
        finally:
            self.saying, self._scope = "", None
        return not scope.cancelled_caught

    async def _sentences(self, text: str, more: AsyncIterator[str] | None) -> AsyncGenerator[str, None]:
        for sentence in tts.sentences(text):
            yield sentence
        if more is not None:
            async for sentence in more:
                self.saying += f" {sentence}"
                yield sentence

    async def _say(self, sentences: AsyncIterator[str], progress: _Progress) -> None:
        send, receive = anyio.create_memory_object_stream[_Piece](AHEAD)
        with send, receive:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._synthesize, sentences, send, name="synthesis")
                try:
                    await self._play(receive, progress)
                except SenseError as error:  # kept, as a task group would wrap it
                    progress.failure = error
                    tasks.cancel_scope.cancel()

    async def _synthesize(self, sentences: AsyncIterator[str], send: MemoryObjectSendStream[_Piece]) -> None:
        assert self._voice is not None
        with send:
            async for sentence in sentences:
                try:
                    samples = await self._worker.run(self._voice.synthesize, sentence, self.manner.rate)
                except ModelError as error:
                    await send.send((sentence, VoiceError(str(error))))
                    return
                if len(samples):
                    await send.send((sentence, AudioChunk(louder(samples, self.manner.volume), anyio.current_time(), self._voice.rate_hz)))

    async def _play(self, receive: MemoryObjectReceiveStream[_Piece], progress: _Progress) -> None:
        assert self._speaker is not None
        async for sentence, sound in receive:
            if isinstance(sound, VoiceError):
                raise sound
            progress.begin(anyio.current_time())
            try:
                await self._speaker.play(sound)
            except anyio.get_cancelled_exc_class():
                progress.heard.append(up_to(sentence, self._speaker.played() / sound.duration))
                raise
            progress.heard.append(sentence)


class _Progress:
    def __init__(self, start: float, first_sound: Callable[[], None]) -> None:
        self._start, self._first_sound = start, first_sound
        self.heard: list[str] = []
        self.failure: SenseError | None = None
        self.synthesis = 0.0

    def begin(self, now: float) -> None:
        if not self.heard:
            self.synthesis = now - self._start
            self._first_sound()


def up_to(sentence: str, share: float) -> str:
    """The words that were said whole when this share of the sentence's time had passed."""
    cut = min(len(sentence), round(share * len(sentence)))
    while 0 < cut < len(sentence) and _inside_word(sentence, cut):
        cut -= 1
    return sentence[:cut].rstrip()


def _inside_word(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    return before.isalnum() and (after.isalnum() or after in "'’") and before < FIRST_IDEOGRAPH
