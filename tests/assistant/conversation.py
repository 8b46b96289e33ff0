"""A whole conversation in virtual time: real voices into the real house, with a script for a room, a photo for a camera, and a
loudspeaker that only keeps time. An hour of it takes seconds, and the same script gives the same events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import count
from typing import TypeVar

import anyio
import numpy as np
import soxr
from trio.testing import MockClock

from assistant import build
from assistant.bus import Bus
from assistant.config import Camera as CameraConfig
from assistant.config import Config, Vision, replace_section
from assistant.events import AudioChunk, Event, Frame, Replied, SpeakingEnded, StateChanged
from assistant.hearing import Ears
from assistant.life import Assistant
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.memory.turns import Turns
from assistant.parts import Parts
from assistant.paths import model_dir
from assistant.perception.asr import Recognizer, Transcriber, open_recognizer
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.perception.vad import VoiceDetector
from assistant.perception.wake import open_wake_word
from assistant.phrases import Phrases
from assistant.routing.registry import Registry
from assistant.routing.router import Router
from assistant.seeing import Eyes
from assistant.senses.echo import EchoCanceller
from assistant.senses.speaker import SilentSpeaker
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue.dialogue import Dialogue
from assistant.understanding.fusion import VisionLanguageModel, open_vlm
from models.calibration import photos
from models.silero.runtime import Silero
from models.store import Store
from tests import installed
from tests.inline import InlineWorker
from tests.speech import engine, hush, spoken

E = TypeVar("E", bound=Event)
RATE_HZ = 16_000
NOON = 1_700_000_000.0
STEP = 512
GRAINS, PRIME = 100_003, 7_919


@dataclass
class Room:
    """What happens while the assistant runs. Times are seconds from the start."""

    speech: Sequence[tuple[float, str]] = ()
    """When somebody says what."""
    typed: Sequence[tuple[float, str]] = ()
    keys: Sequence[tuple[float, bool]] = ()
    """When the push-to-talk key goes down (True) or up."""
    sound: Sequence[tuple[float, np.ndarray]] = ()
    """Other sound, 16 kHz."""
    length: float = 10.0
    picture: np.ndarray | None = field(default_factory=lambda: photos()[6])
    loudspeaker: float = 0.0
    """How loud the microphone hears the assistant, against what it says; 0 is headphones."""
    echo_cancellation: bool = True
    blind_from: float = float("inf")
    """When the camera stops sending frames."""
    dark: bool = False
    noise: float = 2.0
    """Of the camera, in levels; 0 is a picture that stands still."""
    deaf: bool = False
    """There is no microphone."""
    aloud: bool = True
    """Replies are spoken; otherwise they are only shown, which costs no time."""
    after_noon: float = 0.0
    """Seconds of the wall clock at the start."""


class RoomSpeaker(SilentSpeaker):
    """Keeps time, and what it plays is heard in the room a little later."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._start = anyio.current_time()
        self.track = np.zeros(0 if room.deaf else round(room.length * RATE_HZ) + RATE_HZ, np.float32)

    async def play(self, chunk: AudioChunk) -> None:
        begin = anyio.current_time()
        sound = soxr.resample(chunk.samples, chunk.rate_hz, RATE_HZ)
        at = round((begin - self._start) * RATE_HZ)
        place = self.track[at : at + len(sound)]
        place[:] = sound[: len(place)]
        try:
            await super().play(chunk)
        finally:
            self.track[round((anyio.current_time() - self._start) * RATE_HZ) :] = 0


class RoomMicrophone:
    """The room's sound, at its own pace, with the loudspeaker's echo as a room makes it."""

    name = "room"

    def __init__(self, room: Room, speaker: RoomSpeaker) -> None:
        self._room, self._speaker = room, speaker
        self._echo = EchoCanceller()
        self._samples = hush(room.length)
        for start, words in [*((start, spoken(text, before=0, after=0).samples) for start, text in room.speech), *room.sound]:
            place = self._samples[round(start * RATE_HZ) :][: len(words)]
            place += words[: len(place)]

    async def chunks(self) -> AsyncGenerator[AudioChunk, None]:
        begin = anyio.current_time()
        for at in range(0, len(self._samples) - STEP, STEP):
            await anyio.sleep_until(begin + (at + STEP) / RATE_HZ)
            yield AudioChunk(self._heard(at), begin + at / RATE_HZ)

    def _heard(self, at: int) -> np.ndarray:
        samples = self._samples[at : at + STEP]
        if not self._room.loudspeaker:
            return samples
        for delay, gain in ((640, 1.0), (1100, 0.4), (1900, 0.2)):
            if at >= delay:
                samples = samples + self._room.loudspeaker * gain * self._speaker.track[at - delay : at - delay + STEP]
        if not self._room.echo_cancellation:
            return samples
        self._echo.far(self._speaker.track[at : at + STEP], RATE_HZ)
        return self._echo.near(samples)


class RoomCamera:
    """Ten frames a second of the room's picture, with a camera's noise; keeps four seconds of them."""

    name = "room"

    def __init__(self, room: Room) -> None:
        self._room = room
        self._frames: list[Frame] = []

    def adopt(self, config: CameraConfig) -> None:
        """It never tells that it is lost."""

    async def run(self) -> None:
        assert self._room.picture is not None
        base = self._room.picture.astype(np.int16) * (0 if self._room.dark else 1)
        noise = grain(base.size, 0.0 if self._room.dark else self._room.noise)
        for place in count(0, PRIME):
            if anyio.current_time() >= self._room.blind_from:
                break
            at = place % GRAINS
            noisy = np.clip(base + noise[at : at + base.size].reshape(base.shape), 0, 255).astype(np.uint8)
            self._frames = [*self._frames[-40:], Frame(noisy, anyio.current_time(), len(self._frames), self.name)]
            await anyio.sleep(0.1)

    def newest(self) -> Frame | None:
        return self._frames[-1] if self._frames else None

    def at(self, time: float) -> Frame | None:
        return min(self._frames, key=lambda frame: abs(frame.time - time), default=None)

    def between(self, start: float, end: float) -> Sequence[Frame]:
        return [frame for frame in self._frames if start <= frame.time <= end]


@lru_cache(maxsize=8)
def grain(size: int, spread: float) -> np.ndarray:
    """(size + GRAINS,) int16 of noise. Each frame takes another part of it: noise takes longer to make than to look at."""
    return np.round(np.random.default_rng(0).normal(0, spread, size + GRAINS)).astype(np.int16)


def converse(
    room: Room,
    *,
    registry: Registry | None = None,
    database: Database | None = None,
    config: Config | None = None,
    router: Router | None = None,
) -> list[Event]:
    """Runs the room to its end and returns every event."""
    happened: list[Event] = []
    clock = MockClock(autojump_threshold=0)
    anyio.run(
        partial(_live, room, happened, registry, database, config or Config(), router), backend="trio", backend_options={"clock": clock}
    )
    return happened


async def _live(
    room: Room, happened: list[Event], registry: Registry | None, database: Database | None, config: Config, router: Router | None
) -> None:
    assistant = assemble(room, config, registry or installed.skills(config.routing.language), database or Database(None), router)
    with assistant.bus.watched_by(happened.append):
        async with anyio.create_task_group() as tasks:
            for when, text in room.typed:
                tasks.start_soon(_type, assistant, when, text)
            for when, down in room.keys:
                tasks.start_soon(_press, assistant, when, down)
            if room.deaf:  # no sound, whose end would end it
                tasks.start_soon(_leave, assistant, room.length)
            await assistant.run()
            tasks.cancel_scope.cancel()


async def _press(assistant: Assistant, when: float, down: bool) -> None:
    await anyio.sleep_until(when)
    assistant.push_to_talk(down)


async def _leave(assistant: Assistant, when: float) -> None:
    await anyio.sleep_until(when)
    assistant.shut_down()


async def _type(assistant: Assistant, when: float, text: str) -> None:
    await anyio.sleep_until(when)
    await assistant.hear_text(text)


@lru_cache(maxsize=1)
def networks() -> tuple[Recognizer, SceneBuilder]:
    """Loaded once for all conversations; they keep nothing between two turns but scenes of frames."""
    store = Store(model_dir())
    return open_recognizer("whisper-tiny.en", store, 2), SceneBuilder(Config().vision, store)


@lru_cache(maxsize=4)
def understanding(config: Vision, language: str) -> tuple[TextReader, VisionLanguageModel]:
    """Loaded once for the same settings, as the networks are."""
    words = Phrases("assistant", "vision", language)
    reader = TextReader(config, Store(model_dir()), words)
    return reader, open_vlm(config, words, reader=reader.read, near=networks()[1].near)


def assemble(room: Room, config: Config, registry: Registry, database: Database, router: Router | None = None) -> Assistant:
    language = config.routing.language
    store, bus, phrases = Store(model_dir()), Bus(), Phrases("assistant", "assistant", language)
    memory, wall = InlineWorker("memory"), lambda: NOON + room.after_noon + anyio.current_time() - start
    start = anyio.current_time()
    recognizer, builder = networks()
    transcriber = Transcriber(recognizer, InlineWorker("recognizer"), "en")
    speaker = RoomSpeaker(room)
    wake_word = open_wake_word(config.listening.wake_word) if config.microphone.mode == "wake" else None
    camera = RoomCamera(room) if room.picture is not None else None
    reader, vision = understanding(config.vision, language)
    return Assistant(
        Parts(
            config=config,
            bus=bus,
            phrases=phrases,
            registry=registry,
            router=router or installed.router(registry, language),
            dialogue=Dialogue(Phrases("assistant", "dialogue", language), config.routing.follow_up_memory),
            turns=Turns(database, memory, config.memory.keep_turns),
            consent=build.consent(config, database, memory, bus, wall),
            storage=lambda skill: SkillStorage(database, skill.name, registry.loaded_as(skill.name).owner, memory),
            make_ears=partial(Ears, config, VoiceDetector(Silero(store.get("silero-vad"))), transcriber, wake_word, bus),
            eyes=Eyes(
                config.camera,
                camera,
                builder,
                vision,
                InlineWorker("vision"),
                bus,
                phrases,
                reader,
            ),
            mouth=Mouth(engine("piper-joe") if room.aloud else None, speaker, InlineWorker("voice")),
            open_microphone=None if room.deaf else partial(RoomMicrophone, room, speaker),
            wall=wall,
            ends_with_sound=True,
        )
    )


def told(room: Room, *acts: Callable[[Assistant], object], config: Config | None = None) -> list[Event]:
    """What happened after these acts, a second apart."""
    happened: list[Event] = []

    async def live() -> None:
        assistant = assemble(room, config or Config(), installed.skills(), Database(None))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(assistant.run)
            await anyio.sleep(1)
            with assistant.bus.watched_by(happened.append):
                for act in acts:
                    if isinstance(done := act(assistant), Awaitable):
                        await done
                    await anyio.sleep(1)
            assistant.shut_down()

    anyio.run(live, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    return happened


def pick(events: Sequence[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def replies(events: Sequence[Event]) -> list[str]:
    return [event.text for event in pick(events, Replied)]


__all__ = ["NOON", "Config", "Room", "SpeakingEnded", "StateChanged", "converse", "pick", "replace_section", "replies", "told"]
