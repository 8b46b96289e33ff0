"""What a session answered, turn by turn, out of its events; and what of it differs between two runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

Row = Mapping[str, Any]
COMPARED = ("source", "heard", "skill", "intent", "slots", "reply", "boxes", "outcome")
"""Fields of a turn that must not change."""
UNTIMED = ("route", "skill")
"""Stages that are computed in the loop itself and measured by the machine's clock: no two runs have the same."""


@dataclass(frozen=True)
class Answered:
    turn: int
    source: str
    heard: str = ""
    skill: str | None = None
    intent: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = 0.0
    reply: str = ""
    boxes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Labels and boxes, in whole pixels."""
    stages: Mapping[str, float] = field(default_factory=dict)
    outcome: str = ""


def turns(events: Iterable[Row]) -> list[Answered]:
    """In the order in which they began."""
    found: dict[int, Answered] = {}
    for event in events:
        kind, number = event.get("event", ""), event.get("turn")
        if kind == "TurnStarted":
            found[event["turn"]] = Answered(event["turn"], event["source"])
        elif number in found and kind in READ:
            found[number] = replace(found[number], **READ[kind](event))
    return list(found.values())


READ: Mapping[str, Any] = {
    "Routed": lambda event: {
        "heard": event["text"],
        "skill": event["skill"],
        "intent": event["intent"],
        "slots": event["slots"],
        "confidence": event["confidence"],
    },
    "Replied": lambda event: {"reply": event["text"], "boxes": tuple(map(_box, event["regions"]))},
    "TurnEnded": lambda event: {"stages": event["stages"], "outcome": event["outcome"]},
}


def _box(region: Row) -> tuple[str, tuple[int, ...]]:
    return region["label"], tuple(round(edge) for edge in region["box"])


@dataclass(frozen=True)
class Compared:
    then: Answered | None
    now: Answered | None

    @property
    def one(self) -> Answered:
        """The turn as it is now; then, where there is none now."""
        one = self.now or self.then
        assert one is not None
        return one

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields; `turn` where one of the two has no such turn."""
        if self.then is None or self.now is None:
            return ("turn",)
        return tuple(name for name in COMPARED if getattr(self.then, name) != getattr(self.now, name))


def compared(then: Sequence[Answered], now: Sequence[Answered]) -> list[Compared]:
    return [Compared(*pair) for pair in zip_longest(then, now)]


def timeless(event: Row) -> Row:
    """The event without what no two runs have the same."""
    if event.get("event") != "TurnEnded":
        return event
    return {**event, "stages": {stage: seconds for stage, seconds in event["stages"].items() if stage not in UNTIMED}}


def over_budget(answered: Sequence[Answered], budgets: Mapping[str, float]) -> list[str]:
    """A sentence for each stage that was too slow, with the slowest turn, or that no turn has."""
    said = []
    for stage, most in budgets.items():
        slowest = max((turn for turn in answered if stage in turn.stages), key=lambda turn: turn.stages[stage], default=None)
        if slowest is None:
            known = sorted({stage for turn in answered for stage in turn.stages})
            said.append(f"No turn has the stage {stage}, for which there is a budget; there are: {', '.join(known) or 'none'}.")
        elif slowest.stages[stage] > most:
            said.append(f"{stage} took {slowest.stages[stage]:.3f} s in turn {slowest.turn}; its budget is {most:g} s.")
    return said
