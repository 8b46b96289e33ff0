"""From the microphone's chunks to transcribed utterances: privacy, wake word, barge-in, endpointing, transcription on trial."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Protocol

import anyio
import numpy as np
from anyio.abc import TaskGroup

from assistant.bus import Bus
from assistant.config import Config, Listening
from assistant.events import AudioChunk, Heard, Notice, Privacy, SenseChanged, SpeechEnded, SpeechStarted, Transcript, WakeWordHeard
from assistant.perception.asr import Spoken, Transcriber, Trial
from assistant.perception.attention import Attention
from assistant.perception.barge_in import BargeIn
from assistant.perception.endpoint import Endpointer, Mark
from assistant.perception.self_hearing import is_echo
from assistant.perception.utterance import Collector
from assistant.perception.vad import Judged, VoiceDetector
from assistant.senses.level import level
from models.errors import ModelError

METER_STEPS = 3
"""Steps of 32 ms between two readings of the level meter."""
TAIL = 0.3
"""Seconds after the assistant's last word in which sound may still be its own."""


class WakeWord(Protocol):
    phrase: str

    def feed(self, chunk: AudioChunk) -> bool: ...
    def adopt(self, threshold: float) -> None: ...


@dataclass(frozen=True)
class Utterance:
    transcript: Transcript
    onset: float
    end: float
    """When the last speech ended."""
    decided: float
    """When the endpointer was sure of it."""
    too_long: bool


@dataclass
class _Underway:
    """What is known of the utterance under way; another takes its place when it has ended or is forgotten."""

    probabilities: list[float] = field(default_factory=list)
    spoke_over: bool = False
    """The assistant was cut off by it."""
    trial: Trial | None = None


class Ears:
    def __init__(
        self,
        config: Config,
        detector: VoiceDetector,
        transcriber: Transcriber,
        wake_word: WakeWord | None,
        bus: Bus,
        saying: Callable[[], str],
        barged_in: Callable[[], None],
        heard: Callable[[Utterance], Awaitable[None]],
    ) -> None:
        """
        saying:    what the assistant is saying right now, empty in silence
        barged_in: called within `listening.barge_in_after` of somebody speaking over it
        heard:     awaited with every utterance that somebody is believed to have said
        """
        self._config, self._detector, self._transcriber, self._wake_word, self._bus = config, detector, transcriber, wake_word, bus
        self._saying, self._barged_in, self._heard = saying, barged_in, heard
        self._attention = Attention(config.microphone)
        self.name = ""
        """The microphone that is open."""
        self._endpointer = Endpointer(config.listening)
        self._barge_in = BargeIn(config.listening)
        self._collector = Collector(config.listening)
        self._underway = _Underway()
        self._said, self._said_until = "", float("-inf")
        self._steps = 0

    @property
    def privacy(self) -> Privacy:
        return self._attention.privacy

    @property
    def in_utterance(self) -> bool:
        return self._endpointer.in_utterance

    def adopt(self, listening: Listening) -> None:
        """Settings that have changed; an utterance under way goes on under them."""
        self._config = self._config.model_copy(update={"listening": listening})
        for part in (self._endpointer, self._barge_in, self._collector):
            part.adopt(listening)
        if self._wake_word is not None:
            self._wake_word.adopt(listening.wake_threshold)

    async def warm_up(self) -> None:
        await self._transcriber.warm_up()

    def turn(self, on: bool, detail: str = "") -> None:
        """On, it rests as its mode does: listening, or waiting for the word or the key."""
        self._attention.turn(on)
        self._begin_anew(detail)

    def opened(self, name: str) -> None:
        """name: of the microphone whose chunks come from now on"""
        self.name = name
        self._begin_anew()

    def stay_awake(self) -> None:
        """No wake word is needed for a while: the assistant has just answered, or asked back."""
        self._change(self._attention.wake, anyio.current_time() + self._config.listening.follow_up)

    def push_to_talk(self, down: bool) -> None:
        """The key is held as long as the utterance lasts."""
        self._change(self._attention.press, down)

    async def listen(self, chunks: AsyncGenerator[AudioChunk, None]) -> None:
        """Until the sound ends; utterances that have begun are still transcribed and handed on."""
        async with anyio.create_task_group() as tasks, aclosing(chunks):
            async for chunk in chunks:
                for judged in self._detector.feed(chunk):
                    self._step(judged, tasks)
            if mark := self._endpointer.release():
                self._finish(mark, tasks)

    def _change(self, attend: Callable[..., None], *how: Any) -> None:
        before = self.privacy
        attend(*how)
        if self.privacy != before:
            self._begin_anew()

    def _begin_anew(self, detail: str = "") -> None:
        """Forgets what was being said."""
        self._endpointer.reset()
        self._barge_in.reset()
        self._collector.clear()
        self._detector.reset()
        self._underway = _Underway()
        self._bus.send(SenseChanged(anyio.current_time(), "microphone", self.privacy, detail or self.name))

    def _step(self, judged: Judged, tasks: TaskGroup) -> None:
        self._meter(judged)
        if self.privacy == "armed":
            self._wait_for_word(judged.chunk)
        elif self.privacy == "active":
            self._follow(judged, tasks)
            self._fall_asleep(judged.chunk.end, tasks)

    def _meter(self, judged: Judged) -> None:
        self._steps += 1
        if self._steps % METER_STEPS == 0:
            loud = level(judged.chunk.samples)
            self._bus.send(Heard(judged.chunk.end, round(loud.level_db, 1), loud.peak, judged.probability))

    def _wait_for_word(self, chunk: AudioChunk) -> None:
        if self._wake_word is not None and not self._saying() and self._wake_word.feed(chunk):
            self._bus.send(WakeWordHeard(chunk.end, self._wake_word.phrase))
            self.stay_awake()

    def _fall_asleep(self, now: float, tasks: TaskGroup) -> None:
        if self._attention.may_rest(now, self.in_utterance or bool(self._saying())):
            if mark := self._endpointer.release():
                self._finish(mark, tasks)
            self._change(self._attention.rest)

    def _follow(self, judged: Judged, tasks: TaskGroup) -> None:
        chunk = judged.chunk
        if text := self._saying():
            self._said, self._said_until = text, chunk.end
            if self._barge_in.feed(judged.probability, chunk.duration) and not self._underway.spoke_over:
                self._underway.spoke_over = True
                self._barged_in()
        else:
            self._barge_in.reset()
        mark = self._endpointer.feed(judged.probability, chunk.start, chunk.duration)
        perhaps = self.in_utterance or mark is not None
        self._collector.add(chunk, keep=perhaps)
        if perhaps:
            self._underway.probabilities.append(judged.probability)
        else:
            self._underway = _Underway()
        if mark is not None:
            self._react(mark, tasks)

    def _react(self, mark: Mark, tasks: TaskGroup) -> None:
        if mark.kind == "onset":
            self._bus.send(SpeechStarted(mark.onset))
        elif mark.kind == "paused" and not self._is_own(mark):
            self._underway.trial = trial = Trial()
            tasks.start_soon(self._transcriber.try_early, self._spoken(mark), trial, name="transcription on trial")
        elif mark.kind == "resumed":
            self._underway.trial = None
        elif mark.kind in ("ended", "cut"):
            self._finish(mark, tasks)

    def _finish(self, mark: Mark, tasks: TaskGroup) -> None:
        own, said = self._is_own(mark), self._said if mark.onset <= self._said_until + TAIL else ""
        spoken, trial = self._spoken(mark), self._underway.trial
        self._underway = _Underway()
        self._collector.clear()
        self._attention.utterance_over()
        now = anyio.current_time()
        self._bus.send(SpeechEnded(now, spoken.speech, mark.kind == "cut"))
        if not own:
            tasks.start_soon(self._transcribe, spoken, trial, mark, said, now, name="transcription")

    def _is_own(self, mark: Mark) -> bool:
        """Sound under the assistant's own speech that did not count as barge-in."""
        return not self._underway.spoke_over and mark.end <= self._said_until + TAIL

    def _spoken(self, mark: Mark) -> Spoken:
        speech = [step for step in self._underway.probabilities if step >= self._config.listening.threshold]
        probability = float(np.mean(speech)) if speech else 0.0
        return Spoken(self._collector.sound(), mark.end - mark.onset, probability)

    async def _transcribe(self, spoken: Spoken, trial: Trial | None, mark: Mark, said: str, decided: float) -> None:
        try:
            transcript = await self._transcriber.finish(spoken, trial)
        except ModelError as error:
            self._bus.send(Notice(anyio.current_time(), str(error)))
            return
        if transcript.text and not (said and is_echo(transcript.text, said)):
            await self._heard(Utterance(transcript, mark.onset, mark.end, decided, mark.kind == "cut"))
