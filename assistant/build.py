"""From the configuration to an assistant that can run. Nothing is opened here but files: devices open when `run` begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import resources
from pathlib import Path

import anyio

from assistant.bus import Bus
from assistant.config import Config
from assistant.consent import Consent
from assistant.errors import SenseError
from assistant.events import Notice
from assistant.hearing import Ears, WakeWord
from assistant.home import Eyes
from assistant.life import Assistant
from assistant.memory.audit import Audit
from assistant.memory.database import Database, open_database
from assistant.memory.grants import Grants
from assistant.memory.storage import SkillStorage
from assistant.memory.turns import Turns
from assistant.paths import data_dir, model_dir
from assistant.perception.asr import Transcriber, is_multilingual, open_recognizer
from assistant.perception.scene import SceneBuilder
from assistant.perception.text import TextReader
from assistant.perception.vad import VoiceDetector
from assistant.permissions import named_hosts
from assistant.phrases import Phrases
from assistant.pipeline import Parts
from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from assistant.senses import devices
from assistant.senses.camera import open_camera
from assistant.senses.echo import EchoCanceller
from assistant.senses.microphone import open_microphone
from assistant.senses.speaker import open_speaker
from assistant.session.session import Session
from assistant.speech.tts import Voice, best_voice
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue import Dialogue
from assistant.understanding.fusion import open_vlm
from assistant.worker import Worker
from models.silero.runtime import Silero
from models.store import Store

WITHOUT = Session()
SAMPLE_SOUND, SAMPLE_VIDEO = "question.flac", "table.avi"


def build(
    config: Config,
    *,
    eyes: bool = True,
    ears: bool = True,
    ends_with_sound: bool = False,
    notices: Sequence[str] = (),
    session: Session = WITHOUT,
) -> Assistant:
    """
    ends_with_sound: stop when a sound file that serves as microphone is over and answered
    notices:         what a person should know before it begins
    session:         records what the senses give, or plays it again
    Raises ConfigError, ModelMissing, DamagedModel, BadInput: each says what to do.
    """
    language, store, bus = config.routing.language, Store(model_dir()), Bus()
    phrases, senses = Phrases("assistant", "assistant", language), Phrases("assistant", "senses", language)
    database, lost = session.memory(lambda: open_database(data_dir() / "owlish.db"))
    notices = [*notices, phrases.say("memory_lost", reason=lost)] if lost else [*notices]
    if language != "en" and not is_multilingual(config.recognition.engine, store):
        notices.append(phrases.say("english_only", engine=config.recognition.engine))
    registry = load_registry(language, config=config)
    memory = session.worker("memory")
    echo = EchoCanceller()
    voice, trouble = best_voice(config.speech.voice, store, language=language, threads=config.speech.threads)
    notices += [trouble] if trouble else []
    speaker = session.speaker(lambda: open_speaker(config.speaker, bus.send, senses, echo)) if voice is not None else None
    recognizer = open_recognizer(config.recognition.engine, store, config.recognition.threads, config.recognition.beam)
    transcriber = Transcriber(recognizer, session.worker("recognizer"), language)
    vlm = open_vlm(config.vision, Phrases("assistant", "vision", language))
    scenes = SceneBuilder(config.vision, store)
    router = Router(registry, language, vlm.needs_picture)
    notices += [router.trouble] if router.trouble else []
    parts = Parts(
        config=config,
        bus=bus,
        phrases=phrases,
        registry=registry,
        router=router,
        dialogue=Dialogue(Phrases("assistant", "dialogue", language), config.routing.follow_up_memory),
        turns=Turns(database, memory, config.memory.keep_turns),
        consent=consent(config, database, memory, bus, session.wall),
        storage=lambda skill: SkillStorage(database, skill.name, memory),
        make_ears=partial(Ears, config, VoiceDetector(Silero(store.get("silero-vad"))), transcriber, _wake_word(config), bus),
        eyes=Eyes(
            config.camera,
            session.camera(lambda: open_camera(config.camera, bus.send, senses)) if eyes else None,
            scenes,
            vlm,
            session.worker("vision"),
            bus,
            phrases,
            TextReader(config.vision, store, Phrases("assistant", "vision", language)),
        ),
        mouth=Mouth(voice, speaker, session.worker("voice")),
        open_microphone=session.microphone(partial(open_microphone, config.microphone, bus.send, senses, echo)) if ears else None,
        wall=session.wall,
        ends_with_sound=ends_with_sound,
        notices=tuple(notices),
        facts={"models": _models(config, voice, vlm.engine), "provider": scenes.provider},
        session=session,
    )
    return Assistant(parts)


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


def with_sample(config: Config, phrases: Phrases, *, eyes: bool = True, ears: bool = True) -> tuple[Config, tuple[str, ...]]:
    """The configuration, with the bundled question and video in place of default devices that this machine lacks, and what to say of it."""
    said: list[str] = []
    if ears and config.microphone.device == "default" and not devices.microphones():
        config = replace_section(config, "microphone", device=str(sample(SAMPLE_SOUND)))
        said.append(phrases.say("no_microphone_sample"))
    if eyes and config.camera.device == "0" and not devices.cameras():
        config = replace_section(config, "camera", device=str(sample(SAMPLE_VIDEO)))
        said.append(phrases.say("no_camera_sample"))
    if config.speech.voice != "none" and not devices.speakers():
        config = replace_section(config, "speech", voice="none")
        said.append(phrases.say("no_speaker"))
    return config, tuple(said)


def replace_section(config: Config, section: str, **values: object) -> Config:
    return config.model_copy(update={section: getattr(config, section).model_copy(update=values)})


def sample(name: str) -> Path:
    """Raises SenseError when the installation lacks it."""
    path = Path(str(resources.files("assistant") / "samples" / name))
    if not path.is_file():
        raise SenseError(f"The bundled sample {name} is missing from this installation; install Owlish again.")
    return path
