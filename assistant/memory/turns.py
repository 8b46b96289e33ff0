"""Why each of the last turns went as it did. Words, boxes and times are kept; no sound and no picture."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import StoreError
from assistant.events import Candidate, Looked, Transcript
from assistant.memory.database import Database
from assistant.skill import Reply
from assistant.worker import Worker

MOST = 2**63 - 1
"""The largest number that SQLite knows; no turn ever has it."""


@dataclass
class Trace:
    """Filled in while the turn goes on."""

    time: float
    """Wall clock."""
    source: str
    text: str
    transcript: Transcript | None = None
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    reply: Reply | None = None
    said: str = ""
    looks: tuple[Looked, ...] = ()
    stages: dict[str, float] = field(default_factory=dict)
    outcome: str = "cancelled"

    def as_dict(self) -> dict[str, Any]:
        return {
            "time": self.time,
            "source": self.source,
            "text": self.text,
            "transcript": self.transcript and {"engine": self.transcript.engine, "confidence": round(self.transcript.confidence, 3)},
            "skill": self.chosen and self.chosen.skill,
            "intent": self.chosen and self.chosen.intent,
            "slots": dict(self.chosen.slots) if self.chosen else {},
            "candidates": [
                {"skill": one.skill, "intent": one.intent, "score": round(one.score, 3), "method": one.method} for one in self.candidates
            ],
            "frames": [_look(look) for look in self.looks],
            "reply": self.reply.text if self.reply else "",
            "engine": self.reply.engine if self.reply else "",
            "heard": self.said,
            "stages": {stage: round(seconds, 4) for stage, seconds in self.stages.items()},
            "outcome": self.outcome,
        }


def _look(look: Looked) -> dict[str, Any]:
    return {
        "source": look.scene.frame.source,
        "frame": look.scene.frame.index,
        "age": round(look.age, 3),
        "engine": look.engine,
        "confidence": look.confidence,
        "rests_on": [{"label": region.label, "box": list(region.box), "score": round(region.score, 3)} for region in look.regions],
        "regions": [{"label": region.label, "box": list(region.box), "score": round(region.score, 3)} for region in look.scene.regions],
    }


class Turns:
    def __init__(self, database: Database, worker: Worker, keep: int) -> None:
        self._database, self._worker, self._keep = database, worker, keep

    async def add(self, trace: Trace) -> None:
        """Raises StoreError."""
        await self._worker.run(self._add, json.dumps(trace.as_dict(), default=str), trace.time)

    def _add(self, text: str, time: float) -> None:
        if self._keep:
            number = self._database.write("INSERT INTO turns (time, trace) VALUES (?, ?)", (time, text))
            self._database.write("DELETE FROM turns WHERE number <= ?", (number - self._keep,))
        else:
            self._database.write("DELETE FROM turns")


def newest_turn(database: Database) -> int | None:
    """Its number. Raises StoreError."""
    ((number,),) = database.read("SELECT max(number) FROM turns")
    return number


def one_turn(database: Database, number: int) -> dict[str, Any] | None:
    """With its number; None where it is not there. Raises StoreError, for what is no record of a turn too."""
    rows = database.read("SELECT trace FROM turns WHERE number = ?", (min(number, MOST),))
    if not rows:
        return None
    try:
        found = json.loads(rows[0][0])
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, dict) or not found.keys() >= Trace(0.0, "", "").as_dict().keys():
        raise StoreError(f"The record of turn {number} in {database.path} is damaged; ask for another one: owlish why NUMBER.")
    return {"turn": number, **found}
