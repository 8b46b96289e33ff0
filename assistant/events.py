"""What travels between the rooms: first the nouns (sound, picture, scene, answer), then the events that the bus carries.

All times are float seconds of the loop's clock (anyio.current_time()); for a sense read from a file, the time at which it is played.
Boxes are (x0, y0, x1, y1) in pixels of the frame. Arrays are never changed after they are sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from models.detector.runtime import Proposals
    from models.people.runtime import Person
    from models.vilbert.tokens import Tokens

Box = tuple[float, float, float, float]
SenseName = Literal["microphone", "camera", "speaker"]
Privacy = Literal["off", "armed", "active"]
"""off: the device is closed. armed: open, nothing is understood until a wake word or a key. active: listening or looking."""
State = Literal["starting", "idle", "listening", "thinking", "speaking", "stopped"]

BESIDE = 0.1
"""Of a thing's size, by which its text may reach beyond its box."""
NUMBER = re.compile(r"[+#]?\d(?:[\d .,:/()-]*\d)?%?")
LOOKALIKES = str.maketrans("015l", "oisi")
"""Signs that are taken for each other."""
ALIKE = 0.8
"""Share of a wanted word's letters that must be read in their order."""


# ---- nouns


@dataclass(frozen=True, eq=False)
class AudioChunk:
    """A slice of mono sound."""

    samples: np.ndarray
    """(N,) float32 in -1..1."""
    start: float = 0.0
    """Time of the first sample."""
    rate_hz: int = 16_000
    overflow: bool = False
    """Sound was lost just before this chunk."""

    @property
    def duration(self) -> float:
        return len(self.samples) / self.rate_hz

    @property
    def end(self) -> float:
        return self.start + self.duration


@dataclass(frozen=True, eq=False)
class Frame:
    """One camera picture."""

    pixels: np.ndarray
    """(H, W, 3) uint8 RGB."""
    time: float = 0.0
    index: int = 0
    source: str = ""
    live: bool = False
    """From a camera, whose noise makes any two frames differ; files and pictures may stand still."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]


@dataclass(frozen=True, eq=False)
class Region:
    """A visual token with a box."""

    box: Box
    label: str
    score: float
    classes: Mapping[str, float] = field(default_factory=dict)
    """Class distribution, most likely first; sums to at most 1."""
    colours: Mapping[str, float] = field(default_factory=dict)
    """Share of each named colour inside the box, largest first."""

    def is_on(self, box: Box) -> bool:
        """Whether its middle is within a box or just beside it: a line of text, on what it stands on."""
        x, y = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        wide, high = BESIDE * (box[2] - box[0]), BESIDE * (box[3] - box[1])
        return box[0] - wide <= x <= box[2] + wide and box[1] - high <= y <= box[3] + high

    @property
    def numbers(self) -> list[str]:
        """Those in its label, where that is text which was read."""
        return NUMBER.findall(self.label)

    def says(self, words: str) -> bool:
        """Whether the words stand in its label, whole; letters that are misread or missing, and spaces, are allowed for."""
        line, words = (text.casefold().translate(LOOKALIKES) for text in (self.label, words))
        if not (wanted := re.sub(r"\W+", "", words)):
            return False
        spaced = r"\W*".join(map(re.escape, wanted))
        if re.search(rf"(?<!\w){spaced}(?!\w)", line):
            return True
        pieces, count = re.findall(r"\w+", line), len(words.split())
        runs = ("".join(pieces[start : start + count]) for start in range(max(1, len(pieces) - count + 1)))
        return any(len(run) <= len(wanted) and SequenceMatcher(None, run, wanted, autojunk=False).ratio() >= ALIKE for run in runs)


@dataclass(frozen=True, eq=False)
class Scene:
    """What perception makes of one frame."""

    frame: Frame
    regions: tuple[Region, ...] = ()
    names: Mapping[str, float] = field(default_factory=dict)
    """ImageNet names of the whole picture with their probabilities, most likely first."""
    features: np.ndarray | None = None
    """Backbone features of the picture's grid: (C, H, W) float32; None where no backbone ran."""
    subject: Region | None = None
    """What stands out from the picture's border, without a label; None where nothing does."""
    tokens: Tokens | None = None
    """The picture as the fusion reads it."""
    proposals: Proposals | None = None
    """What the detector would find with less certainty: a phrase tells which of many doubtful things is meant."""
    people: tuple[Person, ...] = ()
    """Who was looked at from near."""


@dataclass(frozen=True)
class Answer:
    """What a VisionLanguageModel says of a scene."""

    short: str
    """`two`, `red`, `yes`, `a dog`; empty when it abstained."""
    spoken: str
    """A full sentence."""
    confidence: float
    """0..1, calibrated as far as the engine can; 0 where it abstained, and claims nothing."""
    engine: str
    regions: tuple[Region, ...] = ()
    """What the answer rests on, the most important first."""
    abstained: bool = False
    guessed: bool = False
    """Whether it hardly knows what it is asked for: fit to be said with that, and nothing to act on."""
    denied: bool = False
    """Whether it says that what was asked about is not there."""


@dataclass(frozen=True)
class Grounding:
    """Where a phrase points; box is None when it points at nothing."""

    phrase: str
    box: Box | None
    score: float
    engine: str
    region: Region | None = None
    spoken: str = ""
    sure: bool = True
    """False where it may well be elsewhere, or not there at all."""


@dataclass(frozen=True)
class Transcript:
    text: str
    confidence: float
    engine: str
    seconds: float = 0.0
    """Computing time."""
    language: str = "en"


@dataclass(frozen=True)
class Due:
    """Something that a skill keeps and that will come due: a timer, an alarm, a reminder."""

    name: str
    at: float | None
    """Wall clock, seconds since 1970; None while it is paused."""
    left: float | None = None
    """Seconds left while it is paused."""


# ---- events


@dataclass(frozen=True)
class Event:
    time: float


@dataclass(frozen=True)
class StateChanged(Event):
    state: State


@dataclass(frozen=True)
class SenseChanged(Event):
    sense: SenseName
    privacy: Privacy
    detail: str
    """The device's name, or why it is off."""


@dataclass(frozen=True)
class SenseTrouble(Event):
    """Something about a device that a person should know; `recovered` closes an earlier trouble."""

    sense: SenseName
    sentence: str
    recovered: bool = False


@dataclass(frozen=True)
class Heard(Event):
    """About ten times a second while the microphone is open."""

    level_db: float
    """RMS in dB of full scale."""
    peak: float
    """0..1; 1 is clipping."""
    speech_probability: float


@dataclass(frozen=True, eq=False)
class Seen(Event):
    """A new frame for those who show it; understanding never reads frames from the bus."""

    frame: Frame


@dataclass(frozen=True)
class WakeWordHeard(Event):
    phrase: str


@dataclass(frozen=True)
class SpeechStarted(Event):
    pass


@dataclass(frozen=True)
class SpeechEnded(Event):
    duration: float
    too_long: bool = False


@dataclass(frozen=True)
class TurnStarted(Event):
    turn: int
    source: Literal["voice", "text", "skill"]


@dataclass(frozen=True)
class Transcribed(Event):
    turn: int
    transcript: Transcript


@dataclass(frozen=True)
class Candidate:
    """One way to take a sentence, and how sure the router is of it."""

    skill: str
    intent: str
    score: float
    method: str
    """`template`, `meaning` (nearness to the skill's sentences) or `fusion` (the words are about the picture)."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    missing: str = ""
    """A slot that the intent needs and the sentence does not have."""
    near: str = ""
    """The skill's own sentence that is nearest."""


@dataclass(frozen=True)
class Routed(Event):
    turn: int
    text: str
    skill: str | None
    intent: str | None
    slots: Mapping[str, Any]
    confidence: float
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, eq=False)
class Looked(Event):
    """A skill had a scene computed."""

    turn: int
    """0 where it watches in the background, beside all turns."""
    scene: Scene
    age: float
    """Of the frame when the answer was given, in seconds."""
    regions: tuple[Region, ...] = ()
    """What the answer rests on."""
    engine: str = ""
    confidence: float | None = None
    """Of the answer or the grounding, 0..1."""


@dataclass(frozen=True)
class Replied(Event):
    """Sent again with every sentence more while the reply is still coming."""

    turn: int
    text: str
    regions: tuple[Region, ...] = ()
    engine: str = ""


@dataclass(frozen=True)
class SpeakingStarted(Event):
    """First sound of a reply leaves the speaker."""

    turn: int


@dataclass(frozen=True)
class SpeakingEnded(Event):
    turn: int
    heard: str
    """What was really said before the end or the cut."""
    interrupted: bool = False


@dataclass(frozen=True)
class TurnEnded(Event):
    turn: int
    stages: Mapping[str, float]
    """Seconds by stage: endpoint, asr, text, route, look, skill, answer, tts, first_audio."""
    outcome: Literal["done", "cancelled", "failed"] = "done"


@dataclass(frozen=True)
class SkillFailed(Event):
    skill: str
    sentence: str


@dataclass(frozen=True)
class Notice(Event):
    """One sentence for the person, from the house itself."""

    sentence: str


@dataclass(frozen=True)
class Pending(Event):
    """All that one skill keeps of what will come due; sent whenever that has changed."""

    skill: str
    items: tuple[Due, ...]


@dataclass(frozen=True)
class Recording(Event):
    """The session is being written to a folder, or no longer is."""

    on: bool
    folder: str


def as_dict(event: Any) -> dict[str, Any]:
    """The event as JSON can hold it: `event` names its class; pictures and sound become their shapes."""
    return {"event": type(event).__name__, **{item.name: _plain(getattr(event, item.name)) for item in fields(event)}}


def _plain(value: Any) -> Any:
    if isinstance(value, Frame):
        return {"time": value.time, "index": value.index, "source": value.source, "size": list(value.size)}
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape)}
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
