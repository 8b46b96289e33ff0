"""A conversation as a TOML file: what happens in a room, and what must follow. tests/conversations/README.md tells every key."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Any

import anyio
import numpy as np

from assistant.config import Config, replace_section
from assistant.events import (
    Event,
    Notice,
    Replied,
    Routed,
    SenseChanged,
    SkillFailed,
    SpeakingEnded,
    Transcribed,
    TurnEnded,
)
from assistant.memory.database import Database
from assistant.routing.registry import Registry
from assistant.skill import Reply, Skill, Turn
from models.calibration import photos
from tests import installed
from tests.assistant.conversation import RATE_HZ, Room, converse, pick
from tests.speech import spoken

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[1] / "conversations"


@dataclass(frozen=True)
class Then:
    """What must follow. Words are regular expressions that match the whole; None is not looked at."""

    replies: Sequence[str] | None = None
    heard: Sequence[str] | None = None
    routed: Sequence[str] | None = None
    """`skill.intent`; `-` where no skill takes it."""
    interrupted: Sequence[bool] | None = None
    outcomes: Sequence[str] | None = None
    microphone: Sequence[str] | None = None
    """Its privacy states."""
    told: Sequence[str] = ()
    """Each is found in a sentence on the screen."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many events of each name."""
    when: Sequence[tuple[int, float, float]] = ()
    """Number of a reply from 0, and the seconds between which it comes."""
    cut_by: float = float("inf")
    """The first reply that is cut off is silent by then."""


@dataclass(frozen=True)
class Part:
    """The assistant from its start to its end; the database outlives it."""

    room: Room
    config: Config
    skills: Mapping[str, str]
    then: Then


def load(path: Path) -> list[Part]:
    script = tomllib.loads(path.read_text("utf-8"))
    return [_part(part) for part in (script, *script.pop("later", ()))]


def play(parts: Sequence[Part]) -> list[list[Event]]:
    database = Database(None)
    return [converse(part.room, registry=registry(part.skills), database=database, config=part.config) for part in parts]


# ---- out of the file


def _part(table: dict[str, Any]) -> Part:
    happens, room, config = table.pop("happens", ()), table.pop("room", {}), table.pop("config", {})
    skills, then = table.pop("skills", {}), table.pop("then", {})
    if table:
        raise ValueError(f"a conversation has no {', '.join(table)}")
    if "picture" in room:
        room["picture"] = photos()[room["picture"]]
    made = Room(**{"picture": None, "aloud": any("say" in one for one in happens), **room})
    sections = reduce(lambda whole, section: replace_section(whole, section, **config[section]), config, Config())
    return Part(reduce(_happening, happens, made), Config.model_validate(sections.model_dump()), skills, Then(**then))


def _happening(room: Room, happening: dict[str, Any]) -> Room:
    at, what = happening.pop("at"), next(iter(happening))
    if what == "say" and "loud" not in happening:
        return replace(room, speech=(*room.speech, (at, happening["say"])))
    if what == "type":
        return replace(room, typed=(*room.typed, (at, happening["type"])))
    if what == "key":
        return replace(room, keys=(*room.keys, (at, happening["key"] == "down")))
    return replace(room, sound=(*room.sound, (at, _sound(**happening))))


def _sound(say: str = "", sound: str = "", loud: float = 1.0, seconds: float = 1.0) -> np.ndarray:
    """(N,) float32; loud: the peak, or for words the share of their usual loudness."""
    if say:
        return loud * spoken(say, before=0, after=0).samples
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    random = np.random.default_rng(3).standard_normal(len(time))
    made = {"noise": np.cumsum(random), "hum": np.sin(2 * np.pi * 50 * time), "slam": random * np.exp(-time * 80)}[sound]
    return (loud * made / np.abs(made).max()).astype(np.float32)


# ---- skills that fail


class Crashes(Skill):
    name = "crashes"

    async def handle(self, turn: Turn) -> Reply:
        raise RuntimeError("its own fault")


class Hangs(Skill):
    name = "hangs"
    timeout = 2.0

    async def handle(self, turn: Turn) -> Reply:
        await anyio.sleep_forever()
        return Reply("never")


class Dies(Skill):
    """Its background ends with an error."""

    name = "dies"

    async def handle(self, turn: Turn) -> Reply:
        return Reply("Still here.")

    async def background(self, home: Any) -> None:
        raise RuntimeError("its own fault")


BROKEN = {"crashes": Crashes, "hangs": Hangs, "dies": Dies}


def registry(broken: Mapping[str, str]) -> Registry | None:
    """broken: names of skills, and what they do instead. None: the skills as they are."""
    if not broken:
        return None
    loaded = []
    for one in installed.skills().loaded:
        if one.skill.name in broken:
            stand_in = BROKEN[broken[one.skill.name]]()
            stand_in.name = one.skill.name  # type: ignore[misc]
            one = type(one)(stand_in, one.wording, "guest 1.0")
        loaded.append(one)
    return Registry(loaded)


# ---- what must follow


def faults(then: Then, events: Sequence[Event]) -> list[str]:
    """What did not follow, a sentence each."""
    said = [event for event in pick(events, Replied) if event.text]
    routed = [f"{event.skill}.{event.intent}" if event.skill else "-" for event in pick(events, Routed)]
    states = [event.privacy for event in pick(events, SenseChanged) if event.sense == "microphone"]
    cut = [event for event in pick(events, SpeakingEnded) if event.interrupted]
    told = [event.sentence for event in (*pick(events, Notice), *pick(events, SkillFailed))]
    found = [
        _words("replies", then.replies, [event.text for event in said]),
        _words("heard", then.heard, [event.transcript.text for event in pick(events, Transcribed)]),
        _same("routed", then.routed, routed),
        _same("interrupted", then.interrupted, [event.interrupted for event in pick(events, SpeakingEnded)]),
        _same("outcomes", then.outcomes, [event.outcome for event in pick(events, TurnEnded)]),
        _same("microphone", then.microphone, states),
        *(f"{words!r} was not told: {told}" for words in then.told if not any(re.search(words, sentence) for sentence in told)),
        *(_same(name, count, sum(type(event).__name__ == name for event in events)) for name, count in then.counts.items()),
        *(_between(f"reply {number}", start, end, said[number : number + 1]) for number, start, end in then.when),
        _between("the end of what was cut off", 0.0, then.cut_by, cut[:1]) if then.cut_by < float("inf") else "",
    ]
    return [fault for fault in found if fault]


def _between(name: str, start: float, end: float, events: Sequence[Event]) -> str:
    """events: the one that is looked at, or none"""
    if not events:
        return f"{name} never came"
    return "" if start <= events[0].time <= end else f"{name} came after {events[0].time:.2f} s, not between {start} and {end} s"


def _same(name: str, wanted: Any, found: Any) -> str:
    return "" if wanted is None or wanted == found else f"{name} must be {wanted}, was {found}"


def _words(name: str, wanted: Sequence[str] | None, found: Sequence[str]) -> str:
    if wanted is None or (len(wanted) == len(found) and all(re.fullmatch(words, text) for words, text in zip(wanted, found, strict=True))):
        return ""
    return f"{name} must be {list(wanted)}, was {list(found)}"
