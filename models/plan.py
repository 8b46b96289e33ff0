"""Which models stay in memory, which come and go, and which have to be left out, under a budget of bytes.

A ledger is measured (`owlish edge memory`); models/ledger.json is one of an x86-64 machine, for devices where nobody has measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from models.device import Device
from models.place import model_dir

SENTENCE, RECOGNIZER, VOICE, SIGHT, READING = "sentence", "recognizer", "voice", "sight", "reading"
PARTS = (SENTENCE, RECOGNIZER, VOICE, SIGHT, READING)
"""In the order in which they are kept: what every wish waits for comes first. `sight` is detector, backbone, drawings and tags;
`sentence` the vectors by which wishes are understood beyond templates."""
RARE = (READING,)
"""Not worth their memory between two uses, however much there is."""
UNLIMITED = 1 << 60


@dataclass(frozen=True)
class Need:
    resident: int
    """Bytes that a part holds once it has been used."""
    peak: int
    """Bytes that it holds at most, while it is opened or used."""
    mapped: int = 0
    """Those of them that lie in files, and leave memory while a rare part is used."""


@dataclass(frozen=True)
class Ledger:
    base: int
    """Bytes of the assistant without any of the parts, and without the frames of its camera."""
    needs: Mapping[str, Need]
    screen: int = 0
    """Bytes of the terminal UI, where it runs."""
    measured: str = ""
    """On what."""

    def with_screen(self) -> Ledger:
        return self.with_more(self.screen)

    def with_more(self, size: int) -> Ledger:
        """size: bytes that the assistant holds beside what was measured"""
        return replace(self, base=self.base + size)

    def held(self, parts: Iterable[str]) -> int:
        """Bytes of the assistant with these at rest."""
        return self.base + sum(self.needs[part].resident for part in parts)

    def with_one_more(self, parts: Iterable[str], part: str) -> int:
        """Bytes at most, while `part` is used and the others are at rest."""
        others = [one for one in parts if one != part]
        left = sum(self.needs[one].mapped for one in others) if part in RARE else 0
        return self.held(others) - left + self.needs[part].peak


@dataclass(frozen=True)
class Plan:
    budget: int = UNLIMITED
    resident: tuple[str, ...] = tuple(part for part in PARTS if part not in RARE)
    """Opened at the start, and kept."""
    lazy: tuple[str, ...] = RARE
    """Opened when wanted; let go when not wanted for a while, or when another one needs the room."""
    without: tuple[str, ...] = ()
    """Not to be had in this budget."""
    ledger: Ledger = field(default_factory=lambda: Ledger(0, {part: Need(0, 0) for part in PARTS}))

    @property
    def peak(self) -> int:
        """Bytes at most, by the ledger."""
        used = (*self.resident, *self.lazy)
        return max((self.ledger.with_one_more(self.resident, part) for part in used), default=self.ledger.base)


def plan(ledger: Ledger, budget: int = UNLIMITED, wanted: Sequence[str] = PARTS) -> Plan:
    """
    Each part shall be usable at all before any is kept for the sake of speed.
    budget: bytes for the whole process
    wanted: parts that are asked for at all
    """
    usable = tuple(part for part in wanted if ledger.with_one_more((), part) <= budget)
    resident: tuple[str, ...] = ()
    for part in (part for part in usable if part not in RARE):
        if all(ledger.with_one_more((*resident, part), other) <= budget for other in usable):
            resident = (*resident, part)
    lazy = tuple(part for part in usable if part not in resident)
    return Plan(budget, resident, lazy, tuple(part for part in wanted if part not in usable), ledger)


def ledger_of(device: Device, file: Path | None = None) -> Ledger:
    """This device's own where `owlish edge memory` has measured it, else the one that ships."""
    try:
        content = json.loads((file or ledger_file()).read_text("utf-8"))
        if content["device"] == device.key:
            return parsed(content)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return parsed(json.loads((resources.files("models") / "ledger.json").read_text("utf-8")))


def parsed(content: Mapping) -> Ledger:
    """Raises KeyError, TypeError or ValueError for what is no ledger, or one of before parts were mapped."""
    needs = {part: Need(*(int(content["parts"][part][size]) for size in ("resident", "peak", "mapped"))) for part in PARTS}
    return Ledger(int(content["base"]), needs, int(content["screen"]), str(content["measured"]))


def ledger_file() -> Path:
    return model_dir() / "ledger.json"
