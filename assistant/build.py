"""From the configuration to an assistant that can run. Nothing is opened here but files: devices open when `run` begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import resources
from math import ceil
from pathlib import Path

import anyio

from assistant.bus import Bus
from assistant.config import Config, replace_section
from assistant.consent import Consent
from assistant.errors import SenseError
from assistant.events import Notice
from assistant.hearing import Ears, WakeWord
from assistant.home import Eyes
from assistant.life import Assistant
from assistant.log import Told
from assistant.memory.audit import Audit
from assistant.memory.database import Database, open_database
from assistant.memory.grants import Grants
from assistant.memory.storage import SkillStorage, claim, damaged, holders
from assistant.memory.turns import Turns
from assistant.parts import Parts
from assistant.paths import data_dir, model_dir
from assistant.perception.asr import LentRecognizer, Transcriber, is_multilingual, open_recognizer
from assistant.perception.scene import LentScenes, SceneBuilder
from assistant.perception.text import TextReader
from assistant.perception.vad import VoiceDetector
from assistant.permissions import named_hosts
from assistant.phrases import Phrases
from assistant.routing.registry import load_registry
from assistant.routing.router import Router
from assistant.senses import devices
from assistant.senses.camera import open_camera
from assistant.senses.echo import EchoCanceller
from assistant.senses.microphone import open_microphone
from assistant.senses.speaker import open_speaker
from assistant.session.session import Session
from assistant.speech.manner import Manner
from assistant.speech.tts import LentVoice, Voice, best_voice
from assistant.speech.voice import Mouth
from assistant.understanding.dialogue import Dialogue
from assistant.understanding.fusion import open_vlm
from assistant.worker import Worker
from models.choice import logger
from models.errors import OutOfMemory
from models.keeper import Keeper, Lent
from models.memory import MB, tune_heap
from models.plan import PARTS, RARE, RECOGNIZER, SIGHT, UNLIMITED, VOICE, Plan, ledger_of, plan
from models.runtime import device_of
from models.silero.runtime import Silero
from models.store import Store

WITHOUT = Session()
SAMPLE_SOUND, SAMPLE_VIDEO = "question.flac", "table.avi"

APART = 0.5
"""Seconds between the frames that are kept where memory is short."""


def build(
    config: Config,
    *,
    eyes: bool = True,
    ears: bool = True,
    ends_with_sound: bool = False,
    notices: Sequence[str] = (),
    session: Session = WITHOUT,
    keeper: Keeper | None = None,
) -> Assistant:
    """
    ends_with_sound: stop when a sound file that serves as microphone is over and answered
    notices:         what a person should know before it begins
    session:         records what the senses give, or plays it again
    keeper:          of the models; one for the budget of the configuration when None
    Raises ConfigError, ModelMissing, DamagedModel, BadInput: each says what to do.
    """
    tune_heap()
    language, store, bus, told = config.routing.language, Store(model_dir()), Bus(), listening_to_models()
    if keeper is None:
        config = sparing(config, eyes=eyes)
        keeper = keeper_of(config, eyes=eyes)
    phrases, senses = Phrases("assistant", "assistant", language), Phrases("assistant", "senses", language)
    database, lost = session.memory(lambda: open_database(data_dir() / "owlish.db"))
    notices = [*notices, phrases.say("memory_lost", reason=lost)] if lost else [*notices]
    if language != "en" and not is_multilingual(config.recognition.engine, store):
        notices.append(phrases.say("english_only", engine=config.recognition.engine))
    heard = config.recognition
    recognizer = keeper.lend(RECOGNIZER, partial(open_recognizer, heard.engine, store, heard.threads, heard.beam))
    sight = keeper.lend(SIGHT, partial(SceneBuilder, config.vision, store))
    speech, brief = config.speech, VOICE in keeper.plan.lazy
    speaking = keeper.lend(VOICE, partial(best_voice, speech.voice, store, language=language, threads=speech.threads, brief=brief))
    with keeper.opening():
        registry = load_registry(language, config=config, opened=session.guests(), holders=partial(holders, database))
        claim(database, [(one.skill.name, one.owner) for one in registry.loaded])
        notices += [phrases.say("row_damaged", skill=skill, path=database.path) for skill in damaged(database)]
        vlm = open_vlm(config.vision, Phrases("assistant", "vision", language))
        router = Router(registry, language, vlm.needs_picture, keeper=keeper)
        detector = VoiceDetector(Silero(store.get("silero-vad")))
    memory = session.worker("memory")
    echo = EchoCanceller()
    voice, trouble = _voice(config, keeper, speaking)
    speaker = session.speaker(lambda: open_speaker(config.speaker, bus.send, senses, echo)) if voice is not None else None
    hearing = recognizer.opened() if RECOGNIZER in keeper.plan.resident else LentRecognizer(config.recognition.engine, recognizer)
    transcriber = Transcriber(hearing, session.worker("recognizer"), language)
    scenes = sight.opened() if SIGHT in keeper.plan.resident else LentScenes(sight)
    notices += [*filter(None, (trouble, router.trouble)), *(phrases.say(f"without_{part}") for part in keeper.plan.without), *told.take()]
    parts = Parts(
        config=config,
        bus=bus,
        phrases=phrases,
        registry=registry,
        router=router,
        dialogue=Dialogue(Phrases("assistant", "dialogue", language), config.routing.follow_up_memory),
        turns=Turns(database, memory, config.memory.keep_turns),
        consent=consent(config, database, memory, bus, session.wall),
        storage=lambda skill: SkillStorage(database, skill.name, registry.loaded_as(skill.name).owner, memory),
        make_ears=partial(Ears, config, detector, transcriber, _wake_word(config), bus),
        eyes=Eyes(
            config.camera,
            session.camera(lambda: open_camera(config.camera, bus.send, senses)) if eyes else None,
            scenes,
            vlm,
            session.worker("vision"),
            bus,
            phrases,
            TextReader(config.vision, store, Phrases("assistant", "vision", language), keeper),
        ),
        mouth=Mouth(voice, speaker, session.worker("voice"), Manner(config.speech.rate, config.speech.volume)),
        open_microphone=session.microphone(partial(open_microphone, config.microphone, bus.send, senses, echo)) if ears else None,
        wall=session.wall,
        ends_with_sound=ends_with_sound,
        notices=tuple(notices),
        facts=lambda: {"models": _models(config, voice, vlm.engine), "provider": scenes.provider},
        session=session,
        keeper=keeper,
        told=told.take,
    )
    return Assistant(parts)


def keeper_of(config: Config, *, screen: bool = False, eyes: bool = True) -> Keeper:
    """
    screen: whether the terminal UI runs
    eyes:   whether a camera keeps frames
    Raises OutOfMemory where not even what listens fits.
    """
    planned = plan_of(config, config.models.bytes or UNLIMITED, screen=screen, eyes=eyes)
    if RECOGNIZER in planned.without:
        least = ceil(planned.ledger.with_one_more((), RECOGNIZER) / MB)
        raise OutOfMemory(f"models.memory is {config.models.memory}, and Owlish needs {least} MB to hear at all; allow at least that.")
    return Keeper(planned, idle=config.models.idle)


def plan_of(config: Config, budget: int, *, screen: bool = False, eyes: bool = True) -> Plan:
    """budget: bytes; the others as of keeper_of"""
    ledger = ledger_of(device_of()).with_more(config.camera.bytes if eyes else 0)
    silent = config.speech.voice in ("none", "espeak") or config.routing.language != "en"
    wanted = [part for part in PARTS if part != VOICE or not silent]
    return plan(ledger.with_screen() if screen else ledger, budget, wanted)


def sparing(config: Config, *, screen: bool = False, eyes: bool = True) -> Config:
    """With fewer frames in memory, where not all that might stay there has the room. The parameters are those of keeper_of."""
    planned = plan_of(config, config.models.bytes or UNLIMITED, screen=screen, eyes=eyes)
    tight = planned.without or not set(planned.lazy) <= set(RARE)
    return replace_section(config, "camera", apart=config.camera.apart or APART) if tight else config


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


def sample(name: str) -> Path:
    """Raises SenseError when the installation lacks it."""
    path = Path(str(resources.files("assistant") / "samples" / name))
    if not path.is_file():
        raise SenseError(f"The bundled sample {name} is missing from this installation; install Owlish again.")
    return path
