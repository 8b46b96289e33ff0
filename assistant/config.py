"""Settings: one typed section a room, read from TOML, the environment (OWLISH__SECTION__FIELD) and flags, in rising order.

Unknown keys and wrong values are errors that name file and line. Every field's docstring is its help and its row in docs/configuration.md.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.errors import ConfigError
from assistant.paths import config_file

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ENVIRONMENT_PREFIX = "OWLISH__"
ENGINES, HUB = ("vilbert", "rule-baseline"), "hf:"
"""What can answer about a picture, and what stands before the name of a model of a hub."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Microphone(Section):
    device: str = "default"
    """Stable name of a microphone as `owlish devices` lists it, or a sound file (wav, flac, mp3)."""
    start: Literal["off", "armed", "active"] = "active"
    """Privacy state at start: closed, waiting for the wake word, or listening."""
    mode: Literal["open", "wake", "push"] = "open"
    """Open microphone, wake word, or push-to-talk."""
    echo_cancellation: bool = True
    """Subtract what the loudspeaker plays from what the microphone hears."""
    dead_after: float = Field(2.0, gt=0)
    """Seconds without sound from the device after which it counts as lost."""


class Camera(Section):
    device: str = "0"
    """Camera index, stable name, video or image file, MJPEG or RTSP address, or GStreamer pipeline."""
    start: Literal["off", "armed", "active"] = "armed"
    """Privacy state at start: closed, open without looking, or looking. A question about the picture looks by itself when armed."""
    width: int = Field(640, gt=0)
    """Wanted width in pixels."""
    height: int = Field(480, gt=0)
    """Wanted height in pixels."""
    rate_hz: float = Field(10.0, gt=0)
    """Frames kept a second."""
    keep: float = Field(4.0, gt=0)
    """Seconds of frames that are kept in memory, so that the frame of the spoken word is there."""
    stale_after: float = Field(2.0, gt=0)
    """Seconds after which the newest frame is too old to answer from."""


class Speaker(Section):
    device: str = "default"
    """Stable name of a loudspeaker as `owlish devices` lists it, or `none` for text only."""


class Listening(Section):
    threshold: float = Field(0.5, ge=0, le=1)
    """Speech probability from which sound counts as speech."""
    pre_roll: float = Field(0.3, ge=0)
    """Seconds of sound kept from before speech was noticed."""
    minimum_speech: float = Field(0.15, ge=0)
    """Seconds of speech that make an utterance."""
    pause: float = Field(0.15, ge=0)
    """Seconds of silence after which transcription starts on trial."""
    silence: float = Field(0.3, ge=0)
    """Seconds of silence that end an utterance; adapts upwards to speakers who pause."""
    silence_most: float = Field(1.2, ge=0)
    """The longest that the adaptive silence may become."""
    longest: float = Field(30.0, gt=0)
    """Seconds after which the assistant says that it has heard enough, and answers what it has."""
    wake_word: Literal["okay_nabu", "hey_jarvis", "hey_mycroft", "alexa"] = "hey_jarvis"
    """The phrase that wakes the assistant in mode `wake`."""
    follow_up: float = Field(6.0, ge=0)
    """Seconds after a reply in which no wake word is needed."""
    barge_in: bool = True
    """Speech ends what the assistant is saying."""
    barge_in_threshold: float = Field(0.8, ge=0, le=1)
    """Speech probability that counts as barge-in while the assistant speaks."""
    barge_in_after: float = Field(0.12, ge=0)
    """Seconds of such speech that end the assistant's."""


class Recognition(Section):
    engine: Literal["whisper-tiny.en", "whisper-base", "moonshine-tiny", "faster-whisper", "openai-whisper"] = "whisper-tiny.en"
    """Which recognizer turns speech into text."""
    threads: int = Field(2, ge=1)
    """Threads of the recognizer."""


class Vision(Section):
    engine: str = "vilbert"
    """`vilbert`, the network trained here; `rule-baseline`, rules over the same detections; or `hf:NAME`, a model of a hub or a folder."""
    threads: int = Field(2, ge=1)
    """Threads of the detector and the backbone."""
    detection_threshold: float = Field(0.3, ge=0, le=1)
    """Score from which a detection becomes a region."""

    @field_validator("engine")
    @classmethod
    def is_known(cls, engine: str) -> str:
        if engine in ENGINES or engine.removeprefix(HUB) not in ("", engine):
            return engine
        raise ValueError(f"it must be {', '.join(map(repr, ENGINES))} or {HUB}NAME, a model of a hub or a folder")


class Speech(Section):
    voice: str = "piper-joe"
    """`piper-joe`, `kokoro` or `kokoro:VOICE`, `espeak`, or `none` for text only."""
    threads: int = Field(2, ge=1)
    """Threads of the voice."""


class Routing(Section):
    language: str = "en"
    """Language of speech, templates and replies: `en`, `de` or `zh`."""
    skill_timeout: float = Field(8.0, gt=0)
    """Seconds after which a skill that has not answered is given up; a skill may name a shorter time."""
    rest: str = "fallback"
    """The skill that takes what no other takes: `fallback`, which says what can be done, or `chat`."""
    follow_up_memory: float = Field(120.0, ge=0)
    """Seconds for which `it` remembers what was spoken of."""


class Memory(Section):
    keep_turns: int = Field(500, ge=0)
    """How many turns `owlish why` can explain; no sound and no picture is kept."""


class Network(Section):
    offline: bool = False
    """Open no internet socket at all; the kernel refuses them, to child processes too."""


class Config(Section):
    microphone: Microphone = Microphone()
    camera: Camera = Camera()
    speaker: Speaker = Speaker()
    listening: Listening = Listening()
    recognition: Recognition = Recognition()
    vision: Vision = Vision()
    speech: Speech = Speech()
    routing: Routing = Routing()
    memory: Memory = Memory()
    network: Network = Network()


def load(path: Path | None = None, flags: Mapping[str, Any] | None = None) -> Config:
    """
    path:  a TOML file; the user's own when None, which may be missing
    flags: {"section.field": value} from the command line; None values are left out
    Raises ConfigError with one sentence that names the place.
    """
    file = path or config_file()
    values = _read(file, required=path is not None)
    for name, value in os.environ.items():
        if name.startswith(ENVIRONMENT_PREFIX):
            _put(values, name[len(ENVIRONMENT_PREFIX) :].lower().replace("__", "."), value)
    for name, value in (flags or {}).items():
        if value is not None:
            _put(values, name, value)
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_sentence(error, file)) from None


def _read(file: Path, required: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        if required:
            raise ConfigError(f"{file} does not exist; create it, or leave out --config.") from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}.") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from None


def _put(values: dict[str, Any], dotted: str, value: Any) -> None:
    *sections, field = dotted.split(".")
    for section in sections:
        values = values.setdefault(section, {})
        if not isinstance(values, dict):
            raise ConfigError(f"{section} is {values!r}; it must be a section, written as [{section}], with fields below it.")
    values[field] = value


def _sentence(error: ValidationError, file: Path) -> str:
    """The first problem, with the line when the file has it."""
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    where = f" in {file}:{line}" if (line := _line_of(file, [str(part) for part in problem["loc"]])) else ""
    if problem["type"] == "extra_forbidden":
        return f"{place} is unknown{where}; known here: {', '.join(_known(problem['loc']))}."
    return f"{place} is {problem['input']!r}{where}; {_must(problem['msg'])}."


def _must(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return "it " + re.sub(r"^Input should be", "must be", message)[0:].replace("Input ", "") if "Input" in message else message


def _known(place: tuple) -> list[str]:
    model: Any = Config
    for part in place[:-1]:
        model = model.model_fields[part].annotation
    return sorted(model.model_fields)


def _line_of(file: Path, place: list[str]) -> int | None:
    """Line of `field` under `[section]`, 1-based."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    section = ""
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[\s*([\w.]+)\s*\]", line):
            section = header[1]
            if place == [section]:
                return number
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            found = [*filter(None, section.split(".")), *key[1].split(".")]
            if found[: len(place)] == place:
                return number
    return None
