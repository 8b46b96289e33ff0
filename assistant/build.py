"""From the configuration to an assistant that can run. Nothing is opened here but files: devices open when `run` begins."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import resources
from pathlib import Path

from assistant.bus import Bus
from assistant.config import Config
from assistant.errors import SenseError
from assistant.hearing import Ears, WakeWord
from assistant.home import Eyes
from assistant.life import Assistant
from assistant.memory.database import open_database
from assistant.memory.storage import SkillStorage
from assistant.memory.turns import Turns
from assistant.paths import data_dir, model_dir
from assistant.perception.asr import Transcriber, open_recognizer
from assistant.perception.scene import SceneBuilder
from assistant.perception.vad import VoiceDetector
from assistant.phrases import Phrases
from assistant.pipeline import Parts
from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from assistant.senses import devices
from assistant.senses.camera import open_camera
from assistant.senses.echo import EchoCanceller
from assistant.senses.microphone import open_microphone
from assistant.senses.speaker import open_speaker
from assistant.speech.tts import best_voice
from assistant.speech.voice import Mouth, Speaker
from assistant.understanding.dialogue import Dialogue
from assistant.understanding.fusion import open_vlm
from assistant.worker import ThreadWorker, Worker
from models.silero.runtime import Silero
from models.store import Store

MULTILINGUAL = ("whisper-base",)
SAMPLE_SOUND, SAMPLE_VIDEO = "question.flac", "table.avi"


def build(
    config: Config,
    *,
    eyes: bool = True,
    ears: bool = True,
    ends_with_sound: bool = False,
    notices: Sequence[str] = (),
    make_worker: Callable[[str], Worker] = ThreadWorker,
    speaker: Speaker | None = None,
    wall: Callable[[], float] = time.time,
) -> Assistant:
    """
    ends_with_sound: stop when a sound file that serves as microphone is over and answered
    notices:         what a person should know before it begins
    speaker:         in place of the configured device
    Raises ConfigError, ModelMissing, DamagedModel, BadInput: each says what to do.
    """
    language, store, bus = config.routing.language, Store(model_dir()), Bus()
    phrases, senses = Phrases("assistant", "assistant", language), Phrases("assistant", "senses", language)
    database, lost = open_database(data_dir() / "owlish.db")
    notices = [*notices, phrases.say("memory_lost", reason=lost)] if lost else [*notices]
    if language != "en" and config.recognition.engine not in MULTILINGUAL:
        notices.append(phrases.say("english_only", engine=config.recognition.engine))
    registry = load_registry(language)
    memory = make_worker("memory")
    echo = EchoCanceller()
    voice, trouble = best_voice(config.speech.voice, store, language=language, threads=config.speech.threads)
    notices += [trouble] if trouble else []
    if speaker is None and voice is not None:
        speaker = open_speaker(config.speaker, bus.send, senses, echo)
    transcriber = Transcriber(
        open_recognizer(config.recognition.engine, store, config.recognition.threads), make_worker("recognizer"), language
    )
    vlm = open_vlm(config.vision, Phrases("assistant", "vision", language))
    router = Router(registry, language, vlm.needs_picture, rest=config.routing.rest)
    notices += [router.trouble] if router.trouble else []
    parts = Parts(
        config=config,
        bus=bus,
        phrases=phrases,
        registry=registry,
        router=router,
        dialogue=Dialogue(Phrases("assistant", "dialogue", language), config.routing.follow_up_memory),
        turns=Turns(database, memory, config.memory.keep_turns),
        storage=lambda skill: SkillStorage(database, skill.name, memory),
        make_ears=partial(Ears, config, VoiceDetector(Silero(store.get("silero-vad"))), transcriber, _wake_word(config), bus),
        eyes=Eyes(
            config.camera,
            open_camera(config.camera, bus.send, senses) if eyes else None,
            SceneBuilder(config.vision, store),
            vlm,
            make_worker("vision"),
            bus,
            phrases,
        ),
        mouth=Mouth(voice, speaker, make_worker("voice")),
        open_microphone=partial(open_microphone, config.microphone, bus.send, senses, echo) if ears else None,
        wall=wall,
        ends_with_sound=ends_with_sound,
        notices=tuple(notices),
    )
    return Assistant(parts)


def _wake_word(config: Config) -> WakeWord | None:
    if config.microphone.mode != "wake":
        return None
    from assistant.perception.wake import open_wake_word

    return open_wake_word(config.listening.wake_word)


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
