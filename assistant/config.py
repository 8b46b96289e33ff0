"""Settings: one typed section a room, read from TOML, the environment (OWLISH__SECTION__FIELD) and flags (assistant.layers).

Unknown keys and wrong values are errors that name file and line. Every field's docstring is its help and its row in docs/configuration.md.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from assistant.errors import ConfigError
from assistant.layers import Layer, a_section, layers, merged, place_of
from models.memory import parsed

ENGINES, HUB = ("vilbert", "rule-baseline"), "hf:"
"""What can answer about a picture, and what stands before the name of a model of a hub."""
RECOGNIZERS, OWN = ("whisper-tiny.en", "whisper-base", "moonshine-tiny", "faster-whisper", "openai-whisper"), "whisper:"
"""What can turn speech into text, and what stands before the name of a Whisper that `owlish edge whisper` has made."""
VOICES, SPEAKER = ("piper-joe", "kokoro", "espeak", "none"), "kokoro:"
"""What can speak, and what stands before the name of a voice of Kokoro."""


MOST = 2**31 - 1
"""Of any number: more than a library takes, and of seconds a life."""
KEY = re.compile(r"(ctrl\+|alt\+|shift\+)*f([1-9]|1\d|2[0-4])|ctrl\+[abd-gk-ln-z]|alt\+[a-z]|escape|insert")


def one_of(value: str, names: Sequence[str], own: str, more: str) -> str:
    """The value, if it is one of the names or has something of somebody's own behind `own`. Raises ValueError otherwise, which says so."""
    if value in names or value.removeprefix(own) not in ("", value):
        return value
    raise ValueError(f"it must be {', '.join(map(repr, names))} or {own}{more}")


def address(value: str) -> str:
    """Raises ValueError where no host could be asked at it."""
    try:
        parts = urlsplit(value)
        named = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port >= 0)
    except ValueError:  # brackets or a port that are none
        named = False
    if named:
        return value
    raise ValueError("it must be an address that begins with http:// or https:// and names a host")


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @field_validator("*", mode="before")
    @classmethod
    def is_no_truth_for_a_number(cls, value: Any, field: ValidationInfo) -> Any:
        if isinstance(value, bool) and field.field_name and cls.model_fields[field.field_name].annotation in (int, float):
            raise ValueError("it must be a number")
        return value

    @field_validator("*")
    @classmethod
    def can_be_used(cls, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise ValueError("it must be a text without NUL, which no file and no command has")
        if isinstance(value, (int, float)) and not abs(value) <= MOST:  # nor nan
            raise ValueError(f"it must be a number of at most {MOST}")
        return value


class Microphone(Section):
    device: str = "default"
    """Stable name of a microphone as `owlish devices` lists it, or a sound file (wav, flac, mp3)."""
    start: Literal["off", "armed", "active"] = "active"
    """Privacy state at start: closed, or open, where `mode` tells whether it listens or waits for the word or the key."""
    mode: Literal["open", "wake", "push"] = "open"
    """Open microphone, wake word or push-to-talk, or push-to-talk alone."""
    echo_cancellation: bool = True
    """Subtract what the loudspeaker plays from what the microphone hears."""
    dead_after: float = Field(2.0, gt=0)
    """Seconds without sound from the device after which it counts as lost."""


class Camera(Section):
    device: str = "0"
    """Camera index, stable name, video or image file, MJPEG or RTSP address, `csi:0` on a Jetson, or GStreamer pipeline."""
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
    apart: float = Field(0.0, ge=0, le=1)
    """Seconds between two frames that are kept, the newest aside; 0 keeps all, or one each half second where `models.memory` is short."""
    stale_after: float = Field(2.0, gt=0)
    """Seconds after which the newest frame is too old to answer from."""
    background_every: float = Field(2.0, ge=0.2)
    """Seconds between two looks of what watches in the background."""

    @field_validator("device")
    @classmethod
    def is_named(cls, value: str) -> str:
        if not value.strip():  # as a path, it would be the folder in which one stands
            raise ValueError("it must be a camera's index or name, an address or a file; to run without eyes: owlish run --no-camera")
        return value

    @property
    def bytes(self) -> int:
        """Of the frames that are kept in memory while it is open."""
        frames = self.keep * self.rate_hz if self.apart * self.rate_hz <= 1 else self.keep / self.apart + 2
        return round(frames * self.width * self.height * 3)


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
    wake_threshold: float = Field(0.0, ge=0, le=1)
    """Probability that wakes, as `owlish tune-wake` proposes it; 0 is what the phrase's own network was made with."""
    follow_up: float = Field(6.0, ge=0)
    """Seconds after a reply in which no wake word is needed."""
    barge_in: bool = True
    """Speech ends what the assistant is saying."""
    barge_in_threshold: float = Field(0.8, ge=0, le=1)
    """Speech probability that counts as barge-in while the assistant speaks."""
    barge_in_after: float = Field(0.12, ge=0)
    """Seconds of such speech that end the assistant's."""


class Recognition(Section):
    engine: str = "whisper-tiny.en"
    """`whisper-tiny.en`, `whisper-base`, `moonshine-tiny`, `faster-whisper`, `openai-whisper`, `whisper:NAME` (`owlish edge whisper`)."""
    beam: int = Field(1, ge=1, le=16)
    """How many texts Whisper follows at once: 1 is the fastest, 5 hears a little better in noise."""
    threads: int = Field(2, ge=1, le=256)
    """Threads of the recognizer."""

    @field_validator("engine")
    @classmethod
    def is_known(cls, engine: str) -> str:
        return one_of(engine, RECOGNIZERS, OWN, "NAME, made by: owlish edge whisper")


class Vision(Section):
    engine: str = "vilbert"
    """`vilbert`, the network trained here; `rule-baseline`, rules over the same detections; or `hf:NAME`, a model of a hub or a folder."""
    threads: int = Field(2, ge=1, le=256)
    """Threads of the networks that look. With two or more, half of them are the detector's, which looks beside the others."""
    detection_threshold: float = Field(0.2, ge=0, le=1)
    """Score from which a detection becomes a region."""

    @field_validator("engine")
    @classmethod
    def is_known(cls, engine: str) -> str:
        return one_of(engine, ENGINES, HUB, "NAME, a model of a hub or a folder")


class Speech(Section):
    voice: str = "piper-joe"
    """`piper-joe`, `kokoro` or `kokoro:VOICE`, `espeak`, or `none` for text only."""
    threads: int = Field(2, ge=1, le=256)
    """Threads of the voice."""
    rate: float = Field(1.0, ge=0.6, le=1.8)
    """How fast it speaks; 1 is the voice as it is. "Slower" and "louder" change it for the session."""
    volume: float = Field(1.0, ge=0.1, le=4.0)
    """How loud it speaks, beside the volume of the sound server."""

    @field_validator("voice")
    @classmethod
    def is_known(cls, voice: str) -> str:
        return one_of(voice, VOICES, SPEAKER, "VOICE")


class Routing(Section):
    language: Literal["en", "de", "zh"] = "en"
    """Language of speech, templates and replies."""
    skill_timeout: float = Field(8.0, gt=0)
    """Seconds after which a skill that has not answered is given up; a skill may name a shorter time."""
    follow_up_memory: float = Field(120.0, ge=0)
    """Seconds for which `it` remembers what was spoken of."""


class Photos(Section):
    folder: str = ""
    """Where photos are kept that somebody asked for; empty for `owlish` in the user's pictures folder."""


class Memory(Section):
    keep_turns: int = Field(500, ge=0)
    """How many turns `owlish why` can explain; no sound and no picture is kept."""


class Models(Section):
    memory: str = ""
    """The most that Owlish may hold in memory, as `450MB` or `4GB`: some models then come and go, or are left out. Empty for no limit."""
    idle: float = Field(120.0, gt=0)
    """Seconds after which a model that is not always needed is let go."""
    choose: Literal["first-run", "never"] = "first-run"
    """Measure at the first run on a device which variant and provider each network runs fastest with (docs/edge.md), or never by itself."""

    @field_validator("memory")
    @classmethod
    def is_a_size(cls, memory: str) -> str:
        if memory:
            parsed(memory)
        return memory

    @property
    def bytes(self) -> int | None:
        """None for no limit."""
        return parsed(self.memory) if self.memory else None


class Guests(Section):
    memory: int = Field(512, ge=128)
    """Megabytes that the process of a guest skill, one that does not come with Owlish, may use."""


class Network(Section):
    offline: bool = False
    """Open no internet socket at all; the kernel refuses them, to child processes too."""


class Weather(Section):
    place: str = ""
    """The place that is meant when none is named; asked for, and remembered, where this is empty."""
    units: Literal["metric", "imperial"] = "metric"
    """Celsius and kilometres an hour, or Fahrenheit and miles an hour."""
    forecast_url: str = "https://api.open-meteo.com"
    """Where forecasts come from: Open-Meteo, or a server of your own that answers like it."""
    places_url: str = "https://geocoding-api.open-meteo.com"
    """Where names of places are looked up."""

    @field_validator("forecast_url", "places_url")
    @classmethod
    def can_be_asked(cls, value: str) -> str:
        return address(value)


class Chat(Section):
    url: str = ""
    """Base address of an OpenAI-compatible server, for example http://127.0.0.1:8080/v1; empty leaves chat off."""
    model: str = ""
    """Name of the model, where the server has several."""
    key_file: str = ""
    """A file with the key that the server wants; empty where it wants none."""
    most_tokens: int = Field(300, ge=1)
    """Length of the longest reply."""
    patience: float = Field(30.0, gt=0)
    """Seconds until the first words of a reply must have come."""

    @field_validator("url")
    @classmethod
    def can_be_asked(cls, value: str) -> str:
        return value and address(value)


class Hooks(Section):
    """Each a command that is run without a shell, with the event as JSON on its standard input, for 5 s at most."""

    awake: str = ""
    """Run when the wake word was heard, for example `/home/me/leds.py blue`; empty for no command, as in the others."""
    listening: str = ""
    """Run when somebody begins to speak."""
    thinking: str = ""
    """Run when an utterance was understood and is being worked on."""
    speaking: str = ""
    """Run when the assistant begins to speak: the moment to turn music down."""
    idle: str = ""
    """Run when there is nothing more to do or to say."""
    stopped: str = ""
    """Run when the assistant ends."""
    muted: str = ""
    """Run when the microphone is closed."""
    unmuted: str = ""
    """Run when the microphone is opened."""
    error: str = ""
    """Run when a device is in trouble or a skill has failed."""
    announcing: str = ""
    """Run when a skill speaks by itself: a timer rings, a reminder is due."""
    heard: str = ""
    """Run with the text of each utterance."""
    replied: str = ""
    """Run with the text of each reply."""

    @field_validator("*")
    @classmethod
    def can_be_split(cls, command: str) -> str:
        try:
            shlex.split(command)
        except ValueError:
            raise ValueError("it must be a command whose quotes are closed") from None
        return command


class Screen(Section):
    preview: Literal["auto", "blocks", "kitty", "sixel"] = "auto"
    """In half-blocks, or in pixels by kitty's protocol or sixel. `auto`: what the terminal can; half-blocks over SSH and in tmux."""


class Keys(Section):
    help: str = "f1"
    """The keys, and what the privacy words mean."""
    microphone: str = "f2"
    """Closes the microphone, or opens it again."""
    camera: str = "f3"
    """Closes the camera, or opens it again."""
    skills: str = "f4"
    """The skills with their examples."""
    talk: str = "f5"
    """Push-to-talk: once to begin, once more to end."""
    settings: str = "f6"
    """The settings."""
    stop: str = "escape"
    """Ends what is being said and the turn in progress."""
    why: str = "ctrl+y"
    """Why the last turn was answered as it was."""
    commands: str = "ctrl+p"
    """The command palette: everything that can be done, by name."""
    quit: str = "ctrl+q"
    """Leaves. Ctrl+C always does, too."""

    @field_validator("*")
    @classmethod
    def is_a_key(cls, key: str) -> str:
        if KEY.fullmatch(key):
            return key
        raise ValueError("it must be f1 to f24, escape, insert, or a letter with ctrl or alt, as ctrl+t, but not ctrl+c, h, i, j or m")

    @model_validator(mode="after")
    def is_one_act_a_key(self) -> Keys:
        """Of two acts on one key, the one that a person has set is told."""
        acts = sorted(type(self).model_fields, key=lambda act: act in self.model_fields_set)
        for number, act in enumerate(acts):
            key = getattr(self, act)
            for other in acts[:number]:
                if getattr(self, other) == key:
                    raise PydanticCustomError("double_key", f"keys.{other} has that key already", {"field": act, "value": key})
        return self


class Config(Section):
    microphone: Microphone = Microphone()
    camera: Camera = Camera()
    speaker: Speaker = Speaker()
    listening: Listening = Listening()
    recognition: Recognition = Recognition()
    vision: Vision = Vision()
    speech: Speech = Speech()
    routing: Routing = Routing()
    photos: Photos = Photos()
    memory: Memory = Memory()
    models: Models = Models()
    guests: Guests = Guests()
    network: Network = Network()
    hooks: Hooks = Hooks()
    weather: Weather = Weather()
    chat: Chat = Chat()
    screen: Screen = Screen()
    keys: Keys = Keys()


def replace_section(config: Config, section: str, **values: object) -> Config:
    return config.model_copy(update={section: getattr(config, section).model_copy(update=values)})


def load(path: Path | None = None, flags: Mapping[str, Any] | None = None) -> Config:
    """
    path:  a TOML file; the user's own when None, which may be missing
    flags: {"section.field": value} from the command line; None values are left out
    Raises ConfigError with one sentence that names the place.
    """
    return checked(layers(path, flags))


def checked(stack: Sequence[Layer]) -> Config:
    """Raises ConfigError for the first value that does not fit, with file and line."""
    try:
        return Config.model_validate(merged(stack))
    except ValidationError as error:
        raise ConfigError(_sentence(error, stack)) from None


def _sentence(error: ValidationError, stack: Sequence[Layer]) -> str:
    problem = error.errors()[0]
    context = problem.get("ctx", {})
    parts = [*map(str, problem["loc"]), *filter(None, [context.get("field")])]
    place = ".".join(parts)
    where = place_of(stack, place)
    if problem["type"] == "extra_forbidden":
        return f"{place} is unknown{where}; {nearest(parts[-1], _known(problem['loc']))}."
    must = a_section(place) if problem["type"] == "model_type" else _must(problem["msg"])
    return f"{place} is {context.get('value', problem['input'])!r}{where}; {must}."


def nearest(word: str, known: Sequence[str]) -> str:
    """What a person may have meant, by the last part of its name, and all that could be meant."""
    by_last = {name.rpartition(".")[2]: name for name in known}
    meant = get_close_matches(word.rpartition(".")[2], list(by_last), 1)
    return f"{f'did you mean {by_last[meant[0]]}? Known' if meant else 'known'} here: {', '.join(known)}"


def _must(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return "it " + re.sub(r"^Input should be", "must be", message).replace("Input ", "") if "Input" in message else message


def _known(place: tuple) -> list[str]:
    model: Any = Config
    for part in place[:-1]:
        model = model.model_fields[part].annotation
    return sorted(model.model_fields)
