"""From the configuration to an assistant that can run. Nothing is opened here but files: devices open when `run` begins."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import anyio

from assistant.budget import keeper_of, sparing
from assistant.bus import Bus
from assistant.config import Config
from assistant.consent import Consent
from assistant.events import Notice
from assistant.hearing import Ears, WakeWord
from assistant.life import Assistant
from assistant.log import Told
from assistant.memory.audit import Audit, forget_old
from assistant.memory.database import Database, open_database
from assistant.memory.grants import Grants
from assistant.memory.storage import SkillStorage, claim, damaged, holders
from assistant.memory.turns import Turns
from assistant.parts import Parts
from assistant.paths import database_file, model_dir
from assistant.perception.asr import LentRecognizer, Recognizer, Transcriber, is_multilingual, open_recognizer
from assistant.perception.scene import LentScenes, SceneBuilder
from assistant.perception.text import TextReader
from assistant.perception.vad import VoiceDetector
from assistant.permissions import named_hosts
from assistant.phrases import Phrases
from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from assistant.seeing import Eyes
from assistant.senses.camera import open_camera
from assistant.senses.echo import EchoCanceller
from assistant.senses.microphone import Microphone, open_microphone
from assistant.senses.speaker import open_speaker
from assistant.session.session import Session
from assistant.speech.manner import Manner
from assistant.speech.tts import LentVoice, Voice, best_voice
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue.dialogue import Dialogue
from assistant.understanding.fusion import VisionLanguageModel, open_vlm
from assistant.worker import Worker
from models.choice import logger
from models.keeper import Keeper, Lent
from models.memory import tune_heap
from models.plan import RECOGNIZER, SIGHT, VOICE
from models.silero.runtime import Silero
from models.store import Store

WITHOUT = Session()


def build(
    config: Config,
    *,
    eyes: bool = True,
    ears: bool = True,
    ends_with_sound: bool = False,
    typed: bool = True,
    notices: Sequence[str] = (),
    session: Session = WITHOUT,
    keeper: Keeper | None = None,
) -> Assistant:
    """
    ends_with_sound: stop when a sound file that serves as microphone is over and answered
    typed:           lines that are typed are read, too
    notices:         what a person should know before it begins
    session:         records what the senses give, or plays it again
    keeper:          of the models; one for the budget of the configuration when None
    Raises ConfigError, ModelMissing, DamagedModel, BadInput: each says what to do.
    """
    tune_heap()
    told = listening_to_models()
    if keeper is None:
        config = sparing(config, eyes=eyes)
        keeper = keeper_of(config, eyes=eyes)
    ground = Ground(config, session, keeper)
    database, lost = session.memory(lambda: open_database(database_file()))
    recognizer, sight, speaking = ground.lent()
    with keeper.opening():
        detector = VoiceDetector(Silero(ground.store.get("silero-vad")))  # first: new words of skills take half a minute to learn
        registry = load_registry(config.routing.language, config=config, opened=session.guests(), holders=partial(holders, database))
        claim(database, [(one.skill.name, one.owner) for one in registry.loaded])
        forget_old(database, time.time())
        reader = ground.reader()
        near = LentScenes(sight).near
        vlm = open_vlm(config.vision, ground.phrases("vision"), reader=reader.read, near=near, fetches=session.fetches)
        router = Router(registry, config.routing.language, vlm.needs_picture, keeper=keeper)
    memory = session.worker("memory")
    voice, trouble = _voice(config, keeper, speaking)
    mouth, transcriber = ground.mouth(voice), ground.transcriber(recognizer)
    scenes = sight.opened() if SIGHT in keeper.plan.resident else LentScenes(sight)
    parts = Parts(
        config=config,
        bus=ground.bus,
        phrases=ground.phrases("assistant"),
        registry=registry,
        router=router,
        dialogue=Dialogue(ground.phrases("dialogue"), config.routing.follow_up_memory),
        turns=Turns(database, memory, config.memory.keep_turns),
        consent=consent(config, database, memory, ground.bus, session.wall),
        storage=lambda skill: SkillStorage(database, skill.name, registry.loaded_as(skill.name).owner, memory),
        make_ears=partial(Ears, config, detector, transcriber, _wake_word(config), ground.bus),
        eyes=ground.eyes(scenes, vlm, reader, eyes),
        mouth=mouth,
        open_microphone=ground.microphone() if ears else None,
        wall=session.wall,
        ends_with_sound=ends_with_sound,
        typed=typed,
        notices=(*notices, *ground.doubts(database, lost, trouble, router.trouble), *told.take()),
        facts=lambda: {"models": _models(config, voice, vlm.engine), "provider": scenes.provider},
        session=session,
        keeper=keeper,
        told=told.take,
        close=database.close,
    )
    return Assistant(parts)


@dataclass(frozen=True)
class Ground:
    """What the parts are built on."""

    config: Config
    session: Session
    keeper: Keeper
    store: Store = field(default_factory=lambda: Store(model_dir()))
    bus: Bus = field(default_factory=Bus)
    echo: EchoCanceller = field(default_factory=EchoCanceller)

    def phrases(self, topic: str) -> Phrases:
        return Phrases("assistant", topic, self.config.routing.language)

    def lent(self) -> tuple[Lent[Recognizer], Lent[SceneBuilder], Lent[tuple[Voice | None, str]]]:
        """What hears, sees and speaks."""
        heard, speech, language = self.config.recognition, self.config.speech, self.config.routing.language
        recognizer = partial(open_recognizer, heard.engine, self.store, heard.threads, heard.beam)
        brief = VOICE in self.keeper.plan.lazy
        voice = partial(best_voice, speech.voice, self.store, language=language, threads=speech.threads, brief=brief)
        return (
            self.keeper.lend(RECOGNIZER, recognizer),
            self.keeper.lend(SIGHT, partial(SceneBuilder, self.config.vision, self.store)),
            self.keeper.lend(VOICE, voice),
        )

    def transcriber(self, recognizer: Lent[Recognizer]) -> Transcriber:
        stays = RECOGNIZER in self.keeper.plan.resident
        hearing = recognizer.opened() if stays else LentRecognizer(self.config.recognition.engine, recognizer)
        return Transcriber(hearing, self.session.worker("recognizer"), self.config.routing.language)

    def mouth(self, voice: Voice | None) -> Mouth:
        opened = partial(open_speaker, self.config.speaker, self.bus.send, self.phrases("senses"), self.echo)
        manner = Manner(self.config.speech.rate, self.config.speech.volume)
        return Mouth(voice, self.session.speaker(opened) if voice is not None else None, self.session.worker("voice"), manner)

    def reader(self) -> TextReader:
        return TextReader(self.config.vision, self.store, self.phrases("vision"), self.keeper)

    def eyes(self, scenes: SceneBuilder | LentScenes, vlm: VisionLanguageModel, reader: TextReader, with_camera: bool) -> Eyes:
        opened = partial(open_camera, self.config.camera, self.bus.send, self.phrases("senses"))
        camera = self.session.camera(opened) if with_camera else None
        worker = self.session.worker("vision")
        return Eyes(self.config.camera, camera, scenes, vlm, worker, self.bus, self.phrases("assistant"), reader)

    def microphone(self) -> Callable[[], Microphone]:
        return self.session.microphone(partial(open_microphone, self.config.microphone, self.bus.send, self.phrases("senses"), self.echo))

    def doubts(self, database: Database, lost: str, *troubles: str) -> Iterator[str]:
        """
        What a person should know of it.
        lost: why nothing can be kept on disk; troubles: of the parts; both empty where all is well
        """
        say, engine = self.phrases("assistant").say, self.config.recognition.engine
        if lost:
            yield say("memory_lost", reason=lost)
        if self.config.routing.language != "en" and not is_multilingual(engine, self.store):
            yield say("english_only", engine=engine)
        yield from (say("row_damaged", skill=skill, path=database.path) for skill in damaged(database))
        yield from filter(None, troubles)
        yield from (say(f"without_{part}") for part in self.keeper.plan.without)


def _voice(config: Config, keeper: Keeper, speaking: Lent[tuple[Voice | None, str]]) -> tuple[Voice | None, str]:
    """The voice, and what was wrong with a better one. espeak-ng, a program of its own, speaks where a network has no room."""
    if VOICE in keeper.plan.resident:
        return speaking.opened()
    if VOICE in keeper.plan.lazy:
        return LentVoice(config.speech.voice, speaking), ""
    name = "espeak" if VOICE in keeper.plan.without else config.speech.voice
    return best_voice(name, Store(model_dir()), language=config.routing.language)


def listening_to_models() -> Told:
    """In place of the one before: a process has one assistant at a time."""
    for handler in [one for one in logger.handlers if isinstance(one, Told)]:
        logger.removeHandler(handler)
    logger.addHandler(told := Told())
    return told


def _models(config: Config, voice: Voice | None, seeing: str) -> dict[str, str]:
    """What works here, by what it does."""
    names = {"hearing": config.recognition.engine, "seeing": seeing}
    return {**names, "speaking": voice.name} if voice else names


def consent(config: Config, database: Database, memory: Worker, bus: Bus, wall: Callable[[], float]) -> Consent:
    return Consent(
        Grants(database, memory),
        Audit(database, memory, wall),
        Phrases("assistant", "permissions", config.routing.language),
        wall=wall,
        memory=config.routing.follow_up_memory,
        configured=named_hosts(config.model_dump()),
        tell=lambda sentence: bus.send(Notice(anyio.current_time(), sentence)),
    )


def _wake_word(config: Config) -> WakeWord | None:
    if config.microphone.mode != "wake":
        return None
    from assistant.perception.wake import open_wake_word

    return open_wake_word(config.listening.wake_word, config.listening.wake_threshold)
